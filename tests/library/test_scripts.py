"""The routines that ship."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from unknot.backgrounds import GENERATED
from unknot.library import (
    CompositionRequest,
    RoutineEntry,
    body_data,
    body_rules,
    compose,
    routine_entries,
    with_safety,
)
from unknot.library._anatomy import has_words
from unknot.planning import _estimate, fit, unfold
from unknot.script import check, parse
from unknot.units import Frames, clock

if TYPE_CHECKING:
    from unknot.routine import Routine

ENTRIES = routine_entries()
MINUTE = 60 * 48_000
BODY = body_data()


def routine(entry: RoutineEntry) -> Routine:
    """The parsed entry."""
    return parse(entry.text, entry.file)


each_routine = pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)


def test_there_are_forty_routines_and_six_in_another_language() -> None:
    """The six are German."""
    assert sum(entry.language == "en" for entry in ENTRIES) >= 40
    assert sum(entry.language == "de" for entry in ENTRIES) == 6


def test_every_area_setting_tool_and_posture_has_a_routine() -> None:
    """The body data has no value without a routine."""
    assert {area for entry in ENTRIES for area in entry.areas} == set(BODY.areas)
    assert {tool for entry in ENTRIES for tool in entry.tools} == set(BODY.tools)
    assert {entry.setting for entry in ENTRIES} == set(BODY.settings)
    assert {entry.posture for entry in ENTRIES} == set(BODY.postures)


def test_there_are_routines_of_three_kinds_of_length() -> None:
    """There are routines of three minutes, of about ten, and of over a quarter of an hour."""
    minutes = [entry.length / 48_000 / 60 for entry in ENTRIES if entry.length]
    assert len(minutes) == len(ENTRIES)
    assert sum(length == 3 for length in minutes) >= 2
    assert sum(5 <= length <= 15 for length in minutes) >= 10
    assert sum(15 <= length <= 40 for length in minutes) >= 3


@each_routine
def test_a_header_says_the_same_to_the_list_and_to_the_parser(entry: RoutineEntry) -> None:
    """The list reads the header without the parser, with the same values."""
    header = routine(entry).header
    assert (entry.title, entry.summary, entry.language) == (header.title, header.summary, header.language)
    assert (entry.areas, entry.tools, entry.length) == (header.areas, header.tools, header.length)
    assert (entry.posture, entry.setting, entry.level) == (header.posture, header.setting, header.level)


@each_routine
def test_the_checker_finds_nothing_in_a_routine(entry: RoutineEntry) -> None:
    """This holds for the script, and at the length in its header, its shortest and its longest length."""
    result = routine(entry)
    assert not result.header.allow
    rules = body_rules(entry.language)
    score = unfold(result, length=entry.length)
    reach = fit(score, _estimate.ESTIMATE, None).report.reach
    short = unfold(result, length=reach.shortest)
    shortest = fit(short, _estimate.ESTIMATE, None).report.reach.shortest
    lengths = ((score, entry.length), (short, shortest), (score, reach.longest))
    timelines = [fit(how, _estimate.ESTIMATE, length, nearest=True).timeline for how, length in lengths]
    for timeline in (None, *timelines):
        found = check(result, entry.text, timeline, file=entry.file, body=rules)
        assert not found, "\n".join(map(str, found))


@each_routine
def test_a_routine_reaches_twice_its_shortest_length_and_the_one_in_its_header(entry: RoutineEntry) -> None:
    """There is a margin for voices that speak faster or slower than the estimate."""
    reach = _estimate.reach(routine(entry))
    assert reach.longest >= 2.5 * reach.shortest
    assert entry.length is not None
    assert reach.shortest * 1.15 <= entry.length <= reach.longest / 1.15


@each_routine
def test_the_length_in_a_header_is_close_to_the_natural_one(entry: RoutineEntry) -> None:
    """It differs by a twentieth at the most, so that a session without a wish for a length is not squeezed."""
    natural = fit(unfold(routine(entry), length=entry.length), _estimate.ESTIMATE, None).timeline.frames
    assert abs((entry.length or 0) - natural) <= natural / 20


@each_routine
def test_a_first_session_has_room_for_the_words_of_safety(entry: RoutineEntry) -> None:
    """This holds at the length in the header, with what is said about one condition."""
    result = with_safety(routine(entry), "first", ["pregnancy"])
    assert _estimate.reach(result, entry.length).shortest <= (entry.length or 0)


@pytest.mark.parametrize("name", ["desk-neck-and-shoulders", "forearms-and-hands"])
def test_the_first_routines_reach_from_five_to_twenty_minutes(name: str) -> None:
    """Their documentation says so."""
    result = routine(next(entry for entry in ENTRIES if entry.name == name))
    assert _estimate.reach(result, Frames(5 * MINUTE)).shortest <= 5 * MINUTE
    assert _estimate.reach(result, Frames(20 * MINUTE)).longest >= 20 * MINUTE


@each_routine
def test_a_session_of_a_quarter_of_an_hour_says_where_it_is(entry: RoutineEntry) -> None:
    """A routine that can be so long says when its last part comes; one for sleep says nothing of it."""
    result = routine(entry)
    long = _estimate.reach(result, entry.length).longest >= 15 * MINUTE
    assert "::: from 15m" in entry.text or not long or result.header.pace == "sleep"


@each_routine
def test_a_routine_plays_over_a_background_that_there_is(entry: RoutineEntry) -> None:
    """The background is a generated one."""
    assert routine(entry).header.background in GENERATED


@each_routine
def test_a_routine_speaks_the_caution_of_every_area_it_works_on(entry: RoutineEntry) -> None:
    """The text has a word of each group that the caution needs."""
    text = entry.text.partition("\n---\n")[2]
    for key in entry.areas:
        groups = BODY.areas[key].told[entry.language]
        assert all(has_words(text, group) for group in groups), key


@each_routine
def test_a_tool_is_named_before_it_is_needed(entry: RoutineEntry) -> None:
    """It is named in the first chapter, so that it can be fetched before."""
    opening = entry.text.partition("\n# ")[2].partition("\n# ")[0]
    assert all(has_words(opening, BODY.tools[tool].words[entry.language]) for tool in entry.tools)


@each_routine
def test_no_tool_works_where_it_must_not(entry: RoutineEntry) -> None:
    """For example, no ball is used on the neck."""
    assert all(set(entry.areas) - set(BODY.tools[tool].never) for tool in entry.tools)


@each_routine
@pytest.mark.parametrize("word", ["we", "us", "our", "let's", "wir", "uns", "unser"])
def test_a_routine_never_says_we(entry: RoutineEntry, word: str) -> None:
    """Listeners dislike it."""
    assert not has_words(entry.text, [word])


@each_routine
@pytest.mark.parametrize("word", ["release", "toxins", "knots", "adhesions", "heal", "cures", "melt", "Giftstoffe"])
def test_a_routine_promises_nothing(entry: RoutineEntry, word: str) -> None:
    """It makes no medical claim, and uses no phrase of that kind."""
    assert not has_words(entry.text, [word])


@each_routine
def test_a_routine_asks_how_the_body_feels(entry: RoutineEntry) -> None:
    """A question is followed by a pause."""
    assert "? [" in entry.text


def test_the_words_of_the_program_itself_pass_the_checker() -> None:
    """Cautions and the words of the first session have no claim, no long sentence and no "we"."""
    for language in ("en", "de"):
        safety = [BODY.safety.first[language], BODY.safety.later[language]]
        asks = [condition.ask[language] for condition in BODY.conditions.values()]
        cautions = [area.caution[language] for area in BODY.areas.values()]
        text = "\n\n".join([*safety, *asks, *cautions])
        script = f"---\ntitle: Words\nlanguage: {language}\npace: brisk\n---\n\n{text}\n"
        found = check(parse(script, "words.md"), script, body=body_rules(language))
        assert not [finding for finding in found if finding.rule not in {"speech-share", "words-per-minute"}]


@pytest.mark.parametrize("language", ["en", "de"])
def test_what_compose_makes_passes_the_checker(language: str) -> None:
    """This holds for each area and for the whole body."""
    for areas in [(), *((area,) for area in BODY.areas)]:
        request = CompositionRequest(areas, tuple(BODY.tools), language=language, boost=areas, seed=len(areas))
        if language == "en" or set(areas) & {"neck", "shoulders", "jaw", "temples"}:
            made = compose(request, ENTRIES)
            found = check(made.routine, made.text, file="composed.md", body=body_rules(language))
            assert not found, "\n".join(map(str, found))


def test_the_documentation_names_every_routine_and_every_area() -> None:
    """Each is listed with its length, areas and tools."""
    text = (Path(__file__).parents[2] / "docs" / "library.md").read_text(encoding="utf-8")
    for entry in ENTRIES:
        length = clock(entry.length or 0)
        lists = f"{', '.join(entry.areas) or 'none'} | {', '.join(entry.tools) or 'none'}"
        assert f"| `{entry.name}` | {entry.title} | {length} | {lists} | {entry.setting} |" in text
    for area in BODY.areas.values():
        assert f"| `{area.key}` | {', '.join(area.tools)} | {', '.join(area.techniques)} |" in text
        assert " ".join(area.caution["en"].split()) in text
