"""The CRC-16 of the LAME tag."""

from __future__ import annotations

import binascii

import pytest

from unknot.outputs._mp3 import _crc


def test_the_crc_is_crc_16_arc() -> None:
    """The CRC is CRC-16/ARC, whose check value for the digits 1 to 9 is BB3D."""
    assert _crc.of(b"123456789") == 0xBB3D


@pytest.mark.parametrize("size", [0, 1, 4095, 4096, 4097, 50_000])
def test_pieces_join_to_the_crc_of_the_whole(size: int) -> None:
    """The CRC of two pieces, joined, is the CRC of the whole."""
    data = binascii.unhexlify("".join(f"{i * 37 % 251:02x}" for i in range(size)))
    cut = size // 3
    assert _crc.joined(_crc.of(data[:cut]), _crc.of(data[cut:]), size - cut) == _crc.of(data)
