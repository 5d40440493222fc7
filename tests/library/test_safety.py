"""What is spoken for safety before a session."""

from __future__ import annotations

from tests.library.scripts import routine
from unknot.library import with_safety
from unknot.library._safety import safety_paragraphs
from unknot.library._sections import spoken_texts
from unknot.routine import Heading

PLAIN = routine("# Settle\n\nSit down. [4s]")
TELLING = routine("# Settle\n\nStop if anything is sharp or electric. [4s]")


def test_before_the_first_session_everything_is_spoken() -> None:
    """It is about pressure, stop signs and professional care."""
    said = " ".join(spoken_texts(safety_paragraphs(PLAIN, 0)))
    assert "three to five out of ten" in said
    assert "Stop if anything is sharp" in said
    assert said.endswith("Self-massage supports professional care, it does not replace it.")


def test_before_a_later_session_one_line_is_spoken() -> None:
    """This begins with the second session."""
    (line,) = spoken_texts(safety_paragraphs(PLAIN, 1))
    assert line.startswith("As always: stop")


def test_a_routine_that_names_stop_signs_needs_no_line_later() -> None:
    """Before the first session everything is spoken nevertheless."""
    assert safety_paragraphs(TELLING, 1) == ()
    assert len(safety_paragraphs(TELLING, 0)) > 3


def test_conditions_are_asked_about_in_the_first_session() -> None:
    """The question comes before the last line."""
    *_, ask, last = spoken_texts(safety_paragraphs(PLAIN, 0, ["pregnancy"]))
    assert "midwife" in ask
    assert "does not replace" in last
    assert not any("midwife" in said for said in spoken_texts(safety_paragraphs(PLAIN, 3, ["pregnancy"])))


def test_the_words_are_in_the_language_of_the_routine() -> None:
    """A German routine gets German words."""
    said = " ".join(spoken_texts(safety_paragraphs(routine("# A\n\nSetz dich.", language="de"), 0)))
    assert "sie ersetzt sie nicht" in said


def test_the_words_are_the_first_ones_of_the_first_chapter() -> None:
    """The heading stays the first node."""
    result = with_safety(PLAIN, 0)
    assert isinstance(result.body[0], Heading)
    assert next(iter(spoken_texts(result.body))).startswith("Before this first session")
    assert result.body[-1] == PLAIN.body[-1]
