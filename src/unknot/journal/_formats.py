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
    from collections.abc import Callable, Iterable, Iterator

FORMAT = "unknot-journal"
VERSION = 1
COLUMNS = (
    "key", "started", "routine", "title", "areas", "planned_s", "done_s", "finished",
    "area", "before", "after", "noticed",
)  # fmt: skip
"""The columns of the CSV: one row for each area of a session, one row for a session without areas."""
_NEXT_STEP = "give the JSON of `unknot journal export -o FILE.json`"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""First characters of texts that a spreadsheet runs as a formula."""


def journal_to_json(sessions: Iterable[JournalEntry]) -> str:
    """All sessions as JSON. `journal_from_json` is the inverse."""
    rows = [entry_as_json(session) for session in sessions]
    return json.dumps({"format": FORMAT, "version": VERSION, "sessions": rows}, ensure_ascii=False, indent=2) + "\n"


def journal_from_json(text: str, on_damaged: Callable[[str], None] = lambda _: None) -> tuple[JournalEntry, ...]:
    """The sessions in a text that `journal_to_json` wrote; `on_damaged` gets a line about each that cannot be read.

    Raises:
        UsageError: The text is something else.
    """
    try:
        data = json.loads(text)
        known = isinstance(data, dict) and (data.get("format"), data.get("version")) == (FORMAT, VERSION)
        rows = data["sessions"] if known else None
    except (ValueError, KeyError, RecursionError) as fault:
        raise UsageError(f"this is not a journal: {fault}", next_step=_NEXT_STEP) from fault
    if not isinstance(rows, list):
        raise UsageError("this is not a journal that can be read", next_step=_NEXT_STEP)
    found = []
    for number, row in enumerate(rows, 1):
        try:
            found.append(_session(row))
        except (ValueError, KeyError, TypeError, OverflowError, UsageError) as fault:
            on_damaged(f"row {number} cannot be read: {_told(fault)}")
    return tuple(found)


def _told(fault: Exception) -> str:
    return f"it has no {fault}" if isinstance(fault, KeyError) else str(fault)


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
    started = datetime.fromisoformat(row["started"])
    if started.tzinfo is None:
        raise ValueError(f"its time {row['started']} has no offset from UTC")
    planned, done = frames(float(row["planned_s"])), frames(float(row["done_s"]))
    if min(planned, done) < 0:
        raise ValueError("a length is below 0")
    return JournalEntry(
        started=started,
        routine=_text(row["routine"]),
        title=_text(row["title"]),
        areas=tuple(map(_text, row["areas"])),
        planned=planned,
        done=done,
        finished=bool(row["finished"]),
        tensions=tuple(Tension(_text(t["area"]), t["before"], t["after"]) for t in row["tensions"]),
        noticed=_text(row["noticed"]),
        key=int(row["key"]),
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is not a text")
    value.encode()  # half of a surrogate pair cannot be kept
    return value
