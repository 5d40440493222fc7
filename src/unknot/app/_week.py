"""`week`: the plan of a week and what was done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unknot import journal
from unknot.app._journal import journal_list
from unknot.app._person import read_profile

if TYPE_CHECKING:
    from datetime import date


def week(today: date) -> str:
    """The week of that day as text: the plan and what was done.

    Raises:
        UsageError: The profile is not valid.
        WriteError: The journal cannot be used.
    """
    planned = read_profile().sessions
    first = journal.WeekPlan(sessions=planned, most_sessions=max(journal.WeekPlan().most_sessions, planned))
    sessions = journal_list()
    plan = journal.current_plan(sessions, first, today)
    return journal.week_as_text(journal.this_week(sessions, plan, today))
