"""The frame in front says what the stream is."""

from __future__ import annotations

import binascii
from typing import TYPE_CHECKING

import pytest
from mutagen.mp3 import MP3

from tests.outputs.test_files import tone
from unknot.outputs import Mp3File, StreamLayout
from unknot.outputs._mp3 import _crc, _stream_layout

if TYPE_CHECKING:
    from pathlib import Path


def test_the_crc_is_the_one_that_the_catalogue_names_arc() -> None:
    """Its check value for the digits 1 to 9 is BB3D."""
    assert _crc.of(b"123456789") == 0xBB3D


@pytest.mark.parametrize("size", [0, 1, 4095, 4096, 4097, 50_000])
def test_pieces_join_to_the_crc_of_the_whole(size: int) -> None:
    """However they are cut."""
    data = binascii.unhexlify("".join(f"{i * 37 % 251:02x}" for i in range(size)))
    cut = size // 3
    assert _crc.joined(_crc.of(data[:cut]), _crc.of(data[cut:]), size - cut) == _crc.of(data)


@pytest.mark.parametrize(("kilobits", "channels"), [(64, 1), (64, 2), (128, 2), (320, 2)])
def test_another_reader_finds_the_length_and_the_rate(tmp_path: Path, kilobits: int, channels: int) -> None:
    """Mutagen trusts LAME's delay and padding."""
    path, frames = tmp_path / "a.mp3", 100_000
    output = Mp3File(path, StreamLayout(kilobits, channels))
    output.write(tone(frames))
    output.finish()
    told = MP3(path).info
    assert round(told.length * 48_000) == frames
    assert (told.bitrate, told.channels, told.encoder_info[:9]) == (kilobits * 1000, channels, "LAME 3.10")


@pytest.mark.parametrize("frames", [1, 575, 576, 577, 1152, 28_800_000])
def test_delay_sound_and_padding_fill_whole_frames(frames: int) -> None:
    """And leave the decoder its 529 frames."""
    assert _stream_layout.ENCODER_DELAY + frames + _stream_layout.padding(frames) == _stream_layout.count(frames) * 1152
    assert _stream_layout.padding(frames) >= _stream_layout.DECODER_DELAY
