"""The texts that verbs give back or write to a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from unknot import app
from unknot.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path


def test_a_text_is_written_only_when_a_file_is_named(tmp_path: Path, script: Path) -> None:
    """A text is given back, and written when a file is named; an existing file is refused."""
    request = app.ImportRequest(tmp_path / "a.txt", content=b"Sit down.;4\n", title="A")
    given = app.import_script(request).script
    assert given.path is None
    assert "Sit down. [4s]" in given.text
    written = app.compose(app.ComposeRequest(areas=("neck",), output=tmp_path / "neck.md")).script
    assert written.path == tmp_path / "neck.md"
    assert (tmp_path / "neck.md").read_text("utf-8") == written.text
    with pytest.raises(UsageError, match="there already"):
        app.compose(app.ComposeRequest(areas=("neck",), output=script))
