"""`list`: the routines at hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from unknot import library
from unknot.app._routines import entries

if TYPE_CHECKING:
    from unknot.library import RoutineEntry
    from unknot.units import Frames


@dataclass(frozen=True, slots=True)
class ListRequest:
    """Which routines are wanted. What is left empty takes everything."""

    areas: tuple[str, ...] = ()
    """Only what works on one of them, as a person writes them."""
    tools: tuple[str, ...] = ()
    """Only what can be done with them; hands are always at hand."""
    settings: tuple[str, ...] = ()
    """Only what is done there: desk, sofa, bed, floor, wall."""
    language: str = ""
    """BCP 47."""
    shorter: Frames | None = None
    """Only routines no longer than this."""


def list_routines(request: ListRequest) -> tuple[RoutineEntry, ...]:
    """The routines that ship and those of installed packs, as far as they are wanted.

    Raises:
        UsageError: There is no such area; the nearest are named.
    """
    return library.matching_entries(
        entries(),
        areas=[library.body_data().area(area).key for area in request.areas],
        tools={"hands", *request.tools} if request.tools else None,
        settings=request.settings,
        language=request.language,
        longest=request.shorter,
    )
