"""The week: what was planned, what happened, and a next week that begins small and grows gradually.

Nothing here scolds. A day without a session is a day without a session.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from unknot.units import NO_FRAMES, SAMPLE_RATE, Frames

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from unknot.journal._entries import JournalEntry

_COUNTS = Frames(60 * SAMPLE_RATE)
"""A session of a minute counts."""


@dataclass(frozen=True, slots=True)
class WeekPlan:
    """What a week is meant to hold."""

    sessions: int = 2
    """How many."""
    minutes: int = 5
    """How long each."""
    most_sessions: int = 4
    """Where growing ends."""
    most_minutes: int = 10


@dataclass(frozen=True, slots=True)
class Day:
    """One day and its sessions."""

    date: date
    sessions: tuple[JournalEntry, ...]

    @property
    def heard(self) -> Frames:
        """All of them together."""
        return Frames(sum(session.done for session in self.sessions))


@dataclass(frozen=True, slots=True)
class Week:
    """A week from Monday to Sunday against its plan."""

    plan: WeekPlan
    days: tuple[Day, ...]
    left: int
    """Days to come, today included."""
    next: WeekPlan
    """What suits the week after."""

    @property
    def done(self) -> int:
        """Sessions of at least a minute."""
        return sum(_counts(session) for day in self.days for session in day.sessions)

    @property
    def heard(self) -> Frames:
        """All sessions together."""
        return Frames(sum((day.heard for day in self.days), NO_FRAMES))


def this_week(sessions: Sequence[JournalEntry], plan: WeekPlan, today: date) -> Week:
    """The week that `today` is in."""
    monday = today - timedelta(days=today.weekday())
    dates = [monday + timedelta(days=n) for n in range(7)]
    days = tuple(Day(day, tuple(s for s in sessions if s.started.date() == day)) for day in dates)
    now = Week(plan, days, left=7 - today.weekday(), next=plan)
    return replace(now, next=plan_after(plan, now.done, _tenser(sessions, monday)))


def plan_after(plan: WeekPlan, done: int, tenser: bool = False) -> WeekPlan:
    """The plan for the week after one in which `done` sessions were heard.

    One step at a time: first another session, then two minutes more. Where less was heard the plan stays, where
    nothing was it begins small again, and where tension went up from week to week it does not grow.
    """
    if done == 0:
        small = WeekPlan()
        return replace(plan, sessions=min(plan.sessions, small.sessions), minutes=min(plan.minutes, small.minutes))
    if tenser or done < plan.sessions:
        return plan
    if plan.sessions < plan.most_sessions:
        return replace(plan, sessions=plan.sessions + 1)
    return replace(plan, minutes=max(plan.minutes, min(plan.minutes + 2, plan.most_minutes)))


def grown_plan(sessions: Sequence[JournalEntry], first: WeekPlan, today: date) -> WeekPlan:
    """The plan for this week that `first` has grown into, week by week from the first session on."""
    if not sessions:
        return first
    monday = today - timedelta(days=today.weekday())
    day = min(session.started.date() for session in sessions)
    day -= timedelta(days=day.weekday())
    plan = first
    while day < monday:
        plan = this_week(sessions, plan, day + timedelta(days=6)).next
        day += timedelta(days=7)
    return plan


def week_in_words(seen: Week) -> str:
    """The week in a few lines for the terminal."""
    lines = [f"This week: {seen.done} of {seen.plan.sessions} sessions, {_minutes(seen.heard)} heard."]
    lines += [f"  {day.date:%a %d %b}  {_told(day)}" for day in seen.days]
    lines.append(_outlook(seen))
    return "\n".join(lines) + "\n"


def _told(day: Day) -> str:
    return ", ".join(f"{s.title or s.routine} ({_minutes(s.done)})" for s in day.sessions) or "·"


def _outlook(seen: Week) -> str:
    if seen.done >= seen.plan.sessions:
        return f"The plan is met. Next week could be {_planned(seen.next)}."
    days = "today" if seen.left == 1 else f"{seen.left} days, today included"
    return f"There is time for more ({days}), and nothing has to be made up. Next week could be {_planned(seen.next)}."


def _planned(plan: WeekPlan) -> str:
    return f"{plan.sessions} sessions of {plan.minutes} minutes"


def _minutes(length: Frames) -> str:
    return f"{round(length / SAMPLE_RATE / 60)} min"


def _counts(session: JournalEntry) -> bool:
    return session.finished or session.done >= _COUNTS


def _tenser(sessions: Sequence[JournalEntry], monday: date) -> bool:
    """Whether the mean tension before a session is at least a point over that of the week before."""
    now, before = (_mean_before(sessions, monday - timedelta(days=back)) for back in (0, 7))
    return now is not None and before is not None and now >= before + 1


def _mean_before(sessions: Sequence[JournalEntry], monday: date) -> float | None:
    week_of = (s for s in sessions if monday <= s.started.date() < monday + timedelta(days=7))
    told = [tension.before for session in week_of for tension in session.tensions if tension.before is not None]
    return sum(told) / len(told) if told else None
