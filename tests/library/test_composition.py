"""A routine composed from blocks."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

import pytest

from unknot.errors import UsageError
from unknot.library import CompositionRequest, body_data, body_rules, compose, in_language, routine_entries
from unknot.library._anatomy import has_words
from unknot.library._sections import sections, spoken_texts, worked_areas
from unknot.library._selection import MOST_AREAS
from unknot.planning import _estimate, fit, unfold
from unknot.script import check, parse, to_text
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
    result = made("neck", "jaw", length=frames(540), seed=7)
    assert parse(result.text, "composed.md") == result.routine
    assert "Composed with --areas neck,jaw --tools hands --length 9m --seed 7. " in result.text
    assert result.routine.header.length == frames(540)


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


def test_the_whole_body_has_areas_from_head_to_foot() -> None:
    """With every tool and without a length there are as many as fit into the chapters of a phone."""
    areas = worked(made(tools=EVERY_TOOL).routine)
    assert len(set(areas)) == MOST_AREAS
    assert {"scalp", "jaw", "neck", "shoulders", "hands", "lower-back", "calves", "feet"} <= set(areas)


@pytest.mark.parametrize(
    ("minutes", "areas", "title"),
    [
        (5, ["neck", "hands"], "Neck and hands"),
        (10, ["neck", "hands", "feet"], "Neck, hands and feet"),
        (30, ["scalp", "temples", "jaw", "neck", "shoulders", "forearms", "hands", "lower-back", "calves", "feet"],
         "The whole body"),
    ],
)  # fmt: skip
def test_a_short_session_for_the_whole_body_keeps_the_head(minutes: int, areas: list[str], title: str) -> None:
    """The title names what is inside."""
    routine = made(length=frames(60 * minutes)).routine
    assert worked(routine) == areas
    assert routine.header.title == title


def test_a_boost_leaves_room_for_other_areas() -> None:
    """The boosted area is one of several."""
    assert worked(made(boost=("feet",), length=frames(600)).routine) == ["neck", "feet"]


@pytest.mark.parametrize("said", ["shoulders:left", "left shoulder", "my left upper trapezius"])
def test_one_side_is_composed_where_one_is_asked_for(said: str) -> None:
    """The other side is not worked on, and the header and the title say so."""
    result = made(said)
    assert result.routine.header.side == "left"
    assert result.routine.header.title == "Shoulders, left"
    assert "each side" not in result.text
    assert "# Shoulder, left" in result.text
    assert "left shoulder" in result.text


def test_a_side_to_skip_leaves_the_other_one() -> None:
    """The neck is worked on as usual."""
    assert "# Shoulder, right" in made("neck", "shoulders", skip=("shoulders:left",)).text


def test_the_hands_are_always_among_the_tools() -> None:
    """Whoever has a ball has hands, too."""
    assert worked(made("neck", "feet", tools=("tennis-ball",)).routine) == ["neck", "feet"]


def test_what_the_areas_need_is_said_before_the_eyes_close() -> None:
    """Tools, shoes and cushions come first, then the cautions."""
    result = made("jaw", "feet", tools=("hands", "tennis-ball"), seed=1)
    opening = " ".join(spoken_texts(sections(result.routine)[0].nodes))
    order = [opening.index(part) for part in ("Sit so", "Take your shoes off", "Leave the jaw out", "Let your eyes")]
    assert order == sorted(order)


def test_a_tool_is_laid_aside_before_the_next_posture() -> None:
    """The roller does not stay under the legs."""
    text = made("calves", "thighs-front", tools=("hands", "foam-roller")).text
    assert text.index("Lay the foam roller aside.") > text.rindex("# Front of the thigh")


def test_no_two_chapters_for_an_area_are_nearly_alike() -> None:
    """This holds for every area, where the length has room for two or more blocks."""
    for area in body_data().areas:
        parts = sections(made(area, tools=EVERY_TOOL, length=frames(900)).routine)
        said = [" ".join(spoken_texts(part.nodes)).lower() for part in parts if part.areas]
        texts = [{word for word in re.findall(r"\w+", text) if len(word) > 3} for text in said]
        for one, other in itertools.combinations(texts, 2):
            assert len(one & other) < 0.7 * min(len(one), len(other)), area


@pytest.mark.parametrize("minutes", [1, 3, 8, 20, 60])
@pytest.mark.parametrize("areas", [(), ("hands",), ("neck", "jaw", "scalp"), ("left calf",)])
def test_the_length_in_the_header_is_reached(areas: tuple[str, ...], minutes: int) -> None:
    """A length that cannot be reached becomes the nearest one, with a message."""
    result = made(*areas, length=frames(60 * minutes))
    length = result.routine.header.length
    assert length is not None
    reach = _estimate.reach(result.routine, length)
    assert reach.shortest <= length <= reach.longest
    assert length == frames(60 * minutes) or any("reaches from about" in said for said in result.messages)


@pytest.mark.parametrize("boost", [(), ("calves",)])
def test_no_side_is_worked_on_longer_than_its_area_allows(boost: tuple[str, ...]) -> None:
    """This holds at the longest length, for one block and for several."""
    result = made("calves", "feet", length=frames(1500), boost=boost, tools=EVERY_TOOL).routine
    longest = _estimate.reach(result, frames(1500)).longest
    timeline = fit(unfold(result, length=longest), _estimate.ESTIMATE, longest, nearest=True).timeline
    found = check(result, to_text(result), timeline, body=body_rules())
    assert "long-work" not in {finding.rule for finding in found}


@pytest.mark.parametrize(
    ("request_", "why"),
    [
        (CompositionRequest(("jaw",), skip=("jaw",)), "jaw left out"),
        (CompositionRequest(("upper-back",)), "the library works on it with"),
        (CompositionRequest(("feet",), language="fr"), "in the language fr"),
    ],
)
def test_nothing_left_names_the_cause(request_: CompositionRequest, why: str) -> None:
    """The person sees what to change."""
    with pytest.raises(UsageError, match=why):
        compose(request_, LIBRARY)


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
    assert result.messages == ("upper back: the library works on it with a massage ball and a tennis ball",)


def test_a_short_length_leaves_out_the_last_area_with_a_message() -> None:
    """Three areas do not fit into five minutes."""
    result = made("neck", "feet", "calves", length=frames(300))
    assert "calves" not in worked(result.routine)
    assert any(said.startswith("calves: left out") for said in result.messages)


def test_a_long_length_takes_more_blocks_for_the_same_area() -> None:
    """They come from other routines of the library."""
    assert (
        len(worked(made("feet", tools=EVERY_TOOL, length=frames(900)).routine)) > len(worked(made("feet").routine)) == 1
    )


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
