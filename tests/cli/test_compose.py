"""`unknot compose`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unknot import cli, script

if TYPE_CHECKING:
    from pathlib import Path


def test_a_composed_script_is_one_that_can_be_read(tmp_path: Path) -> None:
    """A composed script can be parsed."""
    path = tmp_path / "mine.md"
    assert cli.run(["compose", "--areas", "neck,jaw", "-l", "12m", "-o", str(path)]) == 0
    assert script.parse(path.read_text("utf-8"), "mine.md").header.areas


def test_one_side_that_the_profile_avoids_is_left_out(tmp_path: Path) -> None:
    """The other side and the other areas stay."""
    path = tmp_path / "mine.md"
    assert cli.run(["profile", "set", "avoid", "left upper trapezius, Kiefer"]) == 0
    assert cli.run(["compose", "--areas", "shoulders,jaw,neck", "-l", "12m", "-o", str(path)]) == 0
    text = path.read_text("utf-8")
    assert script.parse(text, "mine.md").header.areas == ("neck", "shoulders")
    assert "# Shoulder, right" in text
    assert "# Shoulder, left" not in text
