"""What is spoken for safety before a session."""

from __future__ import annotations

import pytest

from tests.library.scripts import routine
from unknot.library import body_data, due_caution, safety_lines, with_safety
from unknot.library._safety import safety_paragraphs
from unknot.library._sections import spoken_texts
from unknot.routine import Heading

PLAIN = routine("# Settle\n\nSit down. [4s]", areas="[neck]")
TELLING = routine("# Settle\n\nStop if anything is sharp or electric. [4s]", areas="[neck]")
MEDITATION = routine("# Settle\n\nFeel your feet and your neck. [4s]")
EVERY_CONDITION = tuple(body_data().conditions)


def test_before_the_first_session_everything_is_spoken() -> None:
    """It is about pressure, stop signs and professional care."""
    said = " ".join(spoken_texts(safety_paragraphs(PLAIN, "first")))
    assert "three to five out of ten" in said
    assert "Stop if anything is sharp" in said
    assert said.endswith("This does not replace their care.")


def test_before_a_later_session_one_line_is_spoken() -> None:
    """This begins with the second session."""
    (line,) = spoken_texts(safety_paragraphs(PLAIN, "later"))
    assert line.startswith("As always: stop")


def test_a_routine_that_names_stop_signs_needs_no_line_later() -> None:
    """Before the first session everything is spoken nevertheless."""
    assert safety_paragraphs(TELLING, "later") == ()
    assert len(safety_paragraphs(TELLING, "first")) > 3


def test_lines_that_repeat_become_rarer() -> None:
    """They come before each of the first sessions, and then before each fourth one."""
    due = [due_caution(done) for done in range(13)]
    assert due == ["first", *["later"] * 5, "none", "none", "later", "none", "none", "none", "later"]


@pytest.mark.parametrize("caution", ["first", "later", "none"])
def test_a_routine_without_areas_has_none_of_these_words(caution: str) -> None:
    """Nothing is pressed in a meditation, even if it names parts of the body."""
    assert safety_paragraphs(MEDITATION, caution, EVERY_CONDITION) == ()  # type: ignore[arg-type]
    assert safety_lines(MEDITATION, caution) == ()  # type: ignore[arg-type]


@pytest.mark.parametrize("caution", ["first", "later", "none"])
@pytest.mark.parametrize("condition", ["fever", "pregnancy", "blood-thinners", "recent-surgery", "osteoporosis"])
def test_a_condition_is_spoken_whatever_the_general_words(condition: str, caution: str) -> None:
    """It comes before each session, the first and every later one."""
    said = list(spoken_texts(safety_paragraphs(TELLING, caution, [condition])))  # type: ignore[arg-type]
    assert said[-1] == body_data().conditions[condition].ask["en"]


def test_a_condition_is_spoken_only_where_it_matters() -> None:
    """Varicose veins matter for the calves, and not for the neck."""
    calves = routine("# A\n\nSit.", areas="[calves]")
    assert len(safety_paragraphs(calves, "none", ["varicose-veins"])) == 1
    assert safety_paragraphs(PLAIN, "none", ["varicose-veins"]) == ()


def test_the_words_are_in_the_language_of_the_routine() -> None:
    """A German routine gets German words."""
    german = routine("# A\n\nSetz dich.", language="de", areas="[neck]")
    assert "ersetzt keine Behandlung" in " ".join(spoken_texts(safety_paragraphs(german, "first")))


def test_the_words_are_the_first_ones_of_the_first_chapter() -> None:
    """The heading stays the first node."""
    result = with_safety(PLAIN, "first")
    assert isinstance(result.body[0], Heading)
    assert next(iter(spoken_texts(result.body))).startswith("Let your hands rest")
    assert result.body[-1] == PLAIN.body[-1]
