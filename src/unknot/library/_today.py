"""The routine for today: by what a person told, by what the journal says, and by the time of day."""

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
    """How tense an area was, as the journal tells it."""

    @property
    def area(self) -> str:
        """Its name, as headers write it."""

    @property
    def before(self) -> int | None:
        """0 to 10 before the session."""

    @property
    def after(self) -> int | None:
        """0 to 10 after it."""


class PastSession(Protocol):
    """A session as the journal tells it."""

    @property
    def started(self) -> datetime:
        """When, on the person's own clock."""

    @property
    def routine(self) -> str:
        """Its name in the library."""

    @property
    def tensions(self) -> Sequence[FeltTension]:
        """What was told of it."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One routine and why."""

    entry: RoutineEntry
    why: tuple[str, ...]
    """Reasons in a few words each, the strongest first."""
    points: float


_RECENT = timedelta(days=14)
"""Older tension says little about today."""
_EVENING, _NIGHT, _MORNING = 18, 21, 10
"""Hours at which the evening, the night begin, and at which the morning ends."""


def suggestions(
    library: Iterable[RoutineEntry], profile: Profile, heard: Sequence[PastSession], now: datetime
) -> tuple[Suggestion, ...]:
    """The routines that suit this moment, the best first. `now` is on the person's clock.

    Equal ones change places from day to day, so that the library has its turn; on one day they stand as they stand.

    Routines on an area that is left out, or with a tool that is not at hand, are not among them.

    Raises:
        UsageError: Not one is left.
    """
    wanted = profile.language or "en"
    tense = _tense(heard, now)
    picks = [
        _rated(entry, profile, heard, now, tense)
        for entry in library
        if entry.language == wanted and not set(entry.areas) & set(profile.left_out)
        if set(entry.tools) <= set(profile.tools)
    ]
    if not picks:
        raise UsageError("no routine suits the profile", next_step="see `unknot profile`, or `unknot compose`")
    return tuple(sorted(picks, key=lambda pick: (-round(pick.points, 6), _lot(pick.entry.name, now), pick.entry.name)))


def _rated(
    entry: RoutineEntry, profile: Profile, heard: Sequence[PastSession], now: datetime, tense: dict[str, int]
) -> Suggestion:
    reasons = [
        *((2.0, f"focus on the {_name(area)}") for area in entry.areas if area in profile.focus),
        *((value / 4, f"the {_name(area)} was at {value}") for area, value in tense.items() if area in entry.areas),
        *_by_hour(entry, now.hour),
        *_by_length(entry, profile),
        *_by_repetition(entry, heard, now),
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


def _by_repetition(entry: RoutineEntry, heard: Sequence[PastSession], now: datetime) -> list[tuple[float, str]]:
    times = [now - session.started for session in heard if session.routine == entry.name]
    if any(ago < timedelta(hours=20) for ago in times):
        return [(-3.0, "")]
    return [(-1.0, "")] if any(ago < timedelta(hours=44) for ago in times) else []


def _tense(heard: Sequence[PastSession], now: datetime) -> dict[str, int]:
    """The tension last told for each area within two weeks, where it was four or more."""
    last: dict[str, int] = {}
    for session in sorted(heard, key=lambda session: session.started):
        for felt in session.tensions:
            value = felt.after if felt.after is not None else felt.before
            if value is not None and now - session.started <= _RECENT:
                last[felt.area] = value
    return {area: value for area, value in last.items() if value >= 4}


def _lot(name: str, now: datetime) -> int:
    return zlib.crc32(f"{now.date()} {name}".encode())


def _name(area: str) -> str:
    return str(in_language(body_data().areas[area].name, "en")) if area in body_data().areas else area
