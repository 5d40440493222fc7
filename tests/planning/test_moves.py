"""Each command is a change of the plan at the frame that is heard."""

from __future__ import annotations

import pytest

from tests.fakes.sessions import session
from unknot.planning import SessionPlan, _moves
from unknot.timeline import Chapter, Cue
from unknot.units import Frames, frames

PLAN = SessionPlan.of(session("#Settle A2 10 B2 10 #Jaw C2 20 D2 20 #Neck E2 30 F2 10 #Return G2 5"))


def at(second: float) -> Frames:
    """A frame that is on no grid."""
    return Frames(frames(second) + 7)


def test_a_cue_that_has_only_begun_is_not_the_one_to_repeat() -> None:
    """In its first half second a cue is not repeated; the cue before it is."""
    assert _begun(_moves.repeat(PLAN, at(15.2))) == "A"
    assert _begun(_moves.repeat(PLAN, at(15.9))) == "B"


def test_before_the_first_cue_there_is_nothing_to_repeat() -> None:
    """Before the first cue, `repeat` changes nothing."""
    assert _moves.repeat(PLAN, at(1.0)) is None
    assert _moves.repeat(PLAN, at(3.2)) is None


def test_resuming_begins_with_the_last_cue_that_began() -> None:
    """A session that resumes begins with the last cue that began, however short it was heard."""
    assert _begun(_moves.resume(PLAN, at(15.1))) == "B"
    assert _moves.resume(PLAN, at(1.0)).to is None


@pytest.mark.parametrize(("second", "title"), [(1, "Jaw"), (30, "Neck"), (60, "Neck"), (80, "Return"), (200, None)])
def test_next_goes_to_the_next_chapter(second: float, title: str | None) -> None:
    """`next_chapter` goes to the next chapter, and after the last one it changes nothing."""
    assert _chapter(_moves.next_chapter(PLAN, at(second))) == title


@pytest.mark.parametrize(("second", "title"), [(10, "Settle"), (28, "Settle"), (40, "Jaw"), (72, "Jaw"), (80, "Neck")])
def test_back_goes_to_the_beginning_of_the_chapter_or_soon_after_it_to_the_one_before(
    second: float, title: str
) -> None:
    """`previous_chapter` goes to the beginning of the chapter, and in its first four seconds to the one before."""
    assert _chapter(_moves.previous_chapter(PLAN, at(second))) == title


def test_the_closing_is_a_short_last_chapter_or_else_the_last_cue() -> None:
    """The closing is a short last chapter, else the last cue, and once it has begun nothing changes."""
    long = SessionPlan.of(session("#One A2 20 #Two B2 80 C2 20"))
    assert _begun(_moves.closing(PLAN, at(40.0))) == "G"
    assert _begun(_moves.closing(long, at(5.0)), long) == "C"
    assert _moves.closing(PLAN, Frames(PLAN.timeline.frames - frames(5))) is None


def _begun(move: _moves.PlanMove | None, plan: SessionPlan = PLAN) -> str | None:
    event = plan.planned[move.to].event if move and move.to is not None else None
    return event.text if isinstance(event, Cue) else None


def _chapter(move: _moves.PlanMove | None) -> str | None:
    marks = PLAN.planned[move.to].marks if move and move.to is not None else ()
    return next((m.title for m in marks if isinstance(m, Chapter)), None)
