"""A file that is decoded and read back before it has its name, whatever its format."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from unknot.errors import UnknotError, WriteError
from unknot.outputs import _sound_check
from unknot.platform import DISK_FULL, AtomicFile, no_room_error

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from unknot.audio import Samples


class OutputFile(Protocol):
    """A file that is written at a place which is not its final one."""

    def write(self, block: Samples) -> None:
        """Take the next frames, shape (n, 2).

        Raises:
            WriteError: They could not be written.
        """

    def finish(self) -> None:
        """Afterwards all of it is in the file.

        Raises:
            WriteError: It is not.
        """

    def stop(self) -> None:
        """Afterwards nothing of it runs or is open. May be called twice."""


def _nothing(_beside: Path) -> None:
    """Of a file that says nothing of itself, and of which nobody asks more than its sound."""


@dataclass(frozen=True, slots=True)
class Format:
    """How a kind of file is made."""

    make: Callable[[Path], OutputFile]
    """Begins one at the place that it is given."""
    tag: Callable[[Path], None] = _nothing
    """Writes into the finished file what it says of itself."""


class CheckedFile:
    """An output (`ports.Output`) that appears at its place when it is finished and known to be what it should be.

    Args:
        path: Where the file will stand.
        form: How it is made.
        frames: How many frames it will have; None when nobody knows yet.
        read_back: Returns only when the finished file says of itself what it should.
        needed: About how many bytes it takes; None when nobody knows yet.

    Raises:
        WriteError: There is no writing at this place.
    """

    def __init__(
        self,
        path: Path,
        form: Format,
        frames: int | None = None,
        read_back: Callable[[Path], None] = _nothing,
        needed: int | None = None,
    ) -> None:
        self._place, self._form, self._frames = AtomicFile(path), form, frames
        self._read_back, self._needed = read_back, needed
        self._passed = _sound_check.PowerEnvelope()
        try:
            with self._told():
                self._file = form.make(self._place.temporary)
        except UnknotError:
            self._place.discard()
            raise

    def write(self, block: Samples) -> None:
        """Take the next frames, shape (n, 2).

        Raises:
            WriteError: They could not be written.
        """
        with self._or_nothing():
            self._file.write(block)
        self._passed.add(block)

    def finish(self) -> None:
        """Afterwards the file stands in its place, checked.

        Raises:
            WriteError: It could not be finished, or is not what it should be.
        """
        if self._frames not in (None, self._passed.frames):
            self.abandon()
            raise WriteError(f"{self._place.path} came out as {self._passed.frames} frames, not {self._frames}")
        beside = self._place.temporary
        with self._or_nothing():
            self._file.finish()
            self._form.tag(beside)
            _sound_check.sound(beside, self._passed)
            self._read_back(beside)
            self._place.commit()

    def abandon(self) -> None:
        """Afterwards nothing of it is left, and what was there before is still there. May be called twice."""
        self._file.stop()
        self._place.discard()

    @contextlib.contextmanager
    def _or_nothing(self) -> Iterator[None]:
        try:
            with self._told():
                yield
        except UnknotError:
            self.abandon()
            raise

    def _told(self) -> contextlib.AbstractContextManager[None]:
        return told(self._place.path, self._needed, self._place.temporary)


@contextlib.contextmanager
def told(path: Path, needed: int | None, hidden: Path | None = None) -> Iterator[None]:
    """Inside the block, errors name the file and not the hidden one, and those of a full disk the room it takes."""
    try:
        yield
    except WriteError as fault:
        if needed is not None and any(words in fault.message for words in DISK_FULL):
            raise no_room_error(path, needed) from fault
        if hidden is None:
            raise
        raise WriteError(fault.message.replace(str(hidden), str(path)), next_step=fault.next_step) from fault
