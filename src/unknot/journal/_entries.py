"""What the journal holds: sessions, and how tense an area felt before and after."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from unknot.errors import UsageError
from unknot.units import NO_FRAMES, Frames

if TYPE_CHECKING:
    from datetime import datetime

MOST = 10
"""Tension is told from 0, none at all, to 10, the most there can be."""


@dataclass(frozen=True, slots=True)
class Tension:
    """How tense one area felt."""

    area: str
    before: int | None = None
    """0 to 10; None when it was not told."""
    after: int | None = None

    def __post_init__(self) -> None:
        for value in (self.before, self.after):
            if value is not None and not 0 <= value <= MOST:
                raise UsageError(
                    f"tension {value} for {self.area} is not from 0 to {MOST}", next_step="0 is none, 10 is the most"
                )


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """One session, as the journal holds it."""

    started: datetime
    """With its offset from UTC, as the clock on the wall showed it."""
    routine: str
    """The routine's name, as it was asked for."""
    title: str = ""
    areas: tuple[str, ...] = ()
    planned: Frames = NO_FRAMES
    """The length asked for."""
    done: Frames = NO_FRAMES
    """The length really heard."""
    finished: bool = False
    """Whether it was heard to its end."""
    tensions: tuple[Tension, ...] = ()
    noticed: str = ""
    """In the person's own words."""
    key: int = 0
    """The number of the entry; 0 before it has one."""
