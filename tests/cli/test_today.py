"""`unknot today`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unknot import cli

if TYPE_CHECKING:
    import pytest


def test_today_names_a_routine(capsys: pytest.CaptureFixture[str]) -> None:
    """The answer has the command that plays the routine."""
    assert cli.run(["today"]) == 0
    assert "unknot play" in capsys.readouterr().out
