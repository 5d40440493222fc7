"""`unknot cache`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from unknot import cli

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_the_cache_can_be_shown_verified_and_emptied(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The cache shows its size, verifies its entries and can be emptied."""
    cache = ["--cache", str(tmp_path / "cache")]
    assert cli.run(["say", "Let your hands rest.", "-o", str(tmp_path / "a.wav"), *cache]) == 0
    capsys.readouterr()
    assert cli.run(["cache", "info", "--json", *cache]) == 0
    assert json.loads(capsys.readouterr().out)["bytes"] > 0
    assert cli.run(["cache", "verify", *cache]) == 0
    assert "0 were not" in capsys.readouterr().out
    assert cli.run(["cache", "prune", "--all", *cache]) == 0
    assert "0.0 MB are left" in capsys.readouterr().out
