"""A timeline and the items of its plan are the same session."""

from __future__ import annotations

from tests.fakes.sessions import session
from unknot.planning import SessionPlan
from unknot.planning._plan import laid_out

PLAN = SessionPlan.of(session("#Settle A2 10 B2 10 #Jaw C2 20 D2 20 #Neck E2 30 F2 10 #Return G2 5"))


def test_items_laid_out_again_are_the_same_timeline() -> None:
    """The items of a timeline, laid out again, give the same timeline."""
    assert laid_out(PLAN.timeline, PLAN.items) == PLAN.timeline
