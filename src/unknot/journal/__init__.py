"""What was done and how it felt: kept on this machine, never lost, and told to the therapist as a page."""

from __future__ import annotations

from unknot.journal.book import Journal
from unknot.journal.exports import from_json, to_csv, to_json
from unknot.journal.lines import Told, read_line
from unknot.journal.report import Report, report, to_html, to_text
from unknot.journal.values import Session, Tension
from unknot.journal.weeks import Plan, Week, in_words, plan_from, week

__all__ = [
    "Journal",
    "Plan",
    "Report",
    "Session",
    "Tension",
    "Told",
    "Week",
    "from_json",
    "in_words",
    "plan_from",
    "read_line",
    "report",
    "to_csv",
    "to_html",
    "to_json",
    "to_text",
    "week",
]
