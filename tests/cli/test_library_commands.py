"""What a person came for: the right routine for today, without what they leave out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from unknot import cli, script

if TYPE_CHECKING:
    from pathlib import Path

SCRIPT = """---
title: Two places
areas: [neck, feet]
---

# Feet

Roll the ball from heel to toe. [10s]

# Back of the neck

Rest your fingertips at the back of your neck. [10s]
"""


def test_a_composed_script_is_one_that_can_be_read(tmp_path: Path) -> None:
    """It is written whole, and the parser takes it."""
    path = tmp_path / "mine.md"
    assert cli.run(["compose", "--areas", "neck,jaw", "-l", "12m", "-o", str(path)]) == 0
    assert script.parse(path.read_text("utf-8"), "mine.md").header.areas


def test_today_names_a_routine_and_why(capsys: pytest.CaptureFixture[str]) -> None:
    """And the command that plays it."""
    assert cli.run(["today"]) == 0
    assert "unknot play" in capsys.readouterr().out


def test_an_area_to_avoid_is_left_out_and_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Never silently: the plan is without the neck, and the note names it."""
    path = tmp_path / "two.md"
    path.write_text(SCRIPT, "utf-8")
    assert cli.run(["profile", "set", "avoid", "neck"]) == 0
    capsys.readouterr()
    assert cli.run(["plan", str(path)]) == 0
    told = capsys.readouterr()
    assert "fingertips" not in told.out
    assert "neck" in told.err
    assert cli.run(["plan", str(path), "--as-written"]) == 0
    assert "fingertips" in capsys.readouterr().out


def test_words_of_caution_come_first_when_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Before the first words of the routine."""
    path = tmp_path / "two.md"
    path.write_text(SCRIPT, "utf-8")
    assert cli.run(["plan", str(path), "--safety", "first"]) == 0
    said = capsys.readouterr().out
    assert said.index("does not replace") < said.index("Roll the ball")


@pytest.mark.parametrize("words", [["set", "avoid", "nek"], ["set", "nothing", "1"], ["set", "length", "long"]])
def test_what_a_profile_cannot_hold_is_refused(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """With the nearest word, and nothing changed."""
    assert cli.run(["profile", *words]) == 2
    assert "next:" in capsys.readouterr().err
    assert cli.run(["profile", "show", "--json"]) == 0
    assert '"avoid": ""' in capsys.readouterr().out
