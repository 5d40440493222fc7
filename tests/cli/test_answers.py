"""Answers of commands in JSON."""

from __future__ import annotations

import json

import pytest

from unknot import cli


@pytest.mark.parametrize("name", ["list", "voices"])
def test_a_listing_answers_programs_in_json(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The JSON of a listing has an object for each row."""
    assert cli.run([name, "--json"]) == 0
    assert all(isinstance(row, dict) for row in json.loads(capsys.readouterr().out))
