"""A session that is played goes into the journal by itself: begun, how far it was heard, whether to its end."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from unknot.player import Began, Ended, Progress
from unknot.units import NO_FRAMES, SAMPLE_RATE, Frames

if TYPE_CHECKING:
    from collections.abc import Callable

    from unknot.journal import Journal, Tension
    from unknot.library import Entry
    from unknot.player import Happening

_EVERY = Frames(60 * SAMPLE_RATE)
"""How much is heard between two words to the journal: what a crash can cost."""


class Diary:
    """Passes everything on that happens, and writes down what was heard. Used from the thread that plays."""

    def __init__(
        self,
        book: Journal,
        entry: Entry,
        planned: Frames,
        before: tuple[Tension, ...],
        tell: Callable[[Happening], None],
    ) -> None:
        self._book, self._entry, self._planned, self._before = book, entry, planned, before
        self._tell = tell
        self._key: int | None = None
        self._told = NO_FRAMES

    def __call__(self, happening: Happening) -> None:
        """Pass it on, then write down what it means."""
        self._tell(happening)
        match happening:
            case Began() if self._key is None:
                self._key = self._begun()
            case Progress(at=at) if self._key is not None and at - self._told >= _EVERY:
                self._book.heard(self._key, at)
                self._told = at
            case Ended(at=at, way=way) if self._key is not None:
                self._book.heard(self._key, at, finished=way == "finished")
            case _:
                pass

    def _begun(self) -> int:
        from unknot.journal import Session

        entry, now = self._entry, datetime.now().astimezone()
        key = self._book.add(Session(now, entry.name, entry.title, entry.areas, planned=self._planned))
        self._book.tell(key, self._before)
        return key
