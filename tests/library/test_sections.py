"""What each part of a routine works on, and the routine without a part."""

from __future__ import annotations

import pytest

from tests.library.scripts import routine
from unknot.library import RoutineEntry, routine_entries
from unknot.library._sections import said_in, sections, touches, without
from unknot.script import parse, to_text

SCRIPT = """
# Settle

On the neck, stay at the back. [3s]
Stop if the jaw locks. [3s]

# Neck

Glide down. [hold 20s]

::: each side: left, right

# Shoulder, {side}

Squeeze. [hold 20s]

::: optional

Stroke from the jaw down. [hold 20s]

:::

# Forearm, {side}

Squeeze. [hold 20s]

:::

::: optional

# Jaw

Circles. [hold 20s]

:::

# Return

How is your neck? [4s]
"""


def test_sections_are_named_by_their_headings_and_hold_everything() -> None:
    """Opening and return work on nothing, whatever they name."""
    parts = sections(routine(SCRIPT))
    assert [(part.title, part.areas) for part in parts] == [
        ("Settle", ()),
        ("Neck", ("neck",)),
        ("Shoulder", ("shoulders", "forearms")),
        ("Jaw", ("jaw",)),
        ("Return", ()),
    ]
    assert sum((part.nodes for part in parts), ()) == routine(SCRIPT).body


def test_a_heading_that_names_no_area_leaves_it_to_the_words() -> None:
    """Only between the first and the last section."""
    told = sections(routine("# One\n\nNeck.\n\n# Two\n\nHold your calf. [hold 20s]\n\n# Three\n\nJaw."))
    assert [part.areas for part in told] == [(), ("calves",), ()]


def test_a_routine_touches_what_its_header_and_its_headings_say() -> None:
    """In the order of the body."""
    assert touches(routine(SCRIPT, areas="[feet]")) == ("jaw", "neck", "shoulders", "forearms", "feet")


def test_a_section_is_left_out_with_its_caution() -> None:
    """And what still names the area is told."""
    left = without(routine(SCRIPT, areas="[neck, jaw]", length="5m"), {"neck"})
    assert left is not None
    assert left.dropped == ("Neck",)
    assert left.still == ("How is your neck?",)
    assert "Stop if the jaw locks." in said_in(left.routine.body)
    assert "On the neck, stay at the back." not in said_in(left.routine.body)
    assert (left.routine.header.areas, left.routine.header.length) == (("jaw",), None)


def test_one_of_two_headings_in_a_fence_can_go() -> None:
    """The other stays for both sides."""
    left = without(routine(SCRIPT), {"forearms"})
    assert left is not None
    assert left.dropped == ("Forearm",)
    assert ("Shoulder", ("shoulders",)) in [(part.title, part.areas) for part in sections(left.routine)]


def test_an_optional_aside_about_the_area_goes_too() -> None:
    """It can be spared anyway."""
    left = without(routine(SCRIPT), {"jaw"})
    assert left is not None
    assert left.dropped == ("Jaw",)
    assert left.still == ()
    assert not [said for said in said_in(left.routine.body) if "jaw" in said]


def test_nothing_is_left_of_a_routine_on_nothing_else() -> None:
    """Then a neighbour has to be found."""
    assert without(routine("# Settle\n\nSit.\n\n# Jaw\n\nCircles. [hold 20s]\n\n# Return\n\nRest."), {"jaw"}) is None


@pytest.mark.parametrize("entry", routine_entries(), ids=lambda entry: entry.name)
def test_every_routine_is_still_a_routine_without_any_of_its_areas(entry: RoutineEntry) -> None:
    """What is left reads back equal, works on the other areas and on nothing else."""
    told = parse(entry.text, entry.file)
    for area in touches(told):
        left = without(told, {area})
        assert left is not None or touches(told) == (area,)
        if left is not None:
            assert touches(left.routine) == tuple(other for other in touches(told) if other != area)
            assert parse(to_text(left.routine), entry.file) == left.routine


@pytest.mark.parametrize("entry", routine_entries(), ids=lambda entry: entry.name)
def test_a_routine_that_ships_works_on_what_its_header_says(entry: RoutineEntry) -> None:
    """Its headings name each area, and no other."""
    told = parse(entry.text, entry.file)
    assert set(entry.areas) == {area for part in sections(told) for area in part.areas}
