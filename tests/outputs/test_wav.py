"""WAV files of any length."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from tests.outputs.sessions import tone
from unknot.audio import to_sixteen_bits
from unknot.outputs._wav import WavFile, header

if TYPE_CHECKING:
    from pathlib import Path


def test_a_wav_has_its_length_in_its_header(tmp_path: Path) -> None:
    """The header of a finished file gives its length, and the samples follow it."""
    file = WavFile(tmp_path / "a.wav")
    file.write(tone(500))
    file.finish()
    file.stop()
    raw = (tmp_path / "a.wav").read_bytes()
    assert raw[:80] == header(500)
    assert struct.unpack("<I", raw[4:8]) == (len(raw) - 8,)
    assert raw[80:] == to_sixteen_bits(tone(500)).tobytes()


def test_a_wav_over_four_gibibytes_is_an_rf64() -> None:
    """The header of a longer file has the same size and its sizes in 64 bits."""
    frames = 8 * 3600 * 48_000
    raw = header(frames)
    assert (len(raw), raw[:4], raw[12:16]) == (80, b"RF64", b"ds64")
    assert struct.unpack("<QQQ", raw[20:44]) == (72 + 4 * frames, 4 * frames, frames)
