"""`unknot plan`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unknot import cli

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

SCRIPT = """---
title: Two places
areas: [neck, feet]
---

# Feet

Roll the ball from heel to toe. [10s]

# Back of the neck

Rest your fingertips at the back of your neck. [10s]
"""


def test_an_area_to_avoid_is_left_out_and_reported(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An area that the profile avoids is not in the plan, and a notice names it."""
    path = tmp_path / "two.md"
    path.write_text(SCRIPT, "utf-8")
    assert cli.run(["profile", "set", "avoid", "neck"]) == 0
    capsys.readouterr()
    assert cli.run(["plan", str(path)]) == 0
    output = capsys.readouterr()
    assert "fingertips" not in output.out
    assert "neck" in output.err
    assert cli.run(["plan", str(path), "--as-written"]) == 0
    assert "fingertips" in capsys.readouterr().out


def test_words_of_caution_come_first_when_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With --safety first, the words of caution are before the first words of the routine."""
    path = tmp_path / "two.md"
    path.write_text(SCRIPT, "utf-8")
    assert cli.run(["plan", str(path), "--safety", "first"]) == 0
    said = capsys.readouterr().out
    assert said.index("does not replace") < said.index("Roll the ball")


def test_only_the_side_to_avoid_is_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    """The chapter of the other side stays, and the notice names the side."""
    assert cli.run(["profile", "set", "avoid", "linke Schulter"]) == 0
    capsys.readouterr()
    assert cli.run(["plan", "desk-neck-and-shoulders"]) == 0
    output = capsys.readouterr()
    assert "# Shoulder, right" in output.out
    assert "# Shoulder, left" not in output.out
    assert "the left shoulder, which your profile or your pack leaves out" in output.err
