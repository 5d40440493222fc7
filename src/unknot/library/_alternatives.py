"""A routine for a person who leaves out some areas: unchanged, without them, or another routine, with a message."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from unknot.library._anatomy import body_data, in_language
from unknot.library._sections import without_areas, worked_areas

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
    avoided = tuple(area for area in worked_areas(routine) if area in avoid)
    if not avoided:
        return Alternative(routine)
    areas = _listed(in_language(body_data().areas[key].name, "en") for key in avoided)
    message = f"“{routine.header.title}” works on the {areas}, which your profile leaves out."
    if left := without_areas(routine, avoided):
        parts = _listed(f"“{part}”" for part in left.dropped)
        message += f" It is offered without {parts}." if parts else ""
        if left.mentions:
            message += f" {len(left.mentions)} of its sentences still name it, the first: “{left.mentions[0]}”"
        return Alternative(left.routine, left.dropped, message=message)
    near = neighbours(avoided, avoid, library, routine.header.language)
    step = f"A neighbour: “{near[0].title}” ({near[0].name})." if near else "No neighbour in the library leaves it out."
    return Alternative(None, instead=near, message=f"{message} Nothing is left without it. {step}")


def neighbours(
    areas: Iterable[str], avoid: Collection[str], library: Iterable[RoutineEntry], language: str = "en"
) -> tuple[RoutineEntry, ...]:
    """Routines for areas near `areas` without any area in `avoid`, the nearest first."""
    near = [key for area in areas for key in body_data().areas[area].near if key not in avoid]
    fit = [e for e in library if e.language == language and e.areas and not set(e.areas) & set(avoid)]
    found = [entry for entry in fit if set(entry.areas) & set(near)]
    return tuple(sorted(found, key=lambda entry: (_distance(entry, near), len(entry.areas), entry.name)))


def _distance(entry: RoutineEntry, near: Sequence[str]) -> int:
    return min(near.index(area) for area in entry.areas if area in near)


def _listed(words: Iterable[str]) -> str:
    *most, last = [*words] or [""]
    return f"{', '.join(most)} and {last}" if most else last
