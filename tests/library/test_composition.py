"""A routine composed from blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from unknot.errors import UsageError
from unknot.library import CompositionRequest, body_data, compose, in_language, routine_entries
from unknot.library._anatomy import has_words
from unknot.library._sections import sections, spoken_texts, worked_areas
from unknot.planning import _estimate
from unknot.script import parse, to_text
from unknot.units import frames

if TYPE_CHECKING:
    from unknot.library._composition import Composition
    from unknot.routine import Routine

LIBRARY = routine_entries()
EVERY_TOOL = tuple(body_data().tools)


def made(*areas: str, **how: object) -> Composition:
    """The routine that is composed for these areas."""
    return compose(CompositionRequest(areas, **how), LIBRARY)  # type: ignore[arg-type]


def worked(result: Routine) -> list[str]:
    """The areas of the sections in order."""
    return [area for part in sections(result) for area in part.areas]


def test_what_is_composed_is_a_script_a_person_can_edit() -> None:
    """It is parsed to the same routine, and a comment has the options."""
    result = made("neck", "jaw", length=frames(720), seed=7)
    assert parse(result.text, "composed.md") == result.routine
    assert "Composed with --areas neck,jaw --tools hands --length 12m --seed 7. " in result.text
    assert result.routine.header.length == frames(720)


def test_areas_come_in_a_sound_order() -> None:
    """The order is from the head to the feet, with few changes of posture."""
    assert worked(made("feet", "neck", "jaw").routine) == ["jaw", "neck", "feet"]
    result = made("calves", "upper-back", "shoulders", tools=("hands", "massage-ball")).routine
    assert worked(result) == ["shoulders", "calves", "upper-back"]


def test_every_caution_is_spoken_and_every_tool_named_in_the_opening() -> None:
    """They come before any work."""
    result = made(tools=EVERY_TOOL).routine
    opening = " ".join(spoken_texts(sections(result)[0].nodes))
    for area in worked_areas(result):
        assert all(has_words(opening, group) for group in body_data().areas[area].told["en"]), area
    for tool in result.header.tools:
        assert in_language(body_data().tools[tool].name, "en") in opening or tool == "hands"


@pytest.mark.parametrize("language", ["en", "de"])
def test_each_seed_gives_the_same_text_every_time(language: str) -> None:
    """Different seeds give different texts."""
    texts = [made(language=language, seed=seed).text for seed in range(6)]
    assert texts == [made(language=language, seed=seed).text for seed in range(6)]
    assert len({text.partition("-->")[2] for text in texts}) > 1 or language == "de"


def test_the_whole_body_is_worked_on_when_nothing_is_named() -> None:
    """With every tool, every area is worked on."""
    assert set(worked(made(tools=EVERY_TOOL).routine)) == set(body_data().areas)


def test_an_area_to_skip_is_left_out_with_a_message_if_it_was_named() -> None:
    """There is a message about it."""
    result = made("neck", "jaw", skip=("jaw",))
    assert worked(result.routine) == ["neck"]
    assert result.messages == ("jaw: left out, as asked",)
    assert "jaw" not in worked(made(skip=("jaw",)).routine)


def test_an_area_without_a_tool_for_it_is_left_out_with_a_message() -> None:
    """The other areas are composed."""
    result = made("neck", "upper-back")
    assert worked(result.routine) == ["neck"]
    assert result.messages == ("upper back: no block for it with hands",)


def test_a_short_length_leaves_out_the_last_area_with_a_message() -> None:
    """Three areas do not fit into five minutes."""
    result = made("neck", "feet", "calves", length=frames(300))
    assert "calves" not in worked(result.routine)
    assert any(said.startswith("calves: left out") for said in result.messages)


def test_a_long_length_takes_more_blocks_for_the_same_area() -> None:
    """They come from other routines of the library."""
    assert len(worked(made("neck", length=frames(900)).routine)) > len(worked(made("neck").routine)) == 1


def test_a_length_that_cannot_be_reached_gives_a_message() -> None:
    """The script is composed nevertheless."""
    assert made("neck", length=frames(3600)).messages[0].startswith("reaches from about")


def test_a_boosted_area_takes_longer() -> None:
    """It is added when it was not named."""
    assert _estimate.reach(made("jaw", boost=("jaw",)).routine).longest > _estimate.reach(made("jaw").routine).longest
    assert worked(made("jaw", boost=("neck",)).routine) == ["jaw", "neck"]


def test_less_talk_asks_nothing_and_leaves_out_no_work() -> None:
    """Every hold stays."""
    usual, quiet = made("jaw", "neck").routine, made("jaw", "neck", less_talk=True).routine
    assert len(" ".join(spoken_texts(quiet.body))) < len(" ".join(spoken_texts(usual.body)))
    assert not any("?" in said for part in sections(quiet) if part.areas for said in spoken_texts(part.nodes))
    assert to_text(quiet).count("hold ") == to_text(usual).count("hold ")


@pytest.mark.parametrize(
    "request_",
    [CompositionRequest(("nek",)), CompositionRequest(tools=("hamer",)), CompositionRequest(("neck",), skip=("neck",))],
)
def test_a_request_that_cannot_be_composed_is_an_error(request_: CompositionRequest) -> None:
    """The error has a next step."""
    with pytest.raises(UsageError) as fault:
        compose(request_, LIBRARY)
    assert fault.value.next_step
