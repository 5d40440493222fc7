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
    """The parsed routine that ships with this name."""
    entry: RoutineEntry = find_routine(name)
    return parse(entry.text, entry.file)


def test_a_routine_without_the_area_is_unchanged() -> None:
    """There is no message."""
    result = alternative_for(asked("feet-with-a-ball"), {"neck"}, LIBRARY)
    assert (result.routine, result.message) == (asked("feet-with-a-ball"), "")


def test_a_routine_is_offered_without_the_area() -> None:
    """The message names the sections that were left out."""
    result = alternative_for(asked("head-neck-and-jaw"), {"neck"}, LIBRARY)
    assert result.routine is not None
    assert result.dropped == ("Back of the neck",)
    assert result.message == (
        "“Head, neck and jaw” works on the neck, which your profile or your pack leaves out. "
        "It is offered without “Back of the neck”."
    )


def test_a_routine_for_only_that_area_is_replaced_by_a_neighbour() -> None:
    """It does not work on the area."""
    result = alternative_for(asked("calves-by-hand"), {"calves"}, LIBRARY)
    assert result.routine is None
    assert result.instead[0].areas == ("feet",)
    assert result.instead[0].name in result.message


def test_without_a_neighbour_the_message_says_so() -> None:
    """No routine is offered then."""
    result = alternative_for(asked("calves-by-hand"), {"calves", "feet"}, LIBRARY)
    assert result.instead == ()
    assert "No neighbour" in result.message


def test_neighbours_speak_the_same_language_and_leave_out_the_same() -> None:
    """The nearest is first."""
    found = neighbours(["neck"], {"neck", "scalp"}, LIBRARY)
    assert found[0].areas == ("shoulders",)
    assert all(entry.language == "en" and not {"neck", "scalp"} & set(entry.areas) for entry in found)


def test_one_side_is_left_out_and_the_other_is_kept() -> None:
    """The message names the side in the singular."""
    result = alternative_for(asked("desk-neck-and-shoulders"), {"shoulders:left"}, LIBRARY)
    assert result.routine is not None
    assert "shoulders" in result.routine.header.areas
    assert "works on the left shoulder, which your profile or your pack leaves out" in result.message


def test_a_routine_for_the_other_side_is_unchanged() -> None:
    """“Your right shoulder” has no left one."""
    assert alternative_for(asked("one-shoulder"), {"shoulders:left"}, LIBRARY).message == ""
