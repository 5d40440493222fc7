"""A routine for a person who leaves out some areas: as it is, without them, or a neighbour instead. Never silently."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from unknot.library._anatomy import body_data, in_language
from unknot.library._sections import touches, without

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from unknot.library._routines import RoutineEntry
    from unknot.routine import Routine


@dataclass(frozen=True, slots=True)
class Alternative:
    """What can be played, and what has to be said about it."""

    routine: Routine | None
    """To be played; None when nothing would be left of it."""
    dropped: tuple[str, ...] = ()
    """Titles of the sections that went."""
    instead: tuple[RoutineEntry, ...] = ()
    """Neighbours without such an area, the nearest first."""
    said: str = ""
    """One or two sentences to be shown; nothing when the routine is as written."""


def alternative_for(routine: Routine, avoid: Collection[str], library: Iterable[RoutineEntry] = ()) -> Alternative:
    """What a person who leaves out the areas in `avoid` is offered when they ask for `routine`."""
    touched = tuple(area for area in touches(routine) if area in avoid)
    if not touched:
        return Alternative(routine)
    title, list_of_areas = (
        routine.header.title,
        _listed(in_language(body_data().areas[key].name, "en") for key in touched),
    )
    told = f"“{title}” works on the {list_of_areas}, which your profile leaves out."
    if left := without(routine, touched):
        parts = _listed(f"“{part}”" for part in left.dropped)
        said = f"{told} It is offered without {parts}." if parts else told
        if left.still:
            said += f" {len(left.still)} of its sentences still name it, the first: “{left.still[0]}”"
        return Alternative(left.routine, left.dropped, said=said)
    near = neighbours(touched, avoid, library, routine.header.language)
    step = f"A neighbour: “{near[0].title}” ({near[0].name})." if near else "No neighbour in the library leaves it out."
    return Alternative(None, instead=near, said=f"{told} Nothing is left without it. {step}")


def neighbours(
    areas: Iterable[str], avoid: Collection[str], library: Iterable[RoutineEntry], language: str = "en"
) -> tuple[RoutineEntry, ...]:
    """Routines on the areas next to `areas` that leave out all in `avoid`, the nearest first."""
    near = [key for area in areas for key in body_data().areas[area].near if key not in avoid]
    fit = [e for e in library if e.language == language and e.areas and not set(e.areas) & set(avoid)]
    found = [entry for entry in fit if set(entry.areas) & set(near)]
    return tuple(sorted(found, key=lambda entry: (_distance(entry, near), len(entry.areas), entry.name)))


def _distance(entry: RoutineEntry, near: Sequence[str]) -> int:
    return min(near.index(area) for area in entry.areas if area in near)


def _listed(words: Iterable[str]) -> str:
    *most, last = [*words] or [""]
    return f"{', '.join(most)} and {last}" if most else last
