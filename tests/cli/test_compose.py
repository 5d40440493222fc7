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
