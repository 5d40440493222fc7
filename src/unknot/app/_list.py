"""`list`: the available routines."""

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
    """Which routines to list. An empty field does not restrict the list."""

    areas: tuple[str, ...] = ()
    """Only routines for one of these areas, in a person's words."""
    tools: tuple[str, ...] = ()
    """Only routines that need no other tools; hands are always included."""
    settings: tuple[str, ...] = ()
    """Only routines for these places: desk, sofa, bed, floor, wall."""
    language: str = ""
    """Only routines in this language, a BCP 47 tag."""
    shorter: Frames | None = None
    """Only routines no longer than this."""


def list_routines(request: ListRequest) -> tuple[RoutineEntry, ...]:
    """The matching routines of the library and of installed packs.

    Raises:
        UsageError: There is no such area, tool or setting, or no routine in the language. The next step names those
            that there are, the nearest first.
    """
    found, known = entries(), library.body_data()
    if request.language:
        library.one_of(request.language, sorted({entry.language for entry in found}), "routine in the language")
    return library.matching_entries(
        found,
        areas=library.all_parts(request.areas),
        tools={"hands", *(library.one_of(tool, known.tools, "tool") for tool in request.tools)}
        if request.tools
        else None,
        settings=[library.one_of(setting, known.settings, "setting") for setting in request.settings],
        language=request.language,
        longest=request.shorter,
    )
