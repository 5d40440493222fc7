"""WAV: 16 bits, written without any other program, of any length (RF64 beyond 4 GiB)."""

from __future__ import annotations

import contextlib
import struct
from typing import TYPE_CHECKING

from unknot.audio import CHANNELS
from unknot.errors import UnknotError, WriteError
from unknot.host.files import Appearing, cannot_write
from unknot.outputs import check, pcm
from unknot.units import SAMPLE_RATE, Frames

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from unknot.audio import Samples

_FRAME = 2 * CHANNELS
"""Bytes of one frame."""
_HEAD = 80
"""Bytes before the first sample: RIFF, room for ds64, fmt, data."""
_RIFF_LIMIT = 2**32 - 1


def header(frames: int) -> bytes:
    """The 80 bytes before the samples of a file of `frames` frames.

    A file over 4 GiB is an RF64 (EBU Tech 3306): its sizes stand in `ds64`, for which any other file keeps room.
    """
    data = frames * _FRAME
    form = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, CHANNELS, SAMPLE_RATE, SAMPLE_RATE * _FRAME, _FRAME, 16)
    whole = _HEAD - 8 + data
    if whole > _RIFF_LIMIT:
        sizes = struct.pack("<4sIQQQI", b"ds64", 28, whole, data, frames, 0)
        return (
            struct.pack("<4sI4s", b"RF64", _RIFF_LIMIT, b"WAVE")
            + sizes
            + form
            + struct.pack("<4sI", b"data", _RIFF_LIMIT)
        )
    room = struct.pack("<4sI28x", b"JUNK", 28)
    return struct.pack("<4sI4s", b"RIFF", whole, b"WAVE") + room + form + struct.pack("<4sI", b"data", data)


class Wav:
    """A WAV file in the making."""

    def __init__(self, path: Path, frames: Frames | None = None, tag: Callable[[Path], None] | None = None) -> None:
        self._place = Appearing(path)
        self._expected, self._tag = frames, tag
        self._frames = 0
        self._passed = check.Envelope()
        try:
            self._file = self._place.beside.open("wb")
            self._file.write(header(0))
        except OSError as fault:
            raise cannot_write(path, fault) from fault

    def write(self, block: Samples) -> None:
        """Take the next frames, shape (n, 2).

        Raises:
            WriteError: They could not be written.
        """
        try:
            self._file.write(pcm.sixteen(block).tobytes())
        except OSError as fault:
            self.abandon()
            raise cannot_write(self._place.path, fault) from fault
        self._frames += len(block)
        self._passed.add(block)

    def finish(self) -> None:
        """Afterwards the file stands in its place.

        Raises:
            WriteError: It could not be finished, or does not decode to what was written.
        """
        try:
            self._file.seek(0)
            self._file.write(header(self._frames))
            self._file.close()
            written = self._place.beside.stat().st_size
        except OSError as fault:
            self.abandon()
            raise cannot_write(self._place.path, fault) from fault
        if self._expected not in (None, self._frames) or written != _HEAD + self._frames * _FRAME:
            self.abandon()
            raise WriteError(f"{self._place.path} came out as {self._frames} frames, not {self._expected}")
        try:
            if self._tag is not None:
                self._tag(self._place.beside)
            check.sound(self._place.beside, self._passed)
        except UnknotError:
            self.abandon()
            raise
        self._place.commit()

    def abandon(self) -> None:
        """Afterwards nothing of it is left, and what was there before is still there. May be called twice."""
        self._place.discard()
        with contextlib.suppress(OSError):  # what was in its buffer has no place to go
            self._file.close()
