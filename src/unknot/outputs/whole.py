"""A file that is read back before it has its name, and whose errors speak of that name and of the room it takes."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from unknot.errors import UnknotError, WriteError
from unknot.host.files import FULL, Appearing, no_room

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from unknot.audio import Samples
    from unknot.ports import Output


class Whole:
    """Stands before the output of any format.

    Args:
        path: Where the file will stand.
        make: Opens the output that writes the file, at the place that it is given.
        read_back: Returns only when the finished file says of itself what it should.
        needed: About how many bytes it takes; None when nobody knows yet.

    Raises:
        WriteError: There is no writing at this place.
    """

    def __init__(
        self, path: Path, make: Callable[[Path], Output], read_back: Callable[[Path], None], needed: int | None
    ) -> None:
        self._place, self._read_back, self._needed = Appearing(path), read_back, needed
        with self._told():
            self._output = make(self._place.beside)

    def write(self, block: Samples) -> None:
        """Take the next frames, shape (n, 2).

        Raises:
            WriteError: They could not be written.
        """
        with self._told():
            self._output.write(block)

    def finish(self) -> None:
        """Afterwards the file stands in its place, checked.

        Raises:
            WriteError: It could not be finished, or is not what it should be.
        """
        with self._told():
            self._output.finish()
            self._read_back(self._place.beside)
            self._place.commit()

    def abandon(self) -> None:
        """Afterwards nothing of it is left, and what was there before is still there. May be called twice."""
        self._output.abandon()
        self._place.discard()

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        try:
            with told(self._place.path, self._needed, self._place.beside):
                yield
        except UnknotError:
            self._place.discard()
            raise


@contextlib.contextmanager
def told(path: Path, needed: int | None, hidden: Path | None = None) -> Iterator[None]:
    """Inside the block, errors name the file and not the hidden one, and those of a full disk the room it takes."""
    try:
        yield
    except WriteError as fault:
        if needed is not None and any(words in fault.message for words in FULL):
            raise no_room(path, needed) from fault
        if hidden is None:
            raise
        raise WriteError(fault.message.replace(str(hidden), str(path)), next_step=fault.next_step) from fault
