"""`app.fmt`: scripts in the canonical form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.app.scripts import SCRIPT
from unknot import app

if TYPE_CHECKING:
    from pathlib import Path


def test_fmt_gives_the_files_that_change_and_changes_none_when_it_only_checks(tmp_path: Path, script: Path) -> None:
    """The result has the files that are not canonical; with `check` they are not changed."""
    untidy = tmp_path / "untidy.md"
    untidy.write_text(SCRIPT.replace("[4s]", "[4 second pause]"), "utf-8")
    request = app.FmtRequest((script, untidy), check=True)
    assert app.fmt(request) == (untidy,)
    assert "4 second" in untidy.read_text("utf-8")
    assert app.fmt(app.FmtRequest((script, untidy))) == (untidy,)
    assert app.fmt(request) == ()
