"""The routines that ship."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from unknot.library import Entry, entries
from unknot.library.anatomy import body, names
from unknot.script import parse

if TYPE_CHECKING:
    from unknot.routine import Routine

ENTRIES = entries()
BODY = body()


def routine(entry: Entry) -> Routine:
    """The entry, parsed."""
    return parse(entry.text, entry.file)


each_routine = pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)


def test_there_are_twenty_routines_and_two_in_another_language() -> None:
    """The two beside their English ones."""
    assert sum(entry.language == "en" for entry in ENTRIES) >= 20
    assert sum(entry.language == "de" for entry in ENTRIES) == 2


def test_every_area_every_setting_and_every_tool_has_a_routine() -> None:
    """Nobody is left without one."""
    assert {area for entry in ENTRIES for area in entry.areas} == set(BODY.areas)
    assert {tool for entry in ENTRIES for tool in entry.tools} == set(BODY.tools)
    assert {entry.setting for entry in ENTRIES} == set(BODY.settings)
    assert {entry.posture for entry in ENTRIES} == set(BODY.postures)


def test_there_are_three_lengths_of_day() -> None:
    """A break of three minutes, some ten minutes, and an evening of twenty to forty."""
    minutes = [entry.length / 48_000 / 60 for entry in ENTRIES if entry.length]
    assert len(minutes) == len(ENTRIES)
    assert sum(length == 3 for length in minutes) >= 2
    assert sum(5 <= length <= 15 for length in minutes) >= 10
    assert sum(20 <= length <= 40 for length in minutes) >= 3


@each_routine
def test_a_header_says_the_same_to_the_list_and_to_the_parser(entry: Entry) -> None:
    """The list reads it cheaply, and reads nothing else than what is there."""
    header = routine(entry).header
    assert (entry.title, entry.summary, entry.language) == (header.title, header.summary, header.language)
    assert (entry.areas, entry.tools, entry.length) == (header.areas, header.tools, header.length)
    assert (entry.posture, entry.setting, entry.level) == (header.posture, header.setting, header.level)


@each_routine
def test_a_routine_speaks_the_caution_of_every_area_it_works_on(entry: Entry) -> None:
    """In its own words, with every part of it."""
    text = entry.text.partition("\n---\n")[2]
    for key in entry.areas:
        groups = BODY.areas[key].told[entry.language]
        assert all(names(text, group) for group in groups), key


@each_routine
def test_a_tool_is_named_before_it_is_needed(entry: Entry) -> None:
    """In the first chapter, so that nobody has to get up again."""
    opening = entry.text.partition("\n# ")[2].partition("\n# ")[0]
    assert all(names(opening, BODY.tools[tool].words[entry.language]) for tool in entry.tools)


@each_routine
def test_no_tool_works_where_it_must_not(entry: Entry) -> None:
    """No ball on a neck."""
    assert all(set(entry.areas) - set(BODY.tools[tool].never) for tool in entry.tools)


@each_routine
@pytest.mark.parametrize("word", ["we", "us", "our", "let's", "wir", "uns", "unser"])
def test_a_routine_never_says_we(entry: Entry, word: str) -> None:
    """Listeners like it least of all."""
    assert not names(entry.text, [word])


@each_routine
@pytest.mark.parametrize("word", ["release", "toxins", "knots", "adhesions", "heal", "cures", "melt", "Giftstoffe"])
def test_a_routine_promises_nothing(entry: Entry, word: str) -> None:
    """No medical claim, and none of the phrases that go with it."""
    assert not names(entry.text, [word])


@each_routine
def test_a_routine_asks_how_the_body_feels(entry: Entry) -> None:
    """And a question gets a pause to find out."""
    assert "? [" in entry.text
