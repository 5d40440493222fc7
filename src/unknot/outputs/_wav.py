"""WAV files of 16 bits and any length (RF64 over 4 GiB), written without another program."""

from __future__ import annotations

import contextlib
import struct
from typing import TYPE_CHECKING

from unknot.audio import CHANNELS, to_sixteen_bits
from unknot.platform import write_error
from unknot.units import SAMPLE_RATE

if TYPE_CHECKING:
    from pathlib import Path

    from unknot.audio import Samples

_FRAME = 2 * CHANNELS
"""Bytes of one frame."""
_HEAD = 80
"""Bytes before the first sample: RIFF, space for ds64, fmt, data."""
_RIFF_LIMIT = 2**32 - 1


def header(frames: int) -> bytes:
    """The 80 bytes before the samples of a file of `frames` frames.

    A file over 4 GiB is an RF64 (EBU Tech 3306), with its sizes in `ds64`. Other files have unused space there.
    """
    data = frames * _FRAME
    form = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, CHANNELS, SAMPLE_RATE, SAMPLE_RATE * _FRAME, _FRAME, 16)
    whole = _HEAD - 8 + data
    if whole > _RIFF_LIMIT:
        sizes = struct.pack("<4sIQQQI", b"ds64", 28, whole, data, frames, 0)
        head, whole, data = b"RF64", _RIFF_LIMIT, _RIFF_LIMIT
    else:
        head, sizes = b"RIFF", struct.pack("<4sI28x", b"JUNK", 28)
    return struct.pack("<4sI4s", head, whole, b"WAVE") + sizes + form + struct.pack("<4sI", b"data", data)


class WavFile:
    """A WAV file (`_checked_file.OutputFile`)."""

    def __init__(self, path: Path) -> None:
        self._path, self._frames = path, 0
        try:
            self._file = path.open("wb")
            self._file.write(header(0))
        except OSError as fault:
            raise write_error(path, fault) from fault

    def write(self, block: Samples) -> None:
        """Take the next frames, shape (n, 2).

        Raises:
            WriteError: They could not be written.
        """
        try:
            self._file.write(to_sixteen_bits(block).tobytes())
        except OSError as fault:
            raise write_error(self._path, fault) from fault
        self._frames += len(block)

    def finish(self) -> None:
        """Afterwards all of it is in the file, and its length is in the header.

        Raises:
            WriteError: It could not be written.
        """
        try:
            self._file.seek(0)
            self._file.write(header(self._frames))
            self._file.close()
        except OSError as fault:
            raise write_error(self._path, fault) from fault

    def stop(self) -> None:
        """Afterwards the file is closed. May be called twice."""
        with contextlib.suppress(OSError):  # the rest of its buffer cannot be written
            self._file.close()
