"""`unknot pack` and what is played from a pack."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from unknot import cli

if TYPE_CHECKING:
    from pathlib import Path

PACK = """
name = "knee-week"
title = "A week for the calves"
routines = ["evening.md"]
focus = ["calves"]
avoid = ["neck"]
"""
SCRIPT = "---\ntitle: Evening\nareas: [calves]\n---\n\nSit down. [5s]\n\nRest your hands. [5s]\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of a pack."""
    folder = tmp_path / "knee-week"
    folder.mkdir()
    (folder / "pack.toml").write_text(PACK, "utf-8")
    (folder / "evening.md").write_text(SCRIPT, "utf-8")
    return folder


def test_a_pack_is_built_looked_at_installed_and_played(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An installed pack has its routines by name and its areas in the profile."""
    assert cli.run(["pack", "build", str(folder)]) == 0
    made = str(folder.with_suffix(".zip"))
    assert cli.run(["pack", "inspect", made]) == 0
    assert cli.run(["pack", "install", made, "--take-over"]) == 0
    assert "unknot play knee-week/evening" in capsys.readouterr().out
    assert cli.run(["plan", "knee-week/evening"]) == 0
    assert cli.run(["profile", "show"]) == 0
    assert "calves" in capsys.readouterr().out
    assert cli.run(["list"]) == 0
    assert "Evening" in capsys.readouterr().out


def test_a_damaged_pack_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A damaged pack is refused and no file of it is installed."""
    assert cli.run(["pack", "build", str(folder)]) == 0
    made = folder.with_suffix(".zip")
    made.write_bytes(made.read_bytes()[:-40])
    assert cli.run(["pack", "install", str(made)]) == 2
    capsys.readouterr()
    assert cli.run(["pack", "list"]) == 0
    assert capsys.readouterr().out == ""


def test_another_programs_script_becomes_a_routine(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An imported script can be checked without errors; SSML with entities is refused."""
    (tmp_path / "old.txt").write_text("Sit down;5\n*;3\nRest;10\n", "utf-8")
    assert cli.run(["import", str(tmp_path / "old.txt"), "-o", str(tmp_path / "new.md")]) == 0
    assert cli.run(["check", str(tmp_path / "new.md")]) == 0
    capsys.readouterr()
    (tmp_path / "bad.ssml").write_text('<!DOCTYPE x [<!ENTITY a "b">]><speak>&a;</speak>', "utf-8")
    assert cli.run(["import", str(tmp_path / "bad.ssml")]) == 3


def test_a_session_is_written_as_ssml(tmp_path: Path) -> None:
    """A session can be exported as SSML with its words and breaks."""
    (tmp_path / "one.md").write_text(SCRIPT, "utf-8")
    assert cli.run(["export", str(tmp_path / "one.md"), "-o", str(tmp_path / "one.ssml")]) == 0
    assert "<break" in (tmp_path / "one.ssml").read_text("utf-8")


def test_a_pack_is_listed_and_removed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A pack is removed only after a yes, with all of its files; the profile and other packs stay."""
    assert cli.run(["pack", "build", str(folder)]) == 0
    assert cli.run(["pack", "install", str(folder.with_suffix(".zip")), "--take-over"]) == 0
    capsys.readouterr()
    assert cli.run(["pack", "list", "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert row["routines"] == ["knee-week/evening"]
    assert cli.run(["pack", "remove", "knee-week"]) == 2
    assert "--yes" in capsys.readouterr().err
    assert cli.run(["pack", "remove", "knee-wek", "--yes"]) == 2
    assert "did you mean knee-week?" in capsys.readouterr().err
    assert cli.run(["pack", "remove", "knee-week", "--yes"]) == 0
    assert "knee-week is removed" in capsys.readouterr().out
    assert cli.run(["pack", "list", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == []
    assert cli.run(["plan", "knee-week/evening"]) == 2
    assert cli.run(["profile", "show"]) == 0
    assert "calves" in capsys.readouterr().out
