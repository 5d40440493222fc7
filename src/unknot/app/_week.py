"""`week`: the plan of a week and what was done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from unknot import journal
from unknot.app._journal import journal_list
from unknot.app._person import read_profile

if TYPE_CHECKING:
    from datetime import date

    from unknot.journal import Week


@dataclass(frozen=True, slots=True)
class WeekResult:
    """A week: its plan and what was done."""

    week: Week

    @property
    def text(self) -> str:
        """It in a few lines."""
        return journal.week_as_text(self.week)

    def as_json(self) -> dict[str, object]:
        """It as plain values (docs/terminal.md)."""
        return journal.week_as_json(self.week)


def week(today: date) -> WeekResult:
    """The week of that day.

    Raises:
        UsageError: The profile is not valid.
        WriteError: The journal cannot be used.
    """
    planned = read_profile().sessions
    first = journal.WeekPlan(sessions=planned, most_sessions=max(journal.WeekPlan().most_sessions, planned))
    sessions = journal_list()
    plan = journal.current_plan(sessions, first, today)
    return WeekResult(journal.this_week(sessions, plan, today))
