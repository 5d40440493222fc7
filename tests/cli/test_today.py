"""`unknot today`."""

from __future__ import annotations

import json
import shutil
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from unknot import app, cli, config
from unknot.library import shipped_folder

if TYPE_CHECKING:
    import pytest


def test_today_names_a_routine(capsys: pytest.CaptureFixture[str]) -> None:
    """The answer has the command that plays the routine."""
    assert cli.run(["today"]) == 0
    assert "unknot play" in capsys.readouterr().out


def test_with_a_fever_today_says_to_rest(capsys: pytest.CaptureFixture[str]) -> None:
    """One line, nothing to play, status 0; the JSON says so as well."""
    assert cli.run(["profile", "set", "conditions", "fever"]) == 0
    capsys.readouterr()
    assert cli.run(["today", "--more"]) == 0
    assert capsys.readouterr().out == "With a fever, rest today and come back when it is over.\n"
    assert cli.run(["today", "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert row == {"rest": True, "why": ["With a fever, rest today and come back when it is over."]}


def test_on_other_days_the_json_has_routines(capsys: pytest.CaptureFixture[str]) -> None:
    """Each with its reasons."""
    assert cli.run(["today", "--more", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert len(rows) == 3
    assert all(row["name"] and row["why"] and not row["rest"] for row in rows)


def test_an_occasion_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    """An unknown one is an error with those that there are."""
    assert cli.run(["today", "--occasion", "travel"]) == 0
    assert "unknot play after-travel" in capsys.readouterr().out
    assert cli.run(["today", "--occasion", "journy"]) == 2
    assert "travel" in capsys.readouterr().err


def test_the_routines_of_an_installed_pack_come_first() -> None:
    """Its own ones are named with the pack; routines of the library may be named as well."""
    folder = config.data_folder() / "packs" / "knee"
    folder.mkdir(parents=True)
    shutil.copy(shipped_folder() / "feet-with-a-ball.md", folder / "evening.md")
    (folder / "pack.toml").write_text(
        'name = "knee"\ntitle = "Knee"\nroutines = ["evening.md", "calves-with-a-roller"]\n', "utf-8"
    )
    names = [one.entry.name for one in app.today(datetime(2026, 11, 23, 13).astimezone()).suggestions]
    assert set(names[:2]) == {"knee/evening", "calves-with-a-roller"}


def test_what_the_journal_has_in_words_is_understood() -> None:
    """The words of a journal line with a side, or with a word for several areas."""
    day = datetime.now().astimezone() - timedelta(days=2)
    entry = app.JournalAddRequest("left calf 8, head 7", routine="a walk", day=day.date())
    app.journal_add(entry)
    why = {why for one in app.today(datetime.now().astimezone()).suggestions for why in one.why}
    assert {"the left calf was at 8", "the head was at 7"} <= why
