"""A session that is played goes into the journal by itself: begun, how far it was heard, whether to its end."""

from __future__ import annotations

import contextlib
from datetime import datetime
from typing import TYPE_CHECKING, Final

from unknot.app._journal import area_name, open_journal
from unknot.errors import WriteError
from unknot.journal import JournalEntry, read_line
from unknot.player import Began, Ended, Progress
from unknot.units import NO_FRAMES, SAMPLE_RATE, Frames

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from unknot.journal import Journal, Tension
    from unknot.library import RoutineEntry
    from unknot.player import PlayerEvent
    from unknot.ports import Notice

_EVERY: Final = Frames(60 * SAMPLE_RATE)
"""How much is heard between two notes in the journal: what a crash can cost."""


@contextlib.contextmanager
def written_down(
    entry: RoutineEntry, length: Frames | None, before: str, notice: Notice
) -> Iterator[Callable[[PlayerEvent], None]]:
    """What is to be told all that happens, so that the journal has it; it may be used inside the block.

    Without a journal nothing is written, after one notice.

    Args:
        entry: The routine that is played.
        length: The length asked for; None is the one that the routine was written for.
        before: How it feels before: `neck 6, jaw 4`.
        notice: Told when there is no journal.

    Raises:
        UsageError: `before` names an area that there is not.
        WriteError: There is no journal for the words of `before`.
    """
    tensions = read_line(before, area_name).tensions
    planned = length or entry.length or NO_FRAMES
    try:
        book = open_journal()
    except WriteError as fault:
        if tensions:
            raise
        notice(f"{fault.message}; this session is not written down")
        yield lambda _: None
        return
    with book:
        yield _Writer(book, entry, planned, tensions)


class _Writer:
    """Writes down what was heard. Used from the thread that plays."""

    def __init__(self, book: Journal, entry: RoutineEntry, planned: Frames, before: tuple[Tension, ...]) -> None:
        self._book, self._entry, self._planned, self._before = book, entry, planned, before
        self._key: int | None = None
        """The number of the entry, once the session has begun."""
        self._written = NO_FRAMES
        """How much the entry says was heard."""

    def __call__(self, event: PlayerEvent) -> None:
        """Writes down what it means."""
        match event:
            case Began() if self._key is None:
                self._key = self._begun()
            case Progress(at=at) if self._key is not None and at - self._written >= _EVERY:
                self._book.update(self._key, at)
                self._written = at
            case Ended(at=at, way=way) if self._key is not None:
                self._book.update(self._key, at, finished=way == "finished")
            case _:
                pass

    def _begun(self) -> int:
        entry, now = self._entry, datetime.now().astimezone()
        return self._book.add(
            JournalEntry(now, entry.name, entry.title, entry.areas, planned=self._planned, tensions=self._before)
        )
