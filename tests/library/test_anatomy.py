"""The body data."""

from __future__ import annotations

import pytest

from unknot.errors import UsageError
from unknot.library import Area, area_facts, body_data, in_language
from unknot.library._anatomy import Condition, has_words, one_of

BODY = body_data()
LANGUAGES = ("en", "de")


@pytest.mark.parametrize("area", BODY.areas.values(), ids=lambda area: area.key)
def test_the_data_of_an_area_is_complete(area: Area) -> None:
    """Its tools, techniques, neighbours and sources exist, and it has words in both languages."""
    assert set(area.tools) <= set(BODY.tools)
    assert set(area.techniques) <= set(BODY.techniques)
    assert set(area.near) <= set(BODY.areas) - {area.key}
    assert area.sources
    assert set(area.sources) <= set(BODY.sources)
    assert all(set(table) == set(LANGUAGES) for table in (area.name, area.words, area.caution, area.told))


@pytest.mark.parametrize("area", BODY.areas.values(), ids=lambda area: area.key)
def test_times_grow_from_the_least_to_the_most(area: Area) -> None:
    """One side takes at least 45 seconds and at most three minutes."""
    assert 45 <= area.least / 48_000 < area.usual / 48_000 < area.most / 48_000 <= 180


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("area", BODY.areas.values(), ids=lambda area: area.key)
def test_a_caution_counts_as_spoken_when_it_is_spoken_as_written(area: Area, language: str) -> None:
    """The caution in the data has a word of each group that the checker looks for."""
    assert all(has_words(area.caution[language], group) for group in area.told[language])


def test_no_tool_but_hands_is_used_on_the_neck_the_jaw_or_the_lower_back() -> None:
    """No ball or roller is used there."""
    for key, tool in BODY.tools.items():
        assert key == "hands" or {"neck", "jaw", "lower-back"} <= set(tool.never)
    assert all(area.key not in BODY.tools[tool].never for area in BODY.areas.values() for tool in area.tools)


@pytest.mark.parametrize("condition", BODY.conditions.values(), ids=BODY.conditions.keys())
def test_a_condition_names_areas_and_sources_that_exist(condition: Condition) -> None:
    """Its question is there in both languages."""
    assert set(condition.avoid) <= set(BODY.areas)
    assert set(condition.sources) <= set(BODY.sources)
    assert set(condition.ask) == set(LANGUAGES)


def test_the_first_session_hears_the_stop_rule_and_that_nothing_is_replaced() -> None:
    """A therapist would insist on these words."""
    first = BODY.safety.first["en"]
    assert "does not replace" in first
    assert "Stop if anything is sharp" in first
    assert len(BODY.safety.later["en"]) < len(first) / 4


def test_the_facts_about_an_area_have_their_sources() -> None:
    """The facts are pairs of label and text."""
    rows = area_facts("calves")
    assert ("time", "60 to 120 s a side, usually 90 s") in rows
    assert [what for what, _ in rows][:3] == ["area", "tools", "time"]
    assert rows[-1][0] == "source"
    assert "https://doi.org/10.3390/jcm10225360" in rows[-1][1]


def test_an_unknown_word_without_a_near_one_is_an_error_with_all_words() -> None:
    """The next step lists them."""
    with pytest.raises(UsageError) as caught:
        one_of("qqq", ["hands", "ball"], "tool")
    assert caught.value.next_step == "known are hands, ball"


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [("the Calf, left", ["calf"], True), ("a calfskin", ["calf"], False), ("upper\nback", ["upper back"], True)],
)
def test_words_are_found_whole_and_across_lines(text: str, words: list[str], found: bool) -> None:
    """A part of another word does not count."""
    assert has_words(text, words) is found


@pytest.mark.parametrize(("language", "word"), [("de", "b"), ("de-AT", "b"), ("en-GB", "a"), ("fr", "a")])
def test_a_language_falls_back_to_its_own_and_then_to_english(language: str, word: str) -> None:
    """`de-AT` uses German, and other languages use English."""
    assert in_language({"en": "a", "de": "b"}, language) == word
