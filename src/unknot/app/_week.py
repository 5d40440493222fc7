"""`week`: the plan against what happened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unknot import journal
from unknot.app._journal import journal_list
from unknot.app._person import read_profile

if TYPE_CHECKING:
    from datetime import date


def week(today: date) -> str:
    """The week of that day in words: the plan against what happened.

    Raises:
        UsageError: The profile cannot be read.
        WriteError: The journal cannot be used.
    """
    wanted = read_profile().sessions
    first = journal.WeekPlan(sessions=wanted, most_sessions=max(journal.WeekPlan().most_sessions, wanted))
    sessions = journal_list()
    plan = journal.current_plan(sessions, first, today)
    return journal.week_as_text(journal.this_week(sessions, plan, today))
