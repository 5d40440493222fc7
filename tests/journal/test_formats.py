"""The journal as JSON and as CSV."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import pytest

from tests.journal.sessions import session, sessions
from unknot.errors import UsageError
from unknot.journal import journal_from_json, journal_to_csv, journal_to_json
from unknot.journal._formats import COLUMNS, FORMAT, VERSION


def test_json_is_read_back_as_it_was() -> None:
    """Every field is kept, also with unusual characters and empty lists."""
    given = (*sessions("23 neck 6>3; “ü”\u2028", "24"), replace(session("25"), areas=(), done=session("1", 1.5).done))
    assert journal_from_json(journal_to_json(given)) == given


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": "other", "version": 1, "sessions": []}', "null"])
def test_what_is_no_journal_is_refused(text: str) -> None:
    """The error says what to give instead."""
    with pytest.raises(UsageError, match="not a journal"):
        journal_from_json(text)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"started": "yesterday"}, "row 2 cannot be read"),
        ({"started": "2026-11-23T10:00:00"}, "no offset"),
        ({"done_s": -1}, "below 0"),
        ({"done_s": 1e400}, "row 2"),
        ({"title": 5}, "not a text"),
        ({"tensions": [{"area": "neck", "before": 11, "after": 2}]}, "not from 0 to 10"),
        ({"noticed": "\ud800"}, "row 2"),
    ],
)
def test_a_damaged_row_is_named_and_the_others_are_read(change: dict[str, object], says: str) -> None:
    """The rows before and after it are read."""
    data = json.loads(journal_to_json(sessions("23", "24", "25")))
    data["sessions"][1] |= change
    said: list[str] = []
    found = journal_from_json(json.dumps(data), said.append)
    assert [entry.started.day for entry in found] == [23, 25]
    assert len(said) == 1
    assert says in said[0]


def test_a_row_of_another_kind_is_named() -> None:
    """A row without a field, and one that is no object."""
    said: list[str] = []
    assert (
        journal_from_json(f'{{"format": "{FORMAT}", "version": {VERSION}, "sessions": [{{}}, 5]}}', said.append) == ()
    )
    assert len(said) == 2


def test_csv_has_a_row_for_each_area_and_one_for_a_session_without() -> None:
    """The first line names the columns."""
    rows = list(csv.reader(io.StringIO(journal_to_csv(sessions("23 neck 6>3, jaw 4", "24 ; calm")))))
    assert tuple(rows[0]) == COLUMNS
    assert [(row[8], row[9], row[10], row[11]) for row in rows[1:]] == [
        ("neck", "6", "3", ""),
        ("jaw", "4", "", ""),
        ("", "", "", "calm"),
    ]


def test_a_note_never_becomes_a_formula() -> None:
    """A spreadsheet would run a text that begins with an equals sign."""
    assert "'=HYPERLINK" in journal_to_csv([replace(session("23"), noticed='=HYPERLINK("x")')])
