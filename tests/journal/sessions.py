"""Sessions from one line each: `23 neck 6>3` is one on 23 November 2026 at seven in the evening."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from unknot.journal import JournalEntry, read_line
from unknot.units import Frames

ZONE = timezone(timedelta(hours=1))
MINUTE = 60 * 48_000


def at(day: int, hour: int = 19) -> datetime:
    """A time in November 2026; days past the 30th run on into December."""
    return datetime(2026, 11, 1, hour, tzinfo=ZONE) + timedelta(days=day - 1)


def session(text: str, minutes: float = 10, routine: str = "desk-neck-and-shoulders") -> JournalEntry:
    """A session from a day and, after a space, a line for `read_line`."""
    day, _, line = text.partition(" ")
    parsed = read_line(line)
    length = Frames(int(minutes * MINUTE))
    return JournalEntry(at(int(day)), routine, "Neck", ("neck",), length, length, True, parsed.tensions, parsed.noticed)


def sessions(*lines: str) -> tuple[JournalEntry, ...]:
    """One session for each line, in that order."""
    return tuple(map(session, lines))
