"""The sections of a routine, and the routine without some areas."""

from __future__ import annotations

import pytest

from tests.library.scripts import routine
from unknot.library import RoutineEntry, routine_entries
from unknot.library._sections import sections, spoken_texts, worked_areas
from unknot.library._without_areas import without_areas
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


def test_sections_have_the_titles_of_their_headings_and_all_nodes() -> None:
    """Opening and return have no areas, although their words name some."""
    parts = sections(routine(SCRIPT))
    assert [(part.title, part.areas) for part in parts] == [
        ("Settle", ()),
        ("Neck", ("neck",)),
        ("Shoulder", ("shoulders", "forearms")),
        ("Jaw", ("jaw",)),
        ("Return", ()),
    ]
    assert sum((part.nodes for part in parts), ()) == routine(SCRIPT).body


def test_a_section_whose_heading_names_no_area_has_those_of_its_words() -> None:
    """This does not hold for the first and the last section."""
    result = sections(routine("# One\n\nNeck.\n\n# Two\n\nHold your calf. [hold 20s]\n\n# Three\n\nJaw."))
    assert [part.areas for part in result] == [(), ("calves",), ()]


def test_a_routine_works_on_the_areas_of_its_header_and_its_sections() -> None:
    """They are in the order of the body data."""
    assert worked_areas(routine(SCRIPT, areas="[feet]")) == ("jaw", "neck", "shoulders", "forearms", "feet")


def test_a_section_is_left_out_with_its_caution() -> None:
    """Sentences that still name the area are listed."""
    left = without_areas(routine(SCRIPT, areas="[neck, jaw]", length="5m"), {"neck"})
    assert left is not None
    assert left.dropped == ("Neck",)
    assert left.mentions == ("How is your neck?",)
    assert "Stop if the jaw locks." in spoken_texts(left.routine.body)
    assert "On the neck, stay at the back." not in spoken_texts(left.routine.body)
    assert left.routine.header.areas == ("jaw",)


def test_one_of_two_headings_in_a_fence_can_go() -> None:
    """The other heading stays."""
    left = without_areas(routine(SCRIPT), {"forearms"})
    assert left is not None
    assert left.dropped == ("Forearm",)
    assert ("Shoulder", ("shoulders",)) in [(part.title, part.areas) for part in sections(left.routine)]


def test_an_optional_block_about_the_area_is_left_out() -> None:
    """It is not listed among the sections."""
    left = without_areas(routine(SCRIPT), {"jaw"})
    assert left is not None
    assert left.dropped == ("Jaw",)
    assert left.mentions == ()
    assert not [said for said in spoken_texts(left.routine.body) if "jaw" in said]


def test_nothing_is_left_of_a_routine_for_only_that_area() -> None:
    """Another routine is offered then."""
    assert (
        without_areas(routine("# Settle\n\nSit.\n\n# Jaw\n\nCircles. [hold 20s]\n\n# Return\n\nRest."), {"jaw"}) is None
    )


@pytest.mark.parametrize("entry", routine_entries(), ids=lambda entry: entry.name)
def test_every_routine_is_still_a_routine_without_any_of_its_areas(entry: RoutineEntry) -> None:
    """The rest is a valid script that works on exactly the other areas."""
    result = parse(entry.text, entry.file)
    for area in worked_areas(result):
        left = without_areas(result, {area})
        assert left is not None or worked_areas(result) == (area,)
        if left is not None:
            assert worked_areas(left.routine) == tuple(other for other in worked_areas(result) if other != area)
            assert parse(to_text(left.routine), entry.file) == left.routine


@pytest.mark.parametrize("entry", routine_entries(), ids=lambda entry: entry.name)
def test_a_routine_that_ships_works_on_what_its_header_says(entry: RoutineEntry) -> None:
    """Its sections have exactly those areas."""
    result = parse(entry.text, entry.file)
    assert set(entry.areas) == {area for part in sections(result) for area in part.areas}


WORK = "# Neck\n\nGlide. [hold 20s, 10s..80s]\n\n# Jaw\n\nCircles. [hold 20s, 10s..80s]\n\n# Return\n\nRest."
LONG = f"# Settle\n\nSit.\n\n{WORK}"


def test_the_length_of_the_header_stays_where_the_rest_reaches_it() -> None:
    """A session without the neck is as long as before, if that is possible."""
    kept = without_areas(routine(LONG, areas="[neck, jaw]", length="1m"), {"neck"})
    lost = without_areas(routine(LONG, areas="[neck, jaw]", length="3m"), {"neck"})
    assert kept is not None
    assert kept.routine.header.length == 60 * 48_000
    assert lost is not None
    assert lost.routine.header.length is None


def test_one_side_can_be_left_out() -> None:
    """The other side is worked on, and the words name it."""
    each = "::: each side: left, right\n\n# Calf, {side}\n\nKnead your {side} calf. [hold 20s]\n\n:::"
    text = f"# Settle\n\nSit.\n\n{each}\n\n# Return\n\nRest."
    left = without_areas(routine(text, areas="[calves]"), {"calves:left"})
    assert left is not None
    assert left.dropped == ("Calf, left",)
    assert list(spoken_texts(left.routine.body)) == ["Sit.", "Knead your right calf.", "Rest."]
    assert without_areas(routine(text, areas="[calves]"), {"left calf", "right calf"}) is None


def test_the_caution_of_an_area_goes_with_it() -> None:
    """This holds for sentences that do not name it, such as "Stop if it locks."."""
    text = (
        "# Settle\n\nStop if it locks. [3s]\nStop if you feel dizzy. [3s]\n\n"
        + LONG.partition("\n\n# Neck")[1]
        + LONG.partition("\n\n# Neck")[2]
    )
    left = without_areas(routine(text, areas="[neck, jaw]"), {"jaw"})
    assert left is not None
    said = list(spoken_texts(left.routine.body))
    assert "Stop if it locks." not in said
    assert "Stop if you feel dizzy." in said
