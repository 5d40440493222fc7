"""Sessions in a line: `23 neck 6>3` is one on 23 November 2026 at seven in the evening."""

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
    """`day` and then what `read_line` reads."""
    day, _, line = text.partition(" ")
    told = read_line(line)
    length = Frames(int(minutes * MINUTE))
    return JournalEntry(at(int(day)), routine, "Neck", ("neck",), length, length, True, told.tensions, told.noticed)


def sessions(*lines: str) -> tuple[JournalEntry, ...]:
    """Several, in the order given."""
    return tuple(map(session, lines))
