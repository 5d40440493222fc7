"""`unknot list` and `unknot areas`."""

from __future__ import annotations

import json

import pytest

from unknot import cli


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["list", "--setting", "kitchen"], "known are desk, sofa, bed, floor, wall"),
        (["list", "--tool", "hammer"], "known are hands, "),
        (["list", "--tool", "foam-roler"], "did you mean foam-roller? known are foam-roller, "),
        (["list", "--area", "nek"], "did you mean neck?"),
        (["profile", "set", "avoid", "nek"], "did you mean neck?"),
        (["areas", "knee"], "areas are scalp, "),
        (["list", "--language", "xx"], "known are de, en"),
        (["areas", "nek"], "did you mean neck?"),
        (["compose", "--tools", "hammer"], "known are hands, "),
        (["compose", "--areas", "nek"], "did you mean neck?"),
        (["compose", "--language", "xx"], "en"),
        (["voices", "--language", "xx"], "its languages are ca, cs, de"),
        (["voices", "instal", "cori"], "install"),
        (["export", "feet-with-a-ball", "--format", "mp5"], ".mp3"),
    ],
)
def test_a_word_that_names_nothing_is_an_error(words: list[str], told: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The error names what there is, the nearest first."""
    assert cli.run(words) == 2
    answer = capsys.readouterr()
    assert told in answer.err
    assert answer.out == ""


def test_a_word_for_several_areas_lists_and_shows_each(capsys: pytest.CaptureFixture[str]) -> None:
    """`list` has the routines for any of them, `areas` the facts about each; a side is understood."""
    assert cli.run(["areas", "head", "--json"]) == 0
    assert [area["area"] for area in json.loads(capsys.readouterr().out)] == ["scalp", "temples", "jaw"]
    assert cli.run(["areas", "linke Schulter", "--json"]) == 0
    assert [area["area"] for area in json.loads(capsys.readouterr().out)] == ["shoulders"]
    assert cli.run(["list", "--area", "head", "--json"]) == 0
    assert all({"scalp", "temples", "jaw"} & set(entry["areas"]) for entry in json.loads(capsys.readouterr().out))
    assert cli.run(["list", "--area", "left shoulder", "--json"]) == 0
    assert "one-shoulder" not in {entry["name"] for entry in json.loads(capsys.readouterr().out)}


def test_areas_as_json_are_values(capsys: pytest.CaptureFixture[str]) -> None:
    """One area or all of them, each with the fields that docs/terminal.md names."""
    assert cli.run(["areas", "--json"]) == 0
    every = json.loads(capsys.readouterr().out)
    assert cli.run(["areas", "neck", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == [area for area in every if area["area"] == "neck"]
    assert all(area["least_s"] <= area["usual_s"] <= area["most_s"] for area in every)
    assert all(area["sources"][0]["title"] for area in every)
