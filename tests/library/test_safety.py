"""What is said for safety in front of a session."""

from __future__ import annotations

from tests.library.scripts import routine
from unknot.library import with_safety
from unknot.library._safety import safety
from unknot.library._sections import said_in
from unknot.routine import Heading

PLAIN = routine("# Settle\n\nSit down. [4s]")
TELLING = routine("# Settle\n\nStop if anything is sharp or electric. [4s]")


def test_the_first_session_hears_everything() -> None:
    """Pressure, stop signs, and that nothing is replaced."""
    said = " ".join(said_in(safety(PLAIN, 0)))
    assert "three to five out of ten" in said
    assert "Stop if anything is sharp" in said
    assert said.endswith("Self-massage supports professional care, it does not replace it.")


def test_a_later_session_hears_one_line() -> None:
    """From the second on."""
    (line,) = said_in(safety(PLAIN, 1))
    assert line.startswith("As always: stop")


def test_a_routine_that_tells_its_own_stop_signs_is_not_told_them_twice() -> None:
    """In the first session it is: that one is about more."""
    assert safety(TELLING, 1) == ()
    assert len(safety(TELLING, 0)) > 3


def test_conditions_are_asked_about_in_the_first_session() -> None:
    """Before the last line."""
    *_, ask, last = said_in(safety(PLAIN, 0, ["pregnancy"]))
    assert "midwife" in ask
    assert "does not replace" in last
    assert not any("midwife" in said for said in said_in(safety(PLAIN, 3, ["pregnancy"])))


def test_it_is_said_in_the_language_of_the_routine() -> None:
    """German for German."""
    said = " ".join(said_in(safety(routine("# A\n\nSetz dich.", language="de"), 0)))
    assert "sie ersetzt sie nicht" in said


def test_it_stands_in_the_first_chapter_before_everything_else() -> None:
    """The chapter still begins the session."""
    told = with_safety(PLAIN, 0)
    assert isinstance(told.body[0], Heading)
    assert next(iter(said_in(told.body))).startswith("Before this first session")
    assert told.body[-1] == PLAIN.body[-1]
