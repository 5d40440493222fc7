"""Writes a session that is played into the journal: its start, how far it was heard, and whether to its end."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Final

from unknot.app._journal import area_name, open_journal, tell_unknown
from unknot.errors import WriteError
from unknot.journal import JournalEntry, read_line
from unknot.player import Began, Ended, Progress
from unknot.units import NO_FRAMES, SAMPLE_RATE, Frames

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from unknot.journal import Journal, ParsedLine
    from unknot.library import RoutineEntry
    from unknot.player import PlayerEvent
    from unknot.ports import Notice

_INTERVAL: Final = Frames(60 * SAMPLE_RATE)
"""The frames between two updates of the journal entry. A crash loses no more than this."""


@contextlib.contextmanager
def journal_writer(
    entry: RoutineEntry, length: Frames | None, before: str, notice: Notice
) -> Iterator[Callable[[PlayerEvent], None]]:
    """A callback for every player event that keeps the journal entry up to date, for use inside the block.

    When the journal cannot be opened, `notice` is called and nothing is written.

    Args:
        entry: The routine.
        length: The length of the session; None is the length that the routine was written for.
        before: Tension before the session: `neck 6, jaw 4`. What cannot be understood is kept as words.
        notice: Is called when the journal cannot be opened, and for each number that is kept as words.

    Raises:
        UsageError: A tension is not from 0 to 10.
        WriteError: `before` is given and the journal cannot be opened.
    """
    line = read_line(before, area_name)
    tell_unknown(line, notice, "`unknot journal edit` changes it")
    planned = length or entry.length or NO_FRAMES
    try:
        book = open_journal()
    except WriteError as fault:
        if before:
            raise
        notice(f"{fault.message}; this session is not written down")
        yield lambda _: None
        return
    with book:
        book.wait_briefly()
        yield _JournalWriter(book, entry, planned, line, notice)


class _JournalWriter:
    """Updates one journal entry. Is called in the thread that plays."""

    def __init__(self, book: Journal, entry: RoutineEntry, planned: Frames, before: ParsedLine, notice: Notice) -> None:
        self._book, self._entry, self._planned, self._before = book, entry, planned, before
        self._notice = notice
        self._failed = False
        """Whether the listener was told that the journal cannot be written."""
        self._key: int | None = None
        """The number of the entry; None until the session has begun."""
        self._written = NO_FRAMES
        """The frames that the entry has as heard."""

    def __call__(self, event: PlayerEvent) -> None:
        """Write the event into the entry. When that fails, the listener is told once and the session plays on."""
        try:
            self._write(event)
        except WriteError as fault:
            if not self._failed:
                self._notice(f"{fault.message}; the session goes on")
            self._failed = True

    def _write(self, event: PlayerEvent) -> None:
        match event:
            case Began() if self._key is None:
                self._key = self._new_entry()
            case Progress(at=at) if self._key is not None and at - self._written >= _INTERVAL:
                self._written = at
                self._book.update(self._key, at)
            case Ended(at=at, way=way) if self._key is not None:
                self._book.update(self._key, at, finished=way == "finished")
            case _:
                pass

    def _new_entry(self) -> int:
        entry, now, before = self._entry, datetime.now().astimezone(), self._before
        new = JournalEntry(now, entry.name, entry.title, entry.areas, planned=self._planned)
        return self._book.add(replace(new, tensions=before.tensions, noticed=before.noticed))
