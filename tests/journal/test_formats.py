"""The journal as JSON and as CSV."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest

from tests.journal.sessions import session, sessions
from unknot.errors import UsageError
from unknot.journal import journal_from_json, journal_to_csv, journal_to_json
from unknot.journal._formats import COLUMNS


def test_json_is_read_back_as_it_was() -> None:
    """Every field is kept, also with unusual characters and empty lists."""
    given = (*sessions("23 neck 6>3; “ü”\u2028", "24"), replace(session("25"), areas=(), done=session("1", 1.5).done))
    assert journal_from_json(journal_to_json(given)) == given


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": "other", "version": 1, "sessions": []}', "null"])
def test_what_is_no_journal_is_refused(text: str) -> None:
    """The error says what to give instead."""
    with pytest.raises(UsageError, match="not a journal"):
        journal_from_json(text)


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
