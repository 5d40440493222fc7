"""`unknot journal` and `unknot week`."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from unknot import app, cli


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data folder of a person."""
    monkeypatch.setenv("UNKNOT_DATA", str(tmp_path / "data"))
    return tmp_path


def test_an_entry_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    """A line has areas with numbers before the semicolon and words after it."""
    assert cli.run(["journal", "add", "neck 6>3; the left side is looser", "--routine", "feet-with-a-ball"]) == 0
    assert cli.run(["journal", "list"]) == 0
    said = capsys.readouterr().out
    assert "neck 6>3" in said
    assert "the left side is looser" in said


def test_what_is_told_later_is_added_to_the_latest_entry(home: Path) -> None:
    """A second line adds to the latest entry and keeps what is in it."""
    assert cli.run(["journal", "add", "neck 6", "--routine", "evening", "--length", "10m"]) == 0
    assert cli.run(["journal", "add", "neck >2"]) == 0
    assert cli.run(["journal", "export", "--format", "json", "-o", str(home / "all.json")]) == 0
    sessions = json.loads((home / "all.json").read_text("utf-8"))["sessions"]
    assert sessions[0]["tensions"] == [{"area": "neck", "before": 6, "after": 2}]
    assert sessions[0]["done_s"] == 600


def test_the_page_for_the_therapist_is_written_whole(home: Path) -> None:
    """The report is HTML by its suffix, and replaces no existing file."""
    page = home / "page.html"
    assert cli.run(["journal", "add", "neck 6>3", "--routine", "evening"]) == 0
    assert cli.run(["journal", "report", "-o", str(page)]) == 0
    assert page.read_text("utf-8").startswith("<!doctype html>")
    assert cli.run(["journal", "report", "-o", str(page)]) == 2


@pytest.mark.parametrize("words", [["add", "neck 6>3"], ["forget", "7"], ["add", "neck 16>3", "--routine", "x"]])
def test_what_cannot_be_written_is_refused_with_a_next_step(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """An empty journal, an unknown entry and a number past ten are errors."""
    assert cli.run(["journal", *words]) == 2
    assert "next:" in capsys.readouterr().err


def test_the_week_begins_small(capsys: pytest.CaptureFixture[str]) -> None:
    """The first week of a person has a small plan."""
    assert cli.run(["week"]) == 0
    assert "0 of 2 sessions" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("line", "area"),
    [
        ("left shoulder 6>4", "shoulders:left"),
        ("shoulders:left 6>4", "shoulders:left"),
        ("Linke Schulter: 6>4", "shoulders:left"),
        ("upper traps 6>4", "shoulders"),
        ("Head 6>4", "head"),
        ("Nacken 6 -> 4", "neck"),
    ],
)
def test_areas_are_named_as_people_say_them(line: str, area: str) -> None:
    """Sides, muscles and German words; a word for several areas stays as it was said."""
    assert cli.run(["journal", "add", line, "--routine", "evening"]) == 0
    assert [(t.area, t.before, t.after) for t in app.journal_list()[0].tensions] == [(area, 6, 4)]


