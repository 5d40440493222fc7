"""A routine built from blocks."""

from __future__ import annotations

import pytest

from tests.library.scripts import routine
from unknot.errors import UsageError
from unknot.library import CompositionRequest, body_data, compose, in_language, routine_entries
from unknot.library._anatomy import names
from unknot.library._blocks import blocks, boosted, plain, quieter
from unknot.library._composition import Composition
from unknot.library._sections import said_in, sections, touches
from unknot.planning import _estimate
from unknot.routine import Each, Hold, Paragraph, Routine, Work
from unknot.script import parse, to_text
from unknot.units import frames

LIBRARY = routine_entries()
EVERY_TOOL = tuple(body_data().tools)


def made(*areas: str, **how: object) -> Composition:
    """What is composed for these areas."""
    return compose(CompositionRequest(areas, **how), LIBRARY)  # type: ignore[arg-type]


def worked(told: Routine) -> list[str]:
    """The areas in the order of the session."""
    return [area for part in sections(told) for area in part.areas]


def test_what_is_composed_is_a_script_a_person_can_edit() -> None:
    """It reads back as the same routine, and says how it was made."""
    told = made("neck", "jaw", length=frames(720), seed=7)
    assert parse(told.text, "composed.md") == told.routine
    assert "Composed with --areas neck,jaw --tools hands --length 12m --seed 7. " in told.text
    assert told.routine.header.length == frames(720)


def test_areas_come_in_a_sound_order() -> None:
    """From the head to the feet, and with few changes of posture."""
    assert worked(made("feet", "neck", "jaw").routine) == ["jaw", "neck", "feet"]
    told = made("calves", "upper-back", "shoulders", tools=EVERY_TOOL).routine
    assert worked(told) == ["shoulders", "calves", "upper-back"]


def test_every_caution_is_spoken_and_every_tool_named_in_the_opening() -> None:
    """Before any work begins."""
    told = made(tools=EVERY_TOOL).routine
    opening = " ".join(said_in(sections(told)[0].nodes))
    for area in touches(told):
        assert all(names(opening, group) for group in body_data().areas[area].told["en"]), area
    for tool in told.header.tools:
        assert in_language(body_data().tools[tool].name, "en") in opening or tool == "hands"


@pytest.mark.parametrize("language", ["en", "de"])
def test_each_seed_gives_the_same_text_every_time(language: str) -> None:
    """And not all seeds give the same."""
    texts = [made(language=language, seed=seed).text for seed in range(6)]
    assert texts == [made(language=language, seed=seed).text for seed in range(6)]
    assert len({text.partition("-->")[2] for text in texts}) > 1 or language == "de"


def test_the_whole_body_is_worked_on_when_nothing_is_named() -> None:
    """With every tool at hand, each area has its turn."""
    assert set(worked(made(tools=EVERY_TOOL).routine)) == set(body_data().areas)


def test_an_area_is_skipped_and_that_is_said_when_it_was_named() -> None:
    """Never in silence."""
    told = made("neck", "jaw", skip=("jaw",))
    assert worked(told.routine) == ["neck"]
    assert told.said == ("jaw: left out, as asked",)
    assert "jaw" not in worked(made(skip=("jaw",)).routine)


def test_an_area_without_a_tool_for_it_is_told() -> None:
    """The others are composed."""
    told = made("neck", "upper-back")
    assert worked(told.routine) == ["neck"]
    assert told.said == ("upper back: no block for it with hands",)


def test_a_short_length_leaves_out_what_was_named_last_and_says_so() -> None:
    """Three areas do not fit into five minutes."""
    told = made("neck", "feet", "calves", length=frames(300))
    assert "calves" not in worked(told.routine)
    assert any(said.startswith("calves: left out") for said in told.said)


def test_a_long_length_takes_more_blocks_for_the_same_area() -> None:
    """From other routines of the library."""
    assert len(worked(made("neck", length=frames(900)).routine)) > len(worked(made("neck").routine)) == 1


def test_what_cannot_be_reached_is_said() -> None:
    """The script is there all the same."""
    assert made("neck", length=frames(3600)).said[0].startswith("reaches from about")


def test_a_boosted_area_takes_longer() -> None:
    """It is added where it was not named."""
    assert _estimate.reach(made("jaw", boost=("jaw",)).routine).longest > _estimate.reach(made("jaw").routine).longest
    assert worked(made("jaw", boost=("neck",)).routine) == ["jaw", "neck"]


def test_less_talk_asks_nothing_and_leaves_out_no_work() -> None:
    """Every hold is still there."""
    usual, quiet = made("jaw", "neck").routine, made("jaw", "neck", less_talk=True).routine
    assert len(" ".join(said_in(quiet.body))) < len(" ".join(said_in(usual.body)))
    assert not any("?" in said for part in sections(quiet) if part.areas for said in said_in(part.nodes))
    assert to_text(quiet).count("hold ") == to_text(usual).count("hold ")


@pytest.mark.parametrize(
    "request_",
    [CompositionRequest(("nek",)), CompositionRequest(tools=("hamer",)), CompositionRequest(("neck",), skip=("neck",))],
)
def test_what_cannot_be_composed_is_refused(request_: CompositionRequest) -> None:
    """With a next step."""
    with pytest.raises(UsageError) as fault:
        compose(request_, LIBRARY)
    assert fault.value.next_step


def test_a_block_is_on_one_area_with_one_tool() -> None:
    """A routine with several tools has blocks for each."""
    found = blocks(LIBRARY, "en")
    assert {(b.area, b.tool) for b in found if b.origin == "legs-and-feet-evening"} == {
        ("calves", "hands"),
        ("feet", "hands"),
        ("feet", "tennis-ball"),
    }
    assert all(block.area not in body_data().tools[block.tool].never for block in found)


def test_optional_blocks_are_taken_in_for_good() -> None:
    """At every depth."""
    nodes = routine("::: each side: left, right\nA.\n\n::: optional\nB.\n:::\n:::").body
    assert [type(node) for node in plain(nodes)] == [Each]
    assert list(said_in(plain(nodes))) == ["A.", "B."]
    assert "optional" not in to_text(routine("A.").__class__(routine("A.").header, plain(nodes)))


def test_no_hold_grows_past_what_is_sensible() -> None:
    """A minute and a half with words in it, below a minute without."""
    told = boosted(routine("Press. [hold 50s, 20s..80s]\n\n::: hold 70s, 20s..80s\nat half: Half.\n:::").body)
    assert isinstance(told[0], Paragraph)
    assert isinstance(hold := told[0].items[-1], Hold)
    assert hold.length.most == frames(80)
    assert isinstance(told[1], Work)
    assert told[1].length.most == frames(90)


def test_a_quiet_hold_joins_the_words_before_it() -> None:
    """It is what they asked for."""
    (told,) = quieter(routine("Press, and stay.\n\n::: hold 30s\nat half: Half.\n:::").body)
    assert isinstance(told, Paragraph)
    assert [type(item).__name__ for item in told.items] == ["Say", "Hold"]
