"""The frame in front of an MP3 stream that says how long it is: Xing's `Info`, with LAME's extension.

Players that know it play exactly the sound, without the delay and the padding of the encoder. It is written as LAME
3.100 writes it (http://gabriel.mp3-tech.org/mp3infotag.html), because some readers trust only that name.
"""

from __future__ import annotations

import os
import struct
from typing import IO

from unknot.errors import WriteError
from unknot.outputs._mp3 import _crc, _stream_layout

_CBR = 1
_PIECE = 1 << 22
"""Bytes that are read at a time."""
_LOWPASS = {64: 110, 80: 135, 96: 151, 112: 160, 128: 170, 160: 175, 192: 186, 224: 194, 256: 197, 320: 205}
"""The low-pass filter of LAME 3.100 for stereo, in hundreds of hertz, by bit rate. It is information only."""
_SOURCE_48_KHZ = 0x80
_STEREO_MODE = {1: 0x00, 2: 0x0C}
"""Mono, joint stereo; in bits 2 to 4."""


def frame(layout: _stream_layout.StreamLayout, first_header: bytes, length: int, stream_crc: int) -> bytes:
    """The Info frame, as long as any frame of the stream.

    Args:
        layout: The stream.
        first_header: The four bytes of header of the first frame of the stream.
        length: Frames of sound.
        stream_crc: The CRC-16 of everything after this frame.
    """
    frames = _stream_layout.count(length)
    size = (frames + 1) * layout.frame_bytes
    header = first_header[:3] + bytes([first_header[3] & 0xCF])  # the mode extension belongs to a frame with sound
    table = bytes(min(255, percent * 256 // 100) for percent in range(100))
    xing = b"Info" + struct.pack(">III", 0x0F, frames, size) + table + struct.pack(">I", 0)
    body = header + bytes(layout.side_bytes) + xing + _lame(layout, length, size, stream_crc)
    return (body + struct.pack(">H", _crc.of(body))).ljust(layout.frame_bytes, b"\0")


def put_in_front(
    file: IO[bytes], layout: _stream_layout.StreamLayout, begin: int, length: int, crc: int | None = None
) -> None:
    """Afterwards the Info frame is at byte `begin` of the file, in the space before the stream.

    Args:
        file: Open for reading and writing, with the stream in it.
        layout: The stream.
        begin: The byte at which the space begins.
        length: Frames of sound.
        crc: The CRC-16 of the stream; None to compute it from the file.

    Raises:
        WriteError: The stream has not as many bytes as `length` frames of sound take.
    """
    stream = begin + layout.frame_bytes
    size = file.seek(0, os.SEEK_END) - stream
    if size != _stream_layout.count(length) * layout.frame_bytes:
        raise WriteError(f"the encoder gave {size} bytes for {length} frames")
    crc = _stream_crc(file, stream) if crc is None else crc
    file.seek(stream)
    first = file.read(4)
    file.seek(begin)
    file.write(frame(layout, first, length, crc))


def _stream_crc(file: IO[bytes], stream: int) -> int:
    file.seek(stream)
    value = 0
    while piece := file.read(_PIECE):
        value = _crc.joined(value, _crc.of(piece), len(piece))
    return value


def _lame(layout: _stream_layout.StreamLayout, length: int, size: int, stream_crc: int) -> bytes:
    lowpass = _LOWPASS[layout.kilobits]
    delay = _stream_layout.ENCODER_DELAY << 12 | _stream_layout.padding(length)
    version = struct.pack(">9sBB", b"LAME3.100", _CBR, lowpass)
    gains = struct.pack(">fHH", 0.0, 0, 0)
    stream = struct.pack(">BB3s", 4, min(255, layout.kilobits), delay.to_bytes(3, "big"))
    misc = struct.pack(">BBH", _SOURCE_48_KHZ | _STEREO_MODE[layout.channels], 0, 0)
    return version + gains + stream + misc + struct.pack(">IH", size, stream_crc)
