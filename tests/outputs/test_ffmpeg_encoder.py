"""The error of an encoder that fails."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from unknot.errors import WriteError
from unknot.outputs._ffmpeg_encoder import FfmpegEncoder


@pytest.mark.skipif(sys.platform != "linux", reason="a device that is always full")
@pytest.mark.parametrize("form", ["flac", "mp3", "opus"])
def test_a_full_disk_is_reported_as_a_full_disk(form: str) -> None:
    """A full disk is reported as a full disk, although the last message of the encoder is another one."""
    noise = np.random.default_rng(1).standard_normal((480_000, 2)).astype(np.float32) * 0.1

    def try_it() -> None:
        with Path("/dev/full").open("wb") as full:
            encoder = FfmpegEncoder(["-f", form, "pipe:1"], full)
            try:
                encoder.feed(noise)
                encoder.finish()
            finally:
                encoder.stop()

    with pytest.raises(WriteError, match="No space left on device"):
        try_it()


def test_words_of_a_full_disk_in_a_name_are_no_full_disk(tmp_path: Path) -> None:
    """A file that cannot be written for another reason is not taken for a full disk because of its name."""
    path = tmp_path / "No space left on device" / "gone.flac"
    encoder = FfmpegEncoder(["-f", "flac", f"file:{path}"])
    with pytest.raises(WriteError) as caught:
        _write(encoder)
    encoder.stop()
    assert caught.value.message != "the encoder stopped: No space left on device"


def _write(encoder: FfmpegEncoder) -> None:
    """Give ten seconds of silence to the encoder, and end it."""
    encoder.feed(np.zeros((480_000, 2), np.float32))
    encoder.finish()
