"""Suggestions for today, by the profile, the journal and the time of day."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

from unknot.errors import UsageError
from unknot.library._anatomy import body_data, in_language

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from unknot.library._profile import Profile
    from unknot.library._routines import RoutineEntry


class FeltTension(Protocol):
    """How tense an area was, as the journal has it."""

    @property
    def area(self) -> str:
        """The area, as headers name it."""

    @property
    def before(self) -> int | None:
        """0 to 10 before the session."""

    @property
    def after(self) -> int | None:
        """0 to 10 after it."""


class PastSession(Protocol):
    """A session, as the journal has it."""

    @property
    def started(self) -> datetime:
        """When it began, in local time."""

    @property
    def routine(self) -> str:
        """The name of its routine in the library."""

    @property
    def counts(self) -> bool:
        """Whether it is a session and not an attempt that was broken off."""

    @property
    def tensions(self) -> Sequence[FeltTension]:
        """The tensions that were entered for it."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A routine and the reasons for it."""

    entry: RoutineEntry
    why: tuple[str, ...]
    """Reasons in a few words each, the strongest first."""
    points: float
    """The sum of all reasons for it and against it."""


_RECENT = timedelta(days=14)
"""The age of a tension above which it is not used."""
_EVENING, _NIGHT, _MORNING = 18, 21, 10
"""Hours at which the evening and the night begin, and at which the morning ends."""


def suggestions(
    library: Iterable[RoutineEntry], profile: Profile, past: Sequence[PastSession], now: datetime
) -> tuple[Suggestion, ...]:
    """The routines that fit, the best first, without those for an area to leave out or a tool that is missing.

    Routines with equal points are in an order that is fixed for a day and changes from day to day.

    Args:
        library: The routines to choose from.
        profile: The person's profile.
        past: The sessions in the journal.
        now: The local time.

    Raises:
        UsageError: No routine fits.
    """
    language = profile.language or "en"
    tense = _tense(past, now)
    rated = [
        _rated(entry, profile, past, now, tense)
        for entry in library
        if entry.language == language and not set(entry.areas) & set(profile.left_out)
        if set(entry.tools) <= set(profile.tools)
    ]
    if not rated:
        raise UsageError("no routine suits the profile", next_step="see `unknot profile`, or `unknot compose`")
    return tuple(
        sorted(rated, key=lambda one: (-round(one.points, 6), _daily_order(one.entry.name, now), one.entry.name))
    )


def _rated(
    entry: RoutineEntry, profile: Profile, past: Sequence[PastSession], now: datetime, tense: dict[str, int]
) -> Suggestion:
    reasons = [
        *((2.0, f"focus on the {_name(area)}") for area in entry.areas if area in profile.focus),
        *((value / 4, f"the {_name(area)} was at {value}") for area, value in tense.items() if area in entry.areas),
        *_by_hour(entry, now.hour),
        *_by_length(entry, profile),
        *_by_repetition(entry, past, now),
    ]
    if profile.level and entry.level == profile.level:
        reasons.append((0.5, f"for the level {entry.level}"))
    points = sum(value for value, _ in reasons)
    return Suggestion(entry, tuple(why for value, why in sorted(reasons, key=lambda r: -r[0]) if value > 0), points)


def _by_hour(entry: RoutineEntry, hour: int) -> list[tuple[float, str]]:
    sleepy, waking = entry.name == "before-sleep", entry.name == "morning-in-bed"
    if hour >= _NIGHT or hour < 4:
        return [(3.0, "it is late")] if sleepy else [(-1.0, "")]
    if hour < _MORNING:
        return [(2.0, "it is morning")] if waking else []
    if sleepy or waking:
        return [(-4.0, "")]
    if hour < _EVENING:
        return [(1.0, "within reach at a desk")] if entry.setting in {"desk", "anywhere"} else []
    return [(1.0, "it is evening")] if entry.setting in {"sofa", "floor", "bed"} else []


def _by_length(entry: RoutineEntry, profile: Profile) -> list[tuple[float, str]]:
    if profile.length is None or entry.length is None:
        return []
    ratio = max(entry.length, profile.length) / min(entry.length, profile.length)
    return [(1.0, "of your usual length")] if ratio < 1.5 else [(-min(ratio - 1.5, 2.0), "")]


def _by_repetition(entry: RoutineEntry, past: Sequence[PastSession], now: datetime) -> list[tuple[float, str]]:
    times = [now - session.started for session in past if session.counts and session.routine == entry.name]
    if any(ago < timedelta(hours=20) for ago in times):
        return [(-3.0, "")]
    return [(-1.0, "")] if any(ago < timedelta(hours=44) for ago in times) else []


def _tense(past: Sequence[PastSession], now: datetime) -> dict[str, int]:
    """The last tension of each area within two weeks, where it was four or more."""
    last: dict[str, int] = {}
    for session in sorted(past, key=lambda session: session.started):
        for felt in session.tensions:
            value = felt.after if felt.after is not None else felt.before
            if value is not None and now - session.started <= _RECENT:
                last[felt.area] = value
    return {area: value for area, value in last.items() if value >= 4}


def _daily_order(name: str, now: datetime) -> int:
    return zlib.crc32(f"{now.date()} {name}".encode())


def _name(area: str) -> str:
    return str(in_language(body_data().areas[area].name, "en")) if area in body_data().areas else area
