"""The frame in front of an MP3 stream that says how long it is: Xing's `Info`, with LAME's extension.

Players that know it play exactly the sound, without the encoder's delay and padding. Written as LAME 3.100 writes it
(http://gabriel.mp3-tech.org/mp3infotag.html), because some readers trust only that name.
"""

from __future__ import annotations

import os
import struct
from typing import IO

from unknot.errors import WriteError
from unknot.outputs._mp3 import _crc as crc, _stream_layout

_CBR = 1
_PIECE = 1 << 22
"""Bytes that are read at once."""
_LOWPASS = {64: 110, 80: 135, 96: 151, 112: 160, 128: 170, 160: 175, 192: 186, 224: 194, 256: 197, 320: 205}
"""Hundreds of hertz that LAME 3.100 lets pass in stereo, by bit rate. Told to readers; nothing depends on it."""
_SOURCE_48_KHZ = 0x80
_STEREO_MODE = {1: 0x00, 2: 0x0C}
"""Mono, joint stereo; in bits 2 to 4."""


def frame(shape: _stream_layout.StreamLayout, first_header: bytes, length: int, music_crc: int) -> bytes:
    """The Info frame, as long as any frame of the stream.

    Args:
        shape: The stream.
        first_header: The four bytes of header of the stream's first frame.
        length: Frames of sound.
        music_crc: The CRC-16 of everything behind this frame.
    """
    frames = _stream_layout.count(length)
    size = (frames + 1) * shape.frame_bytes
    header = first_header[:3] + bytes([first_header[3] & 0xCF])  # the mode extension belongs to a frame with sound
    table = bytes(min(255, percent * 256 // 100) for percent in range(100))
    xing = b"Info" + struct.pack(">III", 0x0F, frames, size) + table + struct.pack(">I", 0)
    body = header + bytes(shape.side_bytes) + xing + _lame(shape, length, size, music_crc)
    return (body + struct.pack(">H", crc.of(body))).ljust(shape.frame_bytes, b"\0")


def put_in_front(
    file: IO[bytes], shape: _stream_layout.StreamLayout, begin: int, length: int, music: int | None = None
) -> None:
    """Afterwards the Info frame stands at byte `begin` of the file, in the room left for it before the stream.

    Args:
        file: Open for reading and writing, the stream in it.
        shape: The stream.
        begin: Where the Info frame has its room.
        length: Frames of sound.
        music: The CRC-16 of the stream, where it is known; it is read for it where it is not.

    Raises:
        WriteError: The stream behind it has not as many bytes as `length` frames of sound take.
    """
    stream = begin + shape.frame_bytes
    size = file.seek(0, os.SEEK_END) - stream
    if size != _stream_layout.count(length) * shape.frame_bytes:
        raise WriteError(f"the encoder gave {size} bytes for {length} frames")
    music = _crc(file, stream) if music is None else music
    file.seek(stream)
    first = file.read(4)
    file.seek(begin)
    file.write(frame(shape, first, length, music))


def _crc(file: IO[bytes], stream: int) -> int:
    file.seek(stream)
    value = 0
    while piece := file.read(_PIECE):
        value = crc.joined(value, crc.of(piece), len(piece))
    return value


def _lame(shape: _stream_layout.StreamLayout, length: int, size: int, music_crc: int) -> bytes:
    lowpass = _LOWPASS[shape.kilobits]
    delay = _stream_layout.ENCODER_DELAY << 12 | _stream_layout.padding(length)
    version = struct.pack(">9sBB", b"LAME3.100", _CBR, lowpass)
    gains = struct.pack(">fHH", 0.0, 0, 0)
    stream = struct.pack(">BB3s", 4, min(255, shape.kilobits), delay.to_bytes(3, "big"))
    misc = struct.pack(">BBH", _SOURCE_48_KHZ | _STEREO_MODE[shape.channels], 0, 0)
    return version + gains + stream + misc + struct.pack(">IH", size, music_crc)
