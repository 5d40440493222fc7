"""The week and its plan."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.journal.sessions import MINUTE, session, sessions
from unknot.journal import WeekPlan, current_plan, this_week, week_as_text
from unknot.journal._weeks import plan_after
from unknot.units import Frames

MONDAY, SUNDAY = date(2026, 11, 23), date(2026, 11, 29)


def test_a_week_runs_from_monday_to_sunday() -> None:
    """Sessions before and after it are not counted."""
    week = this_week(sessions("22", "23", "25", "25", "30"), WeekPlan(), date(2026, 11, 25))
    assert [len(day.sessions) for day in week.days] == [1, 0, 2, 0, 0, 0, 0]
    assert (week.done, week.left) == (3, 5)


def test_a_session_of_seconds_is_not_counted() -> None:
    """A session counts from one minute on."""
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
def test_a_plan_grows_by_one_step_or_stays(plan: WeekPlan, done: int, tenser: bool, next_plan: WeekPlan) -> None:
    """First the sessions grow, then the minutes; after a week with more tension the plan stays."""
    assert plan_after(plan, done, tenser) == next_plan


def test_a_plan_grows_with_every_week_since_the_first() -> None:
    """A week with fewer sessions than planned does not change it."""
    given = sessions("2", "3", "9", "10", "11", "16")
    assert current_plan(given, WeekPlan(2, 5), MONDAY) == WeekPlan(4, 5)
    assert current_plan((), WeekPlan(2, 5), MONDAY) == WeekPlan(2, 5)


def test_a_plan_stays_while_tension_rises() -> None:
    """The mean has to be at least one point higher than in the week before."""
    given = sessions("16 neck 3>3", "17 neck 3>3", "23 neck 5>4", "24 neck 5>4")
    assert this_week(given, WeekPlan(2, 5), SUNDAY).next == WeekPlan(2, 5)


@pytest.mark.parametrize("day", range(23, 29))
def test_a_smaller_plan_is_not_announced_before_the_last_day(day: int) -> None:
    """As long as the plan can be met, nothing is said of the next week, and its plan is that of this one."""
    week = this_week((), WeekPlan(4, 9), date(2026, 11, day))
    assert "Next week" not in week_as_text(week)
    assert week.next == WeekPlan(4, 9)
    last = this_week((), WeekPlan(4, 9), SUNDAY)
    assert "Next week could be 2 sessions of 5 minutes." in week_as_text(last)


def test_a_plan_that_is_met_early_says_what_comes_next() -> None:
    """It can only grow."""
    week = this_week(sessions("23", "24"), WeekPlan(2, 5), date(2026, 11, 25))
    assert "The plan is met. Next week could be 3 sessions of 5 minutes." in week_as_text(week)


@pytest.mark.parametrize("lines", [(), ("23",), ("23", "24", "25")])
def test_the_words_never_blame(lines: tuple[str, ...]) -> None:
    """This holds for full and for empty weeks."""
    text = week_as_text(this_week(sessions(*lines), WeekPlan(), SUNDAY)).lower()
    assert not any(word in text for word in ("miss", "fail", "only", "should", "must", "behind", "unfortunately"))
    assert f"{len(lines)} of 2 sessions" in text


@pytest.mark.parametrize(
    ("planned", "done", "finished", "counts"),
    [(20, 9.9, False, False), (20, 10, False, True), (20, 2, True, True), (0, 0.9, False, False), (0, 1, False, True)],
)
def test_an_attempt_that_was_broken_off_is_no_session(
    planned: float, done: float, *, finished: bool, counts: bool
) -> None:
    """A session was heard to its end or to half of its planned length; where none was planned, for a minute."""
    entry = replace(session("23", done), planned=Frames(int(planned * MINUTE)), finished=finished)
    assert entry.counts is counts
    assert this_week([entry], WeekPlan(), MONDAY).done == counts
    assert current_plan([entry], WeekPlan(), MONDAY) == WeekPlan()
