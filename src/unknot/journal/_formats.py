"""The journal as JSON, which can be read back, and as CSV, for a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

from unknot.errors import UsageError
from unknot.journal._entries import JournalEntry, Tension
from unknot.units import frames, seconds

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

FORMAT = "unknot-journal"
VERSION = 1
COLUMNS = (
    "key", "started", "routine", "title", "areas", "planned_s", "done_s", "finished",
    "area", "before", "after", "noticed",
)  # fmt: skip
"""The columns of the CSV: one row for each area of a session, one row for a session without areas."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""First characters of texts that a spreadsheet runs as a formula."""


def journal_to_json(sessions: Iterable[JournalEntry]) -> str:
    """All sessions as JSON. `journal_from_json` is the inverse."""
    rows = [entry_as_json(session) for session in sessions]
    return json.dumps({"format": FORMAT, "version": VERSION, "sessions": rows}, ensure_ascii=False, indent=2) + "\n"


def journal_from_json(text: str) -> tuple[JournalEntry, ...]:
    """The sessions in a text that `journal_to_json` wrote.

    Raises:
        UsageError: The text is something else.
    """
    try:
        data = json.loads(text)
        if (data["format"], data["version"]) != (FORMAT, VERSION):
            raise UsageError("this is not a journal that can be read", next_step="give the JSON of `journal export`")
        return tuple(_session(row) for row in data["sessions"])
    except (ValueError, KeyError, TypeError) as fault:
        raise UsageError(f"this is not a journal: {fault}", next_step="give the JSON of `journal export`") from fault


def journal_to_csv(sessions: Iterable[JournalEntry]) -> str:
    """One row for each area of each session, for a spreadsheet.

    A text that a spreadsheet would run as a formula gets a quote in front. The JSON has it unchanged.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for session in sessions:
        writer.writerows(_rows(session))
    return text.getvalue()


def _rows(session: JournalEntry) -> Iterator[tuple[object, ...]]:
    for tension in session.tensions or (Tension(""),):
        yield (
            session.key,
            session.started.isoformat(),
            _safe(session.routine),
            _safe(session.title),
            _safe(" ".join(session.areas)),
            f"{seconds(session.planned):g}",
            f"{seconds(session.done):g}",
            "yes" if session.finished else "no",
            _safe(tension.area),
            "" if tension.before is None else tension.before,
            "" if tension.after is None else tension.after,
            _safe(session.noticed),
        )


def _safe(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


def entry_as_json(session: JournalEntry) -> dict[str, Any]:
    """One session as plain values, as in the JSON of the whole journal. Lengths are in seconds."""
    return {
        "key": session.key,
        "started": session.started.isoformat(),
        "routine": session.routine,
        "title": session.title,
        "areas": list(session.areas),
        "planned_s": seconds(session.planned),
        "done_s": seconds(session.done),
        "finished": session.finished,
        "tensions": [{"area": t.area, "before": t.before, "after": t.after} for t in session.tensions],
        "noticed": session.noticed,
    }


def _session(row: dict[str, Any]) -> JournalEntry:
    return JournalEntry(
        started=datetime.fromisoformat(row["started"]),
        routine=str(row["routine"]),
        title=str(row["title"]),
        areas=tuple(map(str, row["areas"])),
        planned=frames(float(row["planned_s"])),
        done=frames(float(row["done_s"])),
        finished=bool(row["finished"]),
        tensions=tuple(Tension(t["area"], t["before"], t["after"]) for t in row["tensions"]),
        noticed=str(row["noticed"]),
        key=int(row["key"]),
    )
