"""An MP3 encoded from its first frame to its last by one encoder: what every other way has to equal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unknot.errors import UnknotError
from unknot.host.files import Appearing, cannot_write
from unknot.outputs import check
from unknot.outputs.encoder import Encoder
from unknot.outputs.mp3 import info, layout

if TYPE_CHECKING:
    from pathlib import Path

    from unknot.audio import Samples


class Mp3:
    """An MP3 file in the making.

    Args:
        path: Where it will stand.
        shape: Bit rate and channels.
        head: What stands before the stream: an ID3 tag, or nothing.
    """

    def __init__(self, path: Path, shape: layout.Layout | None = None, head: bytes = b"") -> None:
        self._shape = shape or layout.Layout()
        self._place, self._head, self._passed = Appearing(path), head, check.Envelope()
        try:
            self._file = self._place.beside.open("w+b")
            self._file.write(head + bytes(self._shape.frame_bytes))
            self._file.flush()
        except OSError as fault:
            raise cannot_write(path, fault) from fault
        self._encoder = Encoder([*self._shape.arguments, "pipe:1"], self._file, channels=self._shape.channels)

    def write(self, block: Samples) -> None:
        """Take the next frames, shape (n, 2).

        Raises:
            WriteError: The encoder does not take them.
        """
        try:
            mixed = self._shape.mixed(block)
            self._encoder.feed(mixed)
        except UnknotError:
            self.abandon()
            raise
        self._passed.add(mixed)

    def finish(self) -> None:
        """Afterwards the file stands in its place and is known to decode to what was written.

        Raises:
            WriteError: It could not be finished, or does not decode to its length.
        """
        try:
            self._encoder.finish()
            info.put_in_front(self._file, self._shape, len(self._head), self._passed.frames)
            self._file.close()
            check.sound(self._place.beside, self._passed, self._shape.channels)
        except OSError as fault:
            self.abandon()
            raise cannot_write(self._place.path, fault) from fault
        except UnknotError:
            self.abandon()
            raise
        self._place.commit()

    def abandon(self) -> None:
        """Afterwards nothing of it is left, and what was there before is still there. May be called twice."""
        self._encoder.stop()
        self._file.close()
        self._place.discard()
