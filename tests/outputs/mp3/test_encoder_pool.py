"""Encoders that work in parallel."""

from __future__ import annotations

import numpy as np
import pytest

from tests import ffmpeg
from tests.fakes.patchwork import Patchwork
from unknot.errors import WriteError
from unknot.outputs import StreamLayout
from unknot.outputs._mp3 import _encoder_pool
from unknot.outputs._mp3._encoder_pool import EncodeJob, EncoderPool
from unknot.units import GRID

SOUND = Patchwork("v/r40 r40").render(0, 80 * GRID)


def test_a_job_gives_the_frames_of_one_encoder() -> None:
    """A job delivers its frames without the run-in, equal to those of one encoder, before `close` returns."""
    delivered: list[bytes] = []
    pool, layout = EncoderPool(StreamLayout()), StreamLayout()
    pool.add(EncodeJob(delivered.append, fresh=True, run_in=10, count=50, blocks=[SOUND[: 61 * GRID]]))
    pool.close()
    expected = ffmpeg.encode(layout.arguments, SOUND)
    assert delivered == [expected[10 * layout.frame_bytes : 60 * layout.frame_bytes]]


def test_an_error_of_a_job_is_raised_when_the_pool_is_closed() -> None:
    """A job with fewer samples than it says is an error of `close`."""
    pool = EncoderPool(StreamLayout())
    pool.add(EncodeJob(lambda _frames: None, fresh=True, count=500, blocks=[SOUND[: 20 * GRID]]))
    with pytest.raises(WriteError, match="the encoder gave"):
        pool.close()


def test_an_abandoned_pool_delivers_nothing() -> None:
    """No job is delivered after a pool was abandoned, and it takes no other."""
    delivered: list[bytes] = []
    pool = EncoderPool(StreamLayout())
    pool.abandon()
    with pytest.raises(WriteError, match="abandoned"):
        pool.add(EncodeJob(delivered.append, count=10, blocks=[np.zeros((11 * GRID, 2), np.float32)]))
    pool.abandon()
    assert not delivered


@pytest.mark.parametrize(("left", "encoders"), [(1000, 3), (0, 1)])
def test_an_encoder_is_replaced_only_if_enough_work_is_left(
    monkeypatch: pytest.MonkeyPatch, left: int, encoders: int
) -> None:
    """Three jobs that are long enough for an encoder each; the frames are the same."""
    made: list[object] = []

    class Counted(_encoder_pool._PooledEncoder):
        def __init__(self, layout: StreamLayout, core: int) -> None:
            made.append(self)
            super().__init__(layout, core)

    monkeypatch.setattr(_encoder_pool, "_LONGEST", 40)
    monkeypatch.setattr(_encoder_pool, "_PooledEncoder", Counted)
    monkeypatch.setattr(_encoder_pool, "cores", lambda: 1)
    delivered: list[bytes] = []
    pool, layout = EncoderPool(StreamLayout()), StreamLayout()
    for _ in range(3):
        pool.add(EncodeJob(delivered.append, run_in=30, count=20, left=left, blocks=[SOUND[: 51 * GRID]]))
    pool.close()
    assert len(made) == encoders
    assert [len(frames) for frames in delivered] == [20 * layout.frame_bytes] * 3
