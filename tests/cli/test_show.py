"""`unknot show`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from unknot import cli

if TYPE_CHECKING:
    import pytest


def test_a_routine_is_shown_as_a_page_as_json_and_as_itself(capsys: pytest.CaptureFixture[str]) -> None:
    """A routine is shown as text and as JSON; with --script, the output equals the file."""
    assert cli.run(["show", "feet-with-a-ball"]) == 0
    assert "tennis ball" in capsys.readouterr().out
    assert cli.run(["show", "feet-with-a-ball", "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["chapters"]
    assert cli.run(["show", "feet-with-a-ball", "--script"]) == 0
    assert capsys.readouterr().out == Path(shown["file"]).read_text("utf-8")
