"""The Info frame in front of a stream."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from mutagen.mp3 import MP3

from tests.outputs.sessions import tone
from unknot.outputs import Mp3File, StreamLayout

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(("kilobits", "channels"), [(64, 1), (64, 2), (128, 2), (320, 2)])
def test_another_reader_finds_the_length_and_the_rate(tmp_path: Path, kilobits: int, channels: int) -> None:
    """Mutagen finds the exact length, the bit rate, the channels and the encoder."""
    path, frames = tmp_path / "a.mp3", 100_000
    output = Mp3File(path, StreamLayout(kilobits, channels))
    output.write(tone(frames))
    output.finish()
    found = MP3(path).info
    assert round(found.length * 48_000) == frames
    assert (found.bitrate, found.channels, found.encoder_info[:9]) == (kilobits * 1000, channels, "LAME 3.10")
