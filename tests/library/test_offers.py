"""A routine for a person who leaves out some areas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unknot.library import RoutineEntry, alternative_for, find_routine, routine_entries
from unknot.library._alternatives import neighbours
from unknot.script import parse

if TYPE_CHECKING:
    from unknot.routine import Routine

LIBRARY = routine_entries()


def asked(name: str) -> Routine:
    """A routine that ships."""
    entry: RoutineEntry = find_routine(name)
    return parse(entry.text, entry.file)


def test_a_routine_that_touches_nothing_of_it_is_offered_as_it_is() -> None:
    """And nothing is said."""
    told = alternative_for(asked("feet-with-a-ball"), {"neck"}, LIBRARY)
    assert (told.routine, told.said) == (asked("feet-with-a-ball"), "")


def test_a_routine_is_offered_without_the_area_and_says_so() -> None:
    """What went, and what still names it."""
    told = alternative_for(asked("head-neck-and-jaw"), {"neck"}, LIBRARY)
    assert told.routine is not None
    assert told.dropped == ("Back of the neck",)
    assert told.said == (
        "“Head, neck and jaw” works on the neck, which your profile leaves out. "
        "It is offered without “Back of the neck”."
    )


def test_a_routine_on_nothing_else_is_answered_with_a_neighbour() -> None:
    """One that leaves the area out itself."""
    told = alternative_for(asked("calves-by-hand"), {"calves"}, LIBRARY)
    assert told.routine is None
    assert told.instead[0].areas == ("feet",)
    assert told.instead[0].name in told.said


def test_where_there_is_no_neighbour_that_is_said() -> None:
    """There is always a next step."""
    told = alternative_for(asked("calves-by-hand"), {"calves", "feet"}, LIBRARY)
    assert told.instead == ()
    assert "No neighbour" in told.said


def test_neighbours_speak_the_same_language_and_leave_out_the_same() -> None:
    """The nearest first."""
    found = neighbours(["neck"], {"neck", "scalp"}, LIBRARY)
    assert found[0].areas == ("shoulders",)
    assert all(entry.language == "en" and not {"neck", "scalp"} & set(entry.areas) for entry in found)
