"""The week against its plan."""

from __future__ import annotations

from datetime import date

import pytest

from tests.journal.sessions import session, sessions
from unknot.journal import WeekPlan, grown_plan, this_week, week_in_words
from unknot.journal._weeks import plan_after

MONDAY, SUNDAY = date(2026, 11, 23), date(2026, 11, 29)


def test_a_week_runs_from_monday_to_sunday() -> None:
    """Sessions before and after are not in it."""
    seen = this_week(sessions("22", "23", "25", "25", "30"), WeekPlan(), date(2026, 11, 25))
    assert [len(day.sessions) for day in seen.days] == [1, 0, 2, 0, 0, 0, 0]
    assert (seen.done, seen.left) == (3, 5)


def test_a_session_of_seconds_is_not_counted() -> None:
    """A key pressed by mistake is no session; a minute is."""
    short = (session("23", 0.5), session("24", 1))
    unfinished = [type(s)(s.started, s.routine, done=s.done) for s in short]
    assert this_week(unfinished, WeekPlan(), MONDAY).done == 1


@pytest.mark.parametrize(
    ("plan", "done", "tenser", "next_plan"),
    [
        (WeekPlan(2, 5), 2, False, WeekPlan(3, 5)),
        (WeekPlan(4, 5), 4, False, WeekPlan(4, 7)),
        (WeekPlan(4, 9), 4, False, WeekPlan(4, 10)),
        (WeekPlan(4, 10), 6, False, WeekPlan(4, 10)),
        (WeekPlan(4, 20), 4, False, WeekPlan(4, 20)),
        (WeekPlan(3, 5), 1, False, WeekPlan(3, 5)),
        (WeekPlan(3, 5), 3, True, WeekPlan(3, 5)),
        (WeekPlan(4, 9), 0, False, WeekPlan(2, 5)),
        (WeekPlan(1, 3), 0, False, WeekPlan(1, 3)),
    ],
)
def test_a_plan_grows_by_one_step_or_rests(plan: WeekPlan, done: int, tenser: bool, next_plan: WeekPlan) -> None:
    """Sessions first, then minutes; never after a week that left areas tenser."""
    assert plan_after(plan, done, tenser) == next_plan


def test_a_plan_has_grown_with_every_week_since_the_first() -> None:
    """Two sessions a week for two weeks, and one in the third, which grows nothing."""
    told = sessions("2", "3", "9", "10", "11", "16")
    assert grown_plan(told, WeekPlan(2, 5), MONDAY) == WeekPlan(4, 5)
    assert grown_plan((), WeekPlan(2, 5), MONDAY) == WeekPlan(2, 5)


def test_a_plan_rests_while_tension_goes_up() -> None:
    """A mean a point above that of the week before."""
    told = sessions("16 neck 3>3", "17 neck 3>3", "23 neck 5>4", "24 neck 5>4")
    assert this_week(told, WeekPlan(2, 5), SUNDAY).next == WeekPlan(2, 5)


@pytest.mark.parametrize("lines", [(), ("23",), ("23", "24", "25")])
def test_the_words_never_scold(lines: tuple[str, ...]) -> None:
    """Not in a full week and not in an empty one."""
    told = week_in_words(this_week(sessions(*lines), WeekPlan(), SUNDAY)).lower()
    assert not any(word in told for word in ("miss", "fail", "only", "should", "must", "behind", "unfortunately"))
    assert f"{len(lines)} of 2 sessions" in told
