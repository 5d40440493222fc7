"""The week: its plan, the sessions that were done, and the plan for the next week, which grows in small steps.

The words never blame a person for a day without a session.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from unknot.journal._formats import entry_as_json
from unknot.units import NO_FRAMES, SAMPLE_RATE, Frames, seconds

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from unknot.journal._entries import JournalEntry


@dataclass(frozen=True, slots=True)
class WeekPlan:
    """The sessions that are planned for a week."""

    sessions: int = 2
    """Number of sessions."""
    minutes: int = 5
    """Length of each session in minutes."""
    most_sessions: int = 4
    """The number of sessions at which the plan grows no more."""
    most_minutes: int = 10
    """The length at which the plan grows no more."""


@dataclass(frozen=True, slots=True)
class Day:
    """One day and its sessions. Attempts that were broken off are none."""

    date: date
    sessions: tuple[JournalEntry, ...]

    @property
    def heard(self) -> Frames:
        """The length of all sessions together."""
        return Frames(sum(session.done for session in self.sessions))


@dataclass(frozen=True, slots=True)
class Week:
    """A week from Monday to Sunday and its plan."""

    plan: WeekPlan
    days: tuple[Day, ...]
    left: int
    """Number of days that are left, today included."""
    next: WeekPlan
    """The plan for the week after: that of this week until it is met or the last day has come."""

    @property
    def done(self) -> int:
        """Number of sessions."""
        return sum(len(day.sessions) for day in self.days)

    @property
    def heard(self) -> Frames:
        """The length of all sessions together."""
        return Frames(sum((day.heard for day in self.days), NO_FRAMES))


def this_week(sessions: Sequence[JournalEntry], plan: WeekPlan, today: date) -> Week:
    """The week of `today`."""
    monday = today - timedelta(days=today.weekday())
    dates = [monday + timedelta(days=n) for n in range(7)]
    days = tuple(Day(day, tuple(s for s in sessions if s.counts and s.started.date() == day)) for day in dates)
    now = Week(plan, days, left=7 - today.weekday(), next=plan)
    if now.done < plan.sessions and now.left > 1:
        return now
    return replace(now, next=plan_after(plan, now.done, _tenser(sessions, monday)))


def plan_after(plan: WeekPlan, done: int, tenser: bool = False) -> WeekPlan:
    """The plan for the week after one in which `done` sessions were heard.

    The plan grows by one step: first one session more, then two minutes more. After a week with fewer sessions than
    planned, or with more tension than the week before, it stays. After a week without sessions it is small again.
    """
    if done == 0:
        small = WeekPlan()
        return replace(plan, sessions=min(plan.sessions, small.sessions), minutes=min(plan.minutes, small.minutes))
    if tenser or done < plan.sessions:
        return plan
    if plan.sessions < plan.most_sessions:
        return replace(plan, sessions=plan.sessions + 1)
    return replace(plan, minutes=max(plan.minutes, min(plan.minutes + 2, plan.most_minutes)))


def current_plan(sessions: Sequence[JournalEntry], first: WeekPlan, today: date) -> WeekPlan:
    """The plan for this week: `first`, changed after each week since the first session."""
    days = [session.started.date() for session in sessions if session.counts]
    if not days:
        return first
    monday = today - timedelta(days=today.weekday())
    day = min(days)
    day -= timedelta(days=day.weekday())
    plan = first
    while day < monday:
        plan = this_week(sessions, plan, day + timedelta(days=6)).next
        day += timedelta(days=7)
    return plan


def week_as_text(week: Week) -> str:
    """The week in a few lines."""
    lines = [f"This week: {week.done} of {week.plan.sessions} sessions, {_minutes(week.heard)} heard."]
    lines += [f"  {day.date:%a %d %b}  {_sessions_in_words(day)}" for day in week.days]
    lines.append(_outlook(week))
    return "\n".join(lines) + "\n"


def week_as_json(week: Week) -> dict[str, object]:
    """The week as plain values. Lengths are in seconds, except those of plans, which are in minutes."""
    return {
        "plan": {"sessions": week.plan.sessions, "minutes": week.plan.minutes},
        "done": week.done,
        "heard_s": seconds(week.heard),
        "days_left": week.left,
        "days": [
            {"date": day.date.isoformat(), "sessions": [entry_as_json(session) for session in day.sessions]}
            for day in week.days
        ],
        "next": {"sessions": week.next.sessions, "minutes": week.next.minutes},
    }


def _sessions_in_words(day: Day) -> str:
    return ", ".join(f"{s.title or s.routine} ({_minutes(s.done)})" for s in day.sessions) or "·"


def _outlook(week: Week) -> str:
    if week.done >= week.plan.sessions:
        return f"The plan is met. Next week could be {_planned(week.next)}."
    if week.left > 1:
        return f"There is time for more ({week.left} days, today included), and nothing has to be made up."
    return f"There is time for more today, and nothing has to be made up. Next week could be {_planned(week.next)}."


def _planned(plan: WeekPlan) -> str:
    return f"{plan.sessions} sessions of {plan.minutes} minutes"


def _minutes(length: Frames) -> str:
    return f"{round(length / SAMPLE_RATE / 60)} min"


def _tenser(sessions: Sequence[JournalEntry], monday: date) -> bool:
    """Whether the mean tension before sessions was at least one point higher than in the week before."""
    this, before = (_mean_before(sessions, monday - timedelta(days=back)) for back in (0, 7))
    return this is not None and before is not None and this >= before + 1


def _mean_before(sessions: Sequence[JournalEntry], monday: date) -> float | None:
    week_of = (s for s in sessions if monday <= s.started.date() < monday + timedelta(days=7))
    values = [tension.before for session in week_of for tension in session.tensions if tension.before is not None]
    return sum(values) / len(values) if values else None
