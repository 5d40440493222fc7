"""The commands that look after scripts and the cache."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from unknot import cli

UNTIDY = "---\ntitle:   Untidy\n---\nSit down. [10 second pause]\n\n\nRest. (pause 3 seconds)\n"


def test_fmt_rewrites_a_script_and_then_has_nothing_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The pauses of other programs become tags."""
    script = tmp_path / "untidy.md"
    script.write_text(UNTIDY, "utf-8")
    assert cli.run(["fmt", "--check", str(script)]) == 3
    assert script.read_text("utf-8") == UNTIDY
    assert cli.run(["fmt", str(script)]) == 0
    assert "Sit down. [10s]" in script.read_text("utf-8")
    capsys.readouterr()
    assert cli.run(["fmt", str(script)]) == 0
    assert capsys.readouterr().out == ""


def test_the_cache_tells_what_is_in_it_and_can_be_emptied(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A damaged entry is found and dropped, and the rest goes when it is asked to."""
    cache = ["--cache", str(tmp_path / "cache")]
    assert cli.run(["say", "Let your hands rest.", "-o", str(tmp_path / "a.wav"), *cache]) == 0
    capsys.readouterr()
    assert cli.run(["cache", "info", "--json", *cache]) == 0
    assert json.loads(capsys.readouterr().out)["bytes"] > 0
    assert cli.run(["cache", "verify", *cache]) == 0
    assert "0 were not" in capsys.readouterr().out
    assert cli.run(["cache", "prune", "--all", *cache]) == 0
    assert "0.0 MB are left" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["list", "voices"])
def test_a_listing_answers_programs_in_json(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Every row is an object."""
    assert cli.run([name, "--json"]) == 0
    assert all(isinstance(row, dict) for row in json.loads(capsys.readouterr().out))


def test_the_names_of_one_engine_are_listed_a_line_each(capsys: pytest.CaptureFixture[str]) -> None:
    """And an engine that there is not is told."""
    assert cli.run(["voices", "espeak"]) == 0
    told = capsys.readouterr()
    assert {"en-gb", "de", "fr"} <= set(told.out.splitlines())
    assert "eSpeak NG" in told.err
    assert cli.run(["voices", "embedded"]) == 0
    assert capsys.readouterr().out == told.out
    assert cli.run(["voices", "nobody"]) == 2
    assert "no voice engine 'nobody'" in capsys.readouterr().err


def test_a_routine_is_shown_as_a_page_as_json_and_as_itself(capsys: pytest.CaptureFixture[str]) -> None:
    """The script that is printed is the file to the byte."""
    assert cli.run(["show", "feet-with-a-ball"]) == 0
    assert "tennis ball" in capsys.readouterr().out
    assert cli.run(["show", "feet-with-a-ball", "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["chapters"]
    assert cli.run(["show", "feet-with-a-ball", "--script"]) == 0
    assert capsys.readouterr().out == Path(shown["file"]).read_text("utf-8")


def test_a_command_that_nobody_knows_is_answered_with_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    """Exit 2, and no page of help."""
    assert cli.run(["exprot"]) == 2
    assert "did you mean export" in capsys.readouterr().err
