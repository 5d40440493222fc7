"""`app.fmt`: scripts in the canonical form."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from unknot import app

if TYPE_CHECKING:
    from pathlib import Path

SCRIPT = "---\ntitle: Breath\n---\n\n# Settle\n\nSit down. [4s]\n"


@pytest.fixture
def script(tmp_path: Path) -> Path:
    """The path of a script."""
    path = tmp_path / "breath.md"
    path.write_text(SCRIPT, "utf-8")
    return path


def test_fmt_gives_the_files_that_change_and_changes_none_when_it_only_checks(tmp_path: Path, script: Path) -> None:
    """The result has the files that are not canonical; with `check` they are not changed."""
    untidy = tmp_path / "untidy.md"
    untidy.write_text(SCRIPT.replace("[4s]", "[4 second pause]"), "utf-8")
    request = app.FmtRequest((script, untidy), check=True)
    assert app.fmt(request) == (untidy,)
    assert "4 second" in untidy.read_text("utf-8")
    assert app.fmt(app.FmtRequest((script, untidy))) == (untidy,)
    assert app.fmt(request) == ()