@pytest.mark.parametrize(
    ("words", "noticed"),
    [
        (["nek 6>3; warm"], "nek 6>3; warm"),
        (["jaw 4>2, left knee 6>6"], "left knee 6>6"),
        (["--before", "nek=6"], "nek 6"),
    ],
)
def test_a_number_for_an_unknown_area_is_kept_as_words(
    words: list[str], noticed: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """One line says so, with the nearest word. It is never refused and lost."""
    assert cli.run(["journal", "add", *words, "--routine", "evening"]) == 0
    assert app.journal_list()[0].noticed == noticed
    said = capsys.readouterr().err
    assert "It is kept as words" in said
    assert len(said.splitlines()) == 1
    assert ("did you mean neck?" in said) == ("nek" in noticed)


def test_an_edit_keeps_unknown_areas_as_words(capsys: pytest.CaptureFixture[str]) -> None:
    """As `add` does."""
    assert cli.run(["journal", "add", "neck 6", "--routine", "evening"]) == 0
    assert cli.run(["journal", "edit", "1", "nek 6>3, left calf 2"]) == 0
    (entry,) = app.journal_list()
    assert (entry.noticed, entry.tensions[0].area) == ("nek 6>3", "calves:left")
    assert "did you mean neck?" in capsys.readouterr().err


def test_a_session_of_yesterday_has_its_day_and_time() -> None:
    """Without a time it is noon of that day; without a routine the line is added to the latest entry of the day."""
    yesterday = (datetime.now().astimezone() - timedelta(days=1)).date()
    assert cli.run(["journal", "add", "neck 6", "--routine", "evening", "--date", "yesterday", "--time", "21:30"]) == 0
    assert cli.run(["journal", "add", "jaw 3", "--routine", "evening", "--date", "2026-11-02"]) == 0
    assert cli.run(["journal", "add", "jaw 4", "--routine", "evening"]) == 0
    assert cli.run(["journal", "add", "neck >2", "--date", "gestern"]) == 0
    early, late, now = app.journal_list()
    assert f"{early.started:%Y-%m-%d %H:%M}" == "2026-11-02 12:00"
    assert (late.started.date(), f"{late.started:%H:%M}") == (yesterday, "21:30")
    assert (late.tensions[0].before, late.tensions[0].after) == (6, 2)
    assert [t.area for t in now.tensions] == ["jaw"]


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--date", "someday", "--routine", "x"], "is no day"),
        (["--date", "2999-01-01", "--routine", "x"], "is not over"),
        (["--time", "25:00", "--routine", "x"], "is no time of day"),
        (["--date", "2020-01-01"], "no entry of 2020-01-01"),
        (["--time", "00:00"], "are for a new entry"),
        (["--length", "10m"], "are for a new entry"),
    ],
)
def test_a_day_that_cannot_be_is_refused(options: list[str], told: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is written."""
    assert cli.run(["journal", "add", "neck 6", *options]) == 2
    assert told in capsys.readouterr().err
    assert app.journal_list() == ()


def test_flags_say_the_same_as_the_line(capsys: pytest.CaptureFixture[str]) -> None:
    """Flags make the same entry as a line; a flag without a number is an error."""
    flags = ["--before", "neck=6", "--after", "neck=3", "--noticed", "softer"]
    assert cli.run(["journal", "add", "--routine", "evening", *flags]) == 0
    assert "neck 6>3; softer" in capsys.readouterr().out
    assert cli.run(["journal", "add", "--before", "neck"]) == 2


def test_a_session_that_was_played_is_in_the_journal(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A played session has an entry with its real length and its tension before; a recording has none."""
    script = home / "short.md"
    script.write_text("---\ntitle: Short\nbackground: rain\n---\n\nSit down. [1s, 0.1s..60s]\n", "utf-8")
    quick = ["--player", "null", "--plain", "--safety", "none", "--nearest", "-l", "1s"]
    assert cli.run(["play", str(script), *quick, "--before", "neck 6"]) == 0
    assert cli.run(["play", str(script), "-l", "20s", "--player", f"record:{home / 'a.wav'}", "--plain"]) == 0
    assert cli.run(["journal", "export", "--format", "json", "-o", str(home / "all.json")]) == 0
    (session,) = json.loads((home / "all.json").read_text("utf-8"))["sessions"]
    assert session["finished"]
    assert session["done_s"] > 10
    assert session["tensions"] == [{"area": "neck", "before": 6, "after": None}]


def test_words_of_caution_without_room_are_shown(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Words of caution that do not fit into a short first session are shown."""
    script = home / "short.md"
    script.write_text("---\ntitle: Short\nareas: [neck]\n---\n\nSit down. [1s, 0.1s..20s]\n", "utf-8")
    assert cli.run(["play", str(script), "-l", "20s", "--player", f"record:{home / 'a.wav'}", "--plain"]) == 0
    assert "does not replace" in capsys.readouterr().err


def test_a_forgotten_entry_can_be_restored(capsys: pytest.CaptureFixture[str]) -> None:
    """A forgotten entry is in no list, and its number brings it back as it was."""
    assert cli.run(["journal", "add", "neck 6>3; looser", "--routine", "evening"]) == 0
    assert cli.run(["journal", "list", "--json"]) == 0
    before = capsys.readouterr().out.partition("[")[2]
    assert cli.run(["journal", "forget", "1"]) == 0
    said = capsys.readouterr()
    assert "looser" in said.out
    assert f"journal restore 1` brings it back, for {app.DAYS_KEPT} days" in said.err
    assert app.journal_list() == ()
    assert cli.run(["journal", "list", "--forgotten"]) == 0
    assert "looser" in capsys.readouterr().out
    assert cli.run(["journal", "list", "--forgotten", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["deleted_after"]
    assert cli.run(["journal", "restore"]) == 0
    capsys.readouterr()
    assert cli.run(["journal", "list", "--json"]) == 0
    assert capsys.readouterr().out.partition("[")[2] == before


def test_the_help_says_for_how_long_an_entry_is_kept(capsys: pytest.CaptureFixture[str]) -> None:
    """The number of days in the help and on the page is the one that is kept."""
    assert cli.run(["journal", "forget", "--help"]) == 0
    assert f"for {app.DAYS_KEPT} days" in capsys.readouterr().out
    page = Path(__file__).parents[2] / "docs" / "journal.md"
    assert f"for {app.DAYS_KEPT} days" in page.read_text("utf-8")


def test_an_entry_can_be_deleted_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    """With --at-once there is nothing to restore, also for an entry that was forgotten before."""
    for _ in range(2):
        assert cli.run(["journal", "add", "neck 6>3", "--routine", "evening"]) == 0
    assert cli.run(["journal", "forget", "1"]) == 0
    assert cli.run(["journal", "forget", "1", "--at-once"]) == 0
    assert cli.run(["journal", "forget", "2", "--at-once"]) == 0
    assert "deleted" in capsys.readouterr().out
    assert cli.run(["journal", "restore"]) == 2
    assert "no entry was forgotten" in capsys.readouterr().err


def test_an_entry_can_be_changed() -> None:
    """A line takes the place of what was felt; each option changes one thing."""
    assert cli.run(["journal", "add", "neck 6>3, jaw 4; looser", "--routine", "evening", "--length", "10m"]) == 0
    assert cli.run(["journal", "edit", "1", "neck 5>2"]) == 0
    (entry,) = app.journal_list()
    assert [(t.area, t.before, t.after) for t in entry.tensions] == [("neck", 5, 2)]
    assert entry.noticed == ""
    options = ["--routine", "feet-with-a-ball", "--length", "5m", "--when", "2026-11-20T21:30", "--noticed", "warm"]
    assert cli.run(["journal", "edit", "1", *options]) == 0
    (entry,) = app.journal_list()
    assert entry.title == "Feet with a ball"
    assert entry.areas == ("feet",)
    assert entry.done == 5 * 60 * 48_000
    assert f"{entry.started:%Y-%m-%d %H:%M}" == "2026-11-20 21:30"
    assert entry.noticed == "warm"
    assert len(entry.tensions) == 1


@pytest.mark.parametrize(
    "words", [["edit", "1"], ["edit", "7", "neck 3"], ["edit", "1", "neck 16>3"], ["restore", "7"]]
)
def test_a_change_that_cannot_be_made_changes_nothing(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """No change, no such entry, no such number."""
    assert cli.run(["journal", "add", "neck 6>3", "--routine", "evening"]) == 0
    before = app.journal_list()
    assert cli.run(["journal", *words]) == 2
    assert "next:" in capsys.readouterr().err
    assert app.journal_list() == before


def test_the_week_as_json_has_its_plan_and_days(capsys: pytest.CaptureFixture[str]) -> None:
    """Standard output has JSON only, with the fields that docs/terminal.md names."""
    assert cli.run(["journal", "add", "neck 6>3", "--routine", "evening", "--length", "10m"]) == 0
    capsys.readouterr()
    assert cli.run(["week", "--json"]) == 0
    week = json.loads(capsys.readouterr().out)
    assert week["done"] == 1
    assert week["heard_s"] == 600
    assert len(week["days"]) == 7
    assert sum(len(day["sessions"]) for day in week["days"]) == 1
