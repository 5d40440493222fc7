"""What a person is asked after a session."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from unknot import app
from unknot.cli._after import ask_after

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def began(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> datetime:
    """The start of a session that has an entry."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    began = datetime.now().astimezone()
    app.journal_add(app.JournalAddRequest("neck 6", routine="a walk"))
    return began


def test_an_answer_is_written_into_the_entry(began: datetime) -> None:
    """Numbers are the tension after the session, and the words follow; a line that cannot be read is asked again."""
    answers = ["neck 33", "neck 3, jaw 4; softer"]
    ask_after(began, lambda: answers.pop(0))
    (entry,) = app.journal_list()
    assert [(t.area, t.before, t.after) for t in entry.tensions] == [("neck", 6, 3), ("jaw", None, 4)]
    assert entry.noticed == "softer"


def test_an_unknown_area_is_kept_as_words(began: datetime, capsys: pytest.CaptureFixture[str]) -> None:
    """It is told in one line and not asked again."""
    answers = ["left shoulder 3, nose bridge tip 3; softer"]
    ask_after(began, lambda: answers.pop(0))
    (entry,) = app.journal_list()
    assert [(t.area, t.after) for t in entry.tensions] == [("neck", None), ("shoulders:left", 3)]
    assert entry.noticed == "nose bridge tip >3; softer"
    assert "It is kept as words" in capsys.readouterr().err


def test_an_answer_that_is_never_right_is_kept_as_words(began: datetime) -> None:
    """After the last try nothing is lost."""
    ask_after(began, lambda: "neck 33; softer")
    assert app.journal_list()[0].noticed == "neck 33; softer"


def test_nobody_answers(began: datetime, capsys: pytest.CaptureFixture[str]) -> None:
    """Enter skips the question. Without an answer in time the person is told about `journal add`."""
    ask_after(began, lambda: "\n")
    assert capsys.readouterr().err == ""
    ask_after(began, lambda: None)
    assert "unknot journal add" in capsys.readouterr().err


def test_without_an_entry_of_the_session_nothing_is_asked(began: datetime) -> None:
    """An answer is never written into the entry of an earlier session."""
    ask_after(began + timedelta(hours=1), lambda: pytest.fail("it was asked"))
