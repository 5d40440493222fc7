"""`unknot fmt`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unknot import cli

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

UNTIDY = "---\ntitle:   Untidy\n---\nSit down. [10 second pause]\n\n\nRest. (pause 3 seconds)\n"


def test_fmt_rewrites_a_script_and_then_has_nothing_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Pauses of other programs become tags, and a second run changes nothing."""
    script = tmp_path / "untidy.md"
    script.write_text(UNTIDY, "utf-8")
    assert cli.run(["fmt", "--check", str(script)]) == 3
    assert script.read_text("utf-8") == UNTIDY
    assert cli.run(["fmt", str(script)]) == 0
    assert "Sit down. [10s]" in script.read_text("utf-8")
    capsys.readouterr()
    assert cli.run(["fmt", str(script)]) == 0
    assert capsys.readouterr().out == ""
