"""Suggestions for today, by the profile, the journal and the time of day."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

from unknot.errors import UsageError
from unknot.library._anatomy import body_data, in_language, one_of
from unknot.library._body_parts import all_parts, body_parts
from unknot.library._occasions import (
    fits_hour,
    fits_occasion,
    occasions,
    reason_of_hour,
    reasons_of_conditions,
)
from unknot.units import SAMPLE_RATE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import datetime

    from unknot.library._body_parts import BodyPart
    from unknot.library._profile import Profile
    from unknot.library._routines import RoutineEntry


class FeltTension(Protocol):
    """How tense an area was, as the journal has it."""

    @property
    def area(self) -> str:
        """The part of the body, in the words of the person or as headers name it."""

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


@dataclass(frozen=True, slots=True)
class _Felt:
    """A part that is tense, and the words in which it was entered."""

    part: BodyPart
    words: str
    """With its verb: `the calves were`."""
    value: int


@dataclass(frozen=True, slots=True)
class _Situation:
    """All that the points of a routine depend on, besides the routine."""

    profile: Profile
    past: Sequence[PastSession]
    now: datetime
    occasion: str
    homework: Collection[str]
    tense: tuple[_Felt, ...]

    @property
    def focus(self) -> tuple[BodyPart, ...]:
        return all_parts(self.profile.focus)

    @property
    def language(self) -> str:
        """The language without its region."""
        return (self.profile.language or "en").partition("-")[0].lower()


_RECENT = timedelta(days=14)
"""The age of a tension above which it is not used."""
_TENSE = 4
"""The tension from which an area is worked on."""
_EVENING, _NIGHT, _MORNING = 18, 21, 10
"""Hours at which the evening and the night begin, and at which the morning ends."""
_HOMEWORK = 4.0
"""Points of a routine from a pack: more than a focus, and still another one of the pack is first the next time."""
_ABOUT = 1.2
"""A length is called the usual one up to this ratio."""
_WORST_LENGTH = -6.0
"""The lowest points for a length that does not fit."""


def suggestions(
    library: Iterable[RoutineEntry],
    profile: Profile,
    past: Sequence[PastSession],
    now: datetime,
    *,
    occasion: str = "",
    homework: Collection[str] = (),
    liked: Mapping[str, str] | None = None,
) -> tuple[Suggestion, ...]:
    """The routines that fit, the best first, without those for an area to leave out or a tool that is missing.

    Routines with equal points are in an order that is fixed for a day and changes from day to day.

    Args:
        library: The routines to choose from.
        profile: The person's profile.
        past: The sessions in the journal.
        now: The local time.
        occasion: What the person says that it is for, such as `travel`; routines for other occasions are not offered.
        liked: The routines with a step that the person likes, and the words of that step.
        homework: The names of routines from a therapist. They come first, in any language and with any tool.

    Raises:
        UsageError: No routine fits, or there is no such occasion.
    """
    if occasion:
        one_of(occasion, occasions(), "occasion")
    out = all_parts(profile.left_out)
    tense = tuple(felt for felt in _tense(past, now) if not any(part.covers(felt.part) for part in out))
    here = _Situation(profile, past, now, occasion, homework, tense)
    rated = [_with_liked(_rated(entry, here), liked or {}) for entry in library if _is_offered(entry, here)]
    if not rated:
        raise UsageError("no routine suits the profile", next_step="see `unknot profile`, or `unknot compose`")
    return tuple(
        sorted(rated, key=lambda one: (-round(one.points, 6), _daily_order(one.entry.name, now), one.entry.name))
    )


def advice_to_rest(profile: Profile) -> tuple[str, ...]:
    """What is said to a person who should rest today instead of having a session; empty where nobody should."""
    known = (body_data().conditions[key] for key in profile.conditions)
    return tuple(in_language(one.ask, profile.language or "en") for one in known if one.rest)


def _is_offered(entry: RoutineEntry, here: _Situation) -> bool:
    if any(out.covers(part) for out in all_parts(here.profile.left_out) for part in entry.parts):
        return False
    if entry.name in here.homework:
        return True
    return (
        entry.language.partition("-")[0] == here.language
        and set(entry.tools) <= set(here.profile.tools)
        and fits_hour(entry.name, here.now.hour)
        and fits_occasion(entry.name, here.occasion, here.profile.conditions)
        and (not entry.side or _wants_side(entry, here))
    )


def _wants_side(entry: RoutineEntry, here: _Situation) -> bool:
    """Whether the one side on which the routine works is in focus or tense."""
    wanted = {*here.focus, *(felt.part for felt in here.tense)}
    return any(part in wanted for part in entry.parts)


def _rated(entry: RoutineEntry, here: _Situation) -> Suggestion:
    """The points of a routine: a sum of reasons, each with its words; those that count against it have none."""
    reasons = [
        *_by_focus(entry, here),
        *_by_tension(entry, here),
        *_by_occasion(entry, here),
        *_by_hour(entry, here),
        *_by_length(entry, here.profile),
        *_by_repetition(entry, here),
    ]
    if entry.name in here.homework:
        reasons.append((_HOMEWORK, "from the pack of your therapist"))
    if here.profile.level and entry.level == here.profile.level:
        reasons.append((0.5, f"for the level {entry.level}"))
    points = sum(value for value, _ in reasons)
    return Suggestion(entry, tuple(why for _, why in sorted(reasons, key=lambda r: -r[0]) if why), points)


def _with_liked(found: Suggestion, liked: Mapping[str, str]) -> Suggestion:
    words = liked.get(found.entry.name)
    return replace(found, why=(*found.why, f"you like “{words}”"), points=found.points + 1) if words else found


def _by_focus(entry: RoutineEntry, here: _Situation) -> list[tuple[float, str]]:
    named = [part for part in here.focus if any(part.overlaps(own) for own in entry.parts)]
    return [(2.5 if entry.side else 2.0, f"focus on the {part.name}") for part in named]


def _by_tension(entry: RoutineEntry, here: _Situation) -> list[tuple[float, str]]:
    """A word for several areas counts once."""
    felt = {(f.words, f.value) for f in here.tense if any(f.part.overlaps(own) for own in entry.parts)}
    return [(value / 4, f"{words} at {value}") for words, value in sorted(felt)]


def _by_occasion(entry: RoutineEntry, here: _Situation) -> list[tuple[float, str]]:
    told = occasions()
    if here.occasion and entry.name in told[here.occasion].routines:
        return [(5.0, told[here.occasion].why)]
    return [(2.0, why) for why in reasons_of_conditions(entry.name, here.profile.conditions)]


def _by_hour(entry: RoutineEntry, here: _Situation) -> list[tuple[float, str]]:
    hour = here.now.hour
    if why := reason_of_hour(entry.name, hour):
        return [(3.0 if hour >= _NIGHT or hour < _MORNING else 1.0, why)]
    if hour >= _NIGHT or hour < 4:
        return [(-1.0, "")]
    if hour < _MORNING:
        return []
    if hour < _EVENING:
        return [(1.0, "within reach at a desk")] if entry.setting in {"desk", "anywhere"} else []
    return [(1.0, "it is evening")] if entry.setting in {"sofa", "floor", "bed"} else []


def _by_length(entry: RoutineEntry, profile: Profile) -> list[tuple[float, str]]:
    """A point for the usual length, or for a few minutes where none is set; less the further a length is from it."""
    if entry.length is None:
        return []
    least, most = body_data().safety.between if profile.length is None else (profile.length, profile.length)
    ratio = max(entry.length / most, least / entry.length, 1.0)
    minutes = f"{least // SAMPLE_RATE // 60} to {most // SAMPLE_RATE // 60} minutes"
    why = f"of {minutes}, as between two visits" if profile.length is None else "of your usual length"
    is_near = ratio <= (1.0 if profile.length is None else _ABOUT)
    return [(max(1.0 - 3.0 * (ratio - 1.0), _WORST_LENGTH), why if is_near else "")]


def _by_repetition(entry: RoutineEntry, here: _Situation) -> list[tuple[float, str]]:
    times = [here.now - session.started for session in here.past if session.counts and session.routine == entry.name]
    if any(ago < timedelta(hours=20) for ago in times):
        return [(-3.0, "")]
    return [(-1.0, "")] if any(ago < timedelta(hours=44) for ago in times) else []


def _tense(past: Sequence[PastSession], now: datetime) -> tuple[_Felt, ...]:
    """The last tension of each part within two weeks, where it was four or more."""
    last: dict[BodyPart, _Felt] = {}
    for session in sorted(past, key=lambda session: session.started):
        for felt in session.tensions:
            value = felt.after if felt.after is not None else felt.before
            if value is not None and now - session.started <= _RECENT:
                for one in _felt(felt.area, value):
                    last = {part: old for part, old in last.items() if not one.part.covers(part)}
                    last[one.part] = one
    return tuple(felt for felt in last.values() if felt.value >= _TENSE)


def _felt(said: str, value: int) -> tuple[_Felt, ...]:
    """The parts that the journal means by a word; none where nobody knows it any more."""
    try:
        parts = body_parts(said)
    except UsageError:
        return ()
    one = parts[0] if len(parts) == 1 else None
    name = one.name if one else said
    many = one.is_many if one else said.endswith("s")
    return tuple(_Felt(part, f"the {name} {'were' if many else 'was'}", value) for part in parts)


def _daily_order(name: str, now: datetime) -> int:
    return zlib.crc32(f"{now.date()} {name}".encode())
