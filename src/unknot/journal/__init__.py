"""The journal: which sessions were done and how areas felt, on this machine only, and a report for a therapist."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unknot._faces import lazy

if TYPE_CHECKING:
    from unknot.journal._entries import JournalEntry as JournalEntry, Tension as Tension
    from unknot.journal._formats import (
        entry_as_json as entry_as_json,
        journal_from_json as journal_from_json,
        journal_to_csv as journal_to_csv,
        journal_to_json as journal_to_json,
    )
    from unknot.journal._journal import DAYS_KEPT as DAYS_KEPT, Journal as Journal
    from unknot.journal._line import ParsedLine as ParsedLine, read_line as read_line
    from unknot.journal._report import (
        JournalReport as JournalReport,
        make_report as make_report,
        report_as_html as report_as_html,
        report_as_text as report_as_text,
    )
    from unknot.journal._weeks import (
        Week as Week,
        WeekPlan as WeekPlan,
        current_plan as current_plan,
        this_week as this_week,
        week_as_json as week_as_json,
        week_as_text as week_as_text,
    )

_NAMES = {
    "DAYS_KEPT": "_journal",
    "Journal": "_journal",
    "JournalEntry": "_entries",
    "JournalReport": "_report",
    "ParsedLine": "_line",
    "Tension": "_entries",
    "Week": "_weeks",
    "WeekPlan": "_weeks",
    "current_plan": "_weeks",
    "entry_as_json": "_formats",
    "journal_from_json": "_formats",
    "journal_to_csv": "_formats",
    "journal_to_json": "_formats",
    "make_report": "_report",
    "read_line": "_line",
    "report_as_html": "_report",
    "report_as_text": "_report",
    "this_week": "_weeks",
    "week_as_json": "_weeks",
    "week_as_text": "_weeks",
}
"""Public name and the private module that has it."""

if not TYPE_CHECKING:  # so that a name that does not exist is still an error of types
    __getattr__ = lazy(__name__, _NAMES)
