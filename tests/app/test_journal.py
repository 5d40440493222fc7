"""`app.journal_export` and `app.journal_import`: the journal as a file, and back."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from unknot import app, cli
from unknot.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def exported(tmp_path: Path) -> Path:
    """The JSON of a journal with two entries."""
    app.journal_add(app.JournalAddRequest("neck 6>3; looser", routine="A walk"))
    app.journal_add(app.JournalAddRequest("jaw 4>4", routine="desk-neck-and-shoulders"))
    path = tmp_path / "journal.json"
    app.journal_export(app.JournalExportRequest(output=path))
    return path


def test_an_exported_journal_is_read_back_without_loss_and_without_doubles(exported: Path) -> None:
    """What is there is not added again; what was forgotten comes back with everything it had."""
    before = app.journal_list()
    assert app.journal_import(exported) == app.JournalImported(0, 2, ())
    assert app.journal_list() == before
    for entry in before:
        app.journal_forget(entry.key)
    assert app.journal_import(exported) == app.JournalImported(2, 0, ())
    plain = [(e.started, e.routine, e.title, e.done, e.tensions, e.noticed) for e in app.journal_list()]
    assert plain == [(e.started, e.routine, e.title, e.done, e.tensions, e.noticed) for e in before]


def test_a_damaged_row_is_told_and_the_status_says_that_some_are_missing(
    exported: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The other rows are added, and the status is 8."""
    data = json.loads(exported.read_text("utf-8"))
    data["sessions"][0]["started"] = "never"
    exported.write_text(json.dumps(data), "utf-8")
    assert cli.run(["journal", "import", str(exported)]) == 8
    assert "row 1 cannot be read" in capsys.readouterr().err


def test_the_report_names_the_tools_of_the_library(exported: Path) -> None:
    """A routine that nobody knows has none."""
    assert exported.exists()
    text = app.journal_report(app.JournalReportRequest()).text
    assert "1 x Neck and shoulders at your desk, 11 minutes, with hands" in text
    assert "1 x A walk, 0 minutes\n" in text


@pytest.mark.parametrize("name", ["x.xlsx", "x.pdf", "x.html"])
def test_an_ending_that_is_not_written_is_refused(tmp_path: Path, name: str) -> None:
    """The message names the endings that there are."""
    with pytest.raises(UsageError, match="cannot be written") as caught:
        app.journal_export(app.JournalExportRequest(output=tmp_path / name))
    assert ".csv or .json" in caught.value.next_step
    assert not (tmp_path / name).exists()


def test_the_ending_decides_and_may_not_contradict(tmp_path: Path) -> None:
    """A .csv is CSV, a .json JSON, a name without an ending what was asked for."""
    assert app.journal_export(app.JournalExportRequest(output=tmp_path / "a.csv")).text.startswith("key,")
    assert app.journal_export(app.JournalExportRequest(output=tmp_path / "A.JSON")).text.startswith("{")
    assert app.journal_export(app.JournalExportRequest("json", tmp_path / "plain")).text.startswith("{")
    with pytest.raises(UsageError, match="as csv into"):
        app.journal_export(app.JournalExportRequest("csv", tmp_path / "b.json"))


def test_what_is_no_journal_is_refused(tmp_path: Path) -> None:
    """A file of another kind and a file that is gone."""
    (tmp_path / "a.json").write_bytes(b"\xff\xfe")
    for path in (tmp_path / "a.json", tmp_path / "gone.json"):
        with pytest.raises(UsageError, match="cannot be read"):
            app.journal_import(path)
