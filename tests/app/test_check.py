"""`app.check`: the findings in scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.app.scripts import SCRIPT
from unknot import app

if TYPE_CHECKING:
    from pathlib import Path


def test_check_counts_errors_and_warnings_over_all_scripts(tmp_path: Path, script: Path) -> None:
    """The check counts errors and warnings over all scripts and gives them as JSON values."""
    bad = tmp_path / "bad.md"
    bad.write_text(SCRIPT.replace("[4s]", "[puase 4s]"), "utf-8")
    checked = app.check([str(script), str(bad)])
    assert (checked.errors, checked.warnings) == (1, len(checked.findings) - 1)
    assert [found["rule"] for found in checked.as_json() if found["severity"] == "error"] == ["unknown-tag"]
