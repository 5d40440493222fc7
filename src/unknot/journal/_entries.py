"""The entries of the journal: sessions, and how tense an area felt before and after."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from unknot.errors import UsageError
from unknot.units import NO_FRAMES, SAMPLE_RATE, Frames

if TYPE_CHECKING:
    from datetime import datetime

_SHORTEST = Frames(60 * SAMPLE_RATE)
"""The shortest session that counts, where no length was planned: a minute."""
MOST = 10
"""The highest tension; 0 is none."""


@dataclass(frozen=True, slots=True)
class Tension:
    """How tense one area felt."""

    area: str
    before: int | None = None
    """0 to 10 before the session; None when it was not entered."""
    after: int | None = None
    """0 to 10 after the session; None when it was not entered."""

    def __post_init__(self) -> None:
        for value in (self.before, self.after):
            if value is not None and not 0 <= value <= MOST:
                raise UsageError(
                    f"tension {value} for {self.area} is not from 0 to {MOST}", next_step="0 is none, 10 is the most"
                )


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """One session in the journal."""

    started: datetime
    """Local time with its offset from UTC."""
    routine: str
    """The routine's name in the library, or its path."""
    title: str = ""
    areas: tuple[str, ...] = ()
    """The areas that it works on."""
    planned: Frames = NO_FRAMES
    """The length at which it was started."""
    done: Frames = NO_FRAMES
    """The length that was heard."""
    finished: bool = False
    """Whether it was heard to its end."""
    tensions: tuple[Tension, ...] = ()
    noticed: str = ""
    """In the person's own words."""
    key: int = 0
    """The number of the entry; 0 before it has one."""

    @property
    def counts(self) -> bool:
        """Whether it is a session and not an attempt that was broken off.

        It was heard to its end, or to half of its planned length; for a minute, where no length was planned.
        """
        return self.finished or self.done >= (self.planned / 2 or _SHORTEST)
