"""Answers of commands in JSON."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from unknot import cli


@pytest.mark.parametrize("name", ["list", "voices"])
def test_a_listing_answers_programs_in_json(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The JSON of a listing has an object for each row."""
    assert cli.run([name, "--json"]) == 0
    assert all(isinstance(row, dict) for row in json.loads(capsys.readouterr().out))


@pytest.mark.parametrize(
    "command", ["list", "show", "areas", "pack list", "journal list", "journal list --forgotten", "week", "cache info"]
)
def test_a_listing_has_the_fields_that_its_page_names(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """docs/terminal.md names every field, and standard output has JSON only."""
    monkeypatch.setenv("UNKNOT_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("UNKNOT_CACHE", str(tmp_path / "cache"))
    for _ in range(2):
        assert cli.run(["journal", "add", "neck 6>3", "--routine", "feet-with-a-ball"]) == 0
    assert cli.run(["journal", "forget", "1"]) == 0
    capsys.readouterr()
    assert cli.run([*command.split(), "--json", *(["feet-with-a-ball"] if command == "show" else [])]) == 0
    answer = json.loads(capsys.readouterr().out)
    page = (Path(__file__).parents[2] / "docs" / "terminal.md").read_text("utf-8").splitlines()
    rows = {
        row.split(" | ")[0].strip("| `"): set(re.findall(r"`(\w+)`", row))
        for row in page
        if row.startswith("| `unknot")
    }
    shared = {"show": "list", "journal list --forgotten": "journal list"}.get(command, command)
    named = rows[f"unknot {shared}"] | rows.get(f"unknot {command}", set())
    for row in answer if isinstance(answer, list) else [answer]:
        assert set(row) <= named
