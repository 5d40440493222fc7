"""A routine for a person who leaves out some areas: unchanged, without them, or another routine, with a message."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from unknot.library._anatomy import body_data
from unknot.library._body_parts import BodyPart, all_parts
from unknot.library._sections import worked_areas
from unknot.library._without_areas import without_areas

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from unknot.library._routines import RoutineEntry
    from unknot.routine import Routine


@dataclass(frozen=True, slots=True)
class Alternative:
    """What can be played instead of a routine, and the message about it."""

    routine: Routine | None
    """The routine without those areas; None when nothing would be left."""
    dropped: tuple[str, ...] = ()
    """Titles of the sections that were left out."""
    instead: tuple[RoutineEntry, ...] = ()
    """Routines for areas nearby, the nearest first."""
    message: str = ""
    """One or two sentences to show; empty when the routine is unchanged."""


def alternative_for(routine: Routine, avoid: Collection[str], library: Iterable[RoutineEntry] = ()) -> Alternative:
    """What is offered instead of `routine` to a person who leaves out the areas in `avoid`."""
    worked = [part for part in all_parts(avoid) if part.area in worked_areas(routine) and _works_on(routine, part)]
    if not worked:
        return Alternative(routine)
    avoided = tuple(map(str, worked))
    areas = _listed(part.name for part in worked)
    message = f"“{routine.header.title}” works on the {areas}, which your profile or your pack leaves out."
    if left := without_areas(routine, avoided):
        titles = _listed(f"“{title}”" for title in left.dropped)
        message += f" It is offered without {titles}." if titles else ""
        if left.mentions:
            message += f" {len(left.mentions)} of its sentences still name it, the first: “{left.mentions[0]}”"
        return Alternative(left.routine, left.dropped, message=message)
    near = neighbours([part.area for part in worked], avoid, library, routine.header.language)
    step = f"A neighbour: “{near[0].title}” ({near[0].name})." if near else "No neighbour in the library leaves it out."
    return Alternative(None, instead=near, message=f"{message} Nothing is left without it. {step}")


def neighbours(
    areas: Iterable[str], avoid: Collection[str], library: Iterable[RoutineEntry], language: str = "en"
) -> tuple[RoutineEntry, ...]:
    """Routines for areas near `areas` without any part in `avoid`, the nearest first."""
    out = all_parts(avoid)
    near = [key for area in areas for key in body_data().areas[area].near if BodyPart(key) not in out]
    fit = [e for e in library if e.language == language and e.areas and not _has_any(e, out)]
    found = [entry for entry in fit if set(entry.areas) & set(near)]
    return tuple(sorted(found, key=lambda entry: (_distance(entry, near), len(entry.areas), entry.name)))


def _works_on(routine: Routine, part: BodyPart) -> bool:
    """Whether a routine that works on the area works on that part of it, too: one for the other side does not."""
    return not (part.side and routine.header.side) or part.side == routine.header.side


def _has_any(entry: RoutineEntry, parts: Iterable[BodyPart]) -> bool:
    return any(part.overlaps(own) for part in parts for own in entry.parts)


def _distance(entry: RoutineEntry, near: Sequence[str]) -> int:
    return min(near.index(area) for area in entry.areas if area in near)


def _listed(words: Iterable[str]) -> str:
    *most, last = [*words] or [""]
    return f"{', '.join(most)} and {last}" if most else last
