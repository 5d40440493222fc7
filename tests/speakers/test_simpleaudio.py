"""The speaker through simpleaudio."""

from __future__ import annotations

import sys

import numpy as np
import pytest

from tests.speakers.tools import FakeSimpleaudio, drain, ramp, write_all
from unknot.errors import DeviceError
from unknot.speakers._simpleaudio import PIECE, SimpleaudioSpeaker


def test_a_piece_is_played_in_16_bits_with_faded_ends() -> None:
    """The first frame is silent, and the frames between the fades are unchanged."""
    library = FakeSimpleaudio()
    speaker = SimpleaudioSpeaker(library)
    speaker.open()
    write_all(speaker, ramp(4800) + 0.5)
    drain(speaker)
    piece = library.buffers[1]
    assert (piece.dtype, piece.shape) == (np.int16, (4800, 2))
    assert piece[0].tolist() == [0, 0]
    assert abs(int(piece[2400, 0]) - 0.5 * 32768) < 100


def test_nothing_is_accepted_while_a_piece_sounds_and_another_waits() -> None:
    """The player is never more than two pieces ahead."""
    speaker = SimpleaudioSpeaker(FakeSimpleaudio())
    speaker.open()
    written = [speaker.write(ramp(PIECE)) for _ in range(3)]
    assert written == [PIECE, PIECE, 0]


@pytest.mark.skipif(sys.version_info < (3, 12), reason="simpleaudio works there")
def test_a_python_that_simpleaudio_crashes_is_refused() -> None:
    """The error comes before the library is imported."""
    with pytest.raises(DeviceError, match="crashes"):
        SimpleaudioSpeaker().open()
