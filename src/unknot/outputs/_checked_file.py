"""A file of any format that is decoded and read back before it gets its name."""

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
    """A file that is being written, under a temporary name."""

    def write(self, block: Samples) -> None:
        """Take the next frames, shape (n, 2).

        Raises:
            WriteError: They could not be written.
        """

    def finish(self) -> None:
        """Afterwards all of it is in the file.

        Raises:
            WriteError: It could not be written.
        """

    def stop(self) -> None:
        """Afterwards its encoder has ended and nothing is open. May be called twice."""


def _nothing(_path: Path) -> None:
    """For a file without tags."""


@dataclass(frozen=True, slots=True)
class Format:
    """How a kind of file is written."""

    make: Callable[[Path], OutputFile]
    """Begins a file at the given path."""
    tag: Callable[[Path], None] = _nothing
    """Writes the tags into the finished file."""


class CheckedFile:
    """An output (`ports.Output`) that gets its name when it is finished and checked.

    Args:
        path: The final path.
        form: How it is written.
        frames: How many frames it will have; None if that is not known yet.
        read_back: Raises WriteError if the tags of the finished file are wrong.
        needed: About how many bytes it takes; None if that is not known yet.

    Raises:
        WriteError: There can be no file at this path.
    """

    def __init__(
        self,
        path: Path,
        form: Format,
        frames: int | None = None,
        read_back: Callable[[Path], None] = _nothing,
        needed: int | None = None,
    ) -> None:
        self._target, self._form, self._frames = AtomicFile(path), form, frames
        self._read_back, self._needed = read_back, needed
        self._written = _sound_check.PowerEnvelope()
        try:
            with self._errors_named():
                self._file = form.make(self._target.temporary)
        except UnknotError:
            self._target.discard()
            raise

    def write(self, block: Samples) -> None:
        """Take the next frames, shape (n, 2).

        Raises:
            WriteError: They could not be written.
        """
        with self._abandoning_on_error():
            self._file.write(block)
        self._written.add(block)

    def finish(self) -> None:
        """Afterwards the file has its name, checked.

        Raises:
            WriteError: It could not be finished, or it is wrong.
        """
        if self._frames not in (None, self._written.frames):
            self.abandon()
            raise WriteError(f"{self._target.path} has {self._written.frames} frames, not {self._frames}")
        beside = self._target.temporary
        with self._abandoning_on_error():
            self._file.finish()
            self._form.tag(beside)
            _sound_check.check_file(beside, self._written)
            self._read_back(beside)
            self._target.commit()

    def abandon(self) -> None:
        """Afterwards nothing of it is left, and an older file at its path is unchanged. May be called twice."""
        self._file.stop()
        self._target.discard()

    @contextlib.contextmanager
    def _abandoning_on_error(self) -> Iterator[None]:
        try:
            with self._errors_named():
                yield
        except UnknotError:
            self.abandon()
            raise

    def _errors_named(self) -> contextlib.AbstractContextManager[None]:
        return errors_named(self._target.path, self._needed, self._target.temporary)


@contextlib.contextmanager
def errors_named(path: Path, needed: int | None, temporary: Path | None = None) -> Iterator[None]:
    """Inside the block, errors name `path` instead of the temporary file, and a full disk names the bytes `needed`."""
    try:
        yield
    except WriteError as fault:
        said = fault.message.replace(str(temporary), "").replace(str(path), "")  # a name may hold any words
        if needed is not None and any(words in said for words in DISK_FULL):
            raise no_room_error(path, needed) from fault
        if temporary is None:
            raise
        raise WriteError(fault.message.replace(str(temporary), str(path)), next_step=fault.next_step) from fault
