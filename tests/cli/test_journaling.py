"""The journal from the command line: one line to write, a page to take along."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from unknot import cli

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A person's data folder."""
    monkeypatch.setenv("UNKNOT_DATA", str(tmp_path / "data"))
    return tmp_path


def test_an_entry_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    """Areas and numbers before the semicolon, words after it."""
    assert cli.run(["journal", "add", "neck 6>3; the left side is looser", "--routine", "feet-with-a-ball"]) == 0
    assert cli.run(["journal", "list"]) == 0
    said = capsys.readouterr().out
    assert "neck 6>3" in said
    assert "the left side is looser" in said


def test_what_is_told_later_is_added_to_the_latest_entry(home: Path) -> None:
    """First before, then after; nothing is wiped out."""
    assert cli.run(["journal", "add", "neck 6", "--routine", "evening", "--length", "10m"]) == 0
    assert cli.run(["journal", "add", "neck >2"]) == 0
    assert cli.run(["journal", "export", "--format", "json", "-o", str(home / "all.json")]) == 0
    sessions = json.loads((home / "all.json").read_text("utf-8"))["sessions"]
    assert sessions[0]["tensions"] == [{"area": "neck", "before": 6, "after": 2}]
    assert sessions[0]["done_s"] == 600


def test_the_page_for_the_therapist_is_written_whole(home: Path) -> None:
    """HTML by its suffix, and never over a file that is there."""
    page = home / "page.html"
    assert cli.run(["journal", "add", "neck 6>3", "--routine", "evening"]) == 0
    assert cli.run(["journal", "report", "-o", str(page)]) == 0
    assert page.read_text("utf-8").startswith("<!doctype html>")
    assert cli.run(["journal", "report", "-o", str(page)]) == 2


@pytest.mark.parametrize("words", [["add", "neck 6>3"], ["forget", "7"], ["add", "nek 6>3", "--routine", "x"]])
def test_what_cannot_be_written_is_refused_with_a_next_step(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """An empty journal, a number that is not there, an area that nobody has."""
    assert cli.run(["journal", *words]) == 2
    assert "next:" in capsys.readouterr().err


def test_the_week_begins_small(capsys: pytest.CaptureFixture[str]) -> None:
    """The first week asks for little."""
    assert cli.run(["week"]) == 0
    assert "0 of 2 sessions" in capsys.readouterr().out
