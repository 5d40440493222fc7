"""`unknot cache`."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest

from unknot import cli
from unknot.cache import FileCache

if TYPE_CHECKING:
    from pathlib import Path


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


def test_the_cache_is_pruned_to_a_size(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What was used least recently goes first, and the answer says how much of which kind went."""
    store = FileCache(tmp_path / "cache")
    for n, kind in enumerate(("clip", "clip", "frames")):
        store.put(f"{kind}:{n}", bytes(1_000_000))
        os.utime(store._path(f"{kind}:{n}"), (n, n))
    store.close()
    cache = ["--cache", str(tmp_path / "cache")]
    assert cli.run(["cache", "prune", "1.5M", *cache]) == 0
    said = capsys.readouterr().out
    assert "clip  2  2.0 MB" in said
    assert "dropped 2 entries" in said
    assert store.get("frames:2") is not None
    assert store.get("clip:1") is None


@pytest.mark.parametrize("words", [["much"], ["500M", "--all"], ["-5M"]])
def test_a_size_that_is_none_is_refused(words: list[str], tmp_path: Path) -> None:
    """Nothing is removed."""
    assert cli.run(["cache", "prune", *words, "--cache", str(tmp_path)]) == 2
