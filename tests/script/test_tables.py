"""Tables of words and times: phrase files and spreadsheets as people keep them."""

import pytest

from tests.script.imports import body, lost
from unknot.script._tables import delimiter_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "phrase;seconds\nRelax;30\nShake;60s\nFold;1:30\nRise;2,5\nGood;0\n",
            "Relax [30s]\nShake [60s]\nFold [90s]\nRise [2.5s]\nGood [0s]",
        ),
        (
            'Phrase,Seconds\n"Relax, and breathe",30\nCircle the arms,60\n',
            "Relax, and breathe [30s]\nCircle the arms [60s]",
        ),
        ("Relax your body\t30\nCircle the arms\t60\n", "Relax your body [30s]\nCircle the arms [60s]"),
        ("Relax | 30\nCircle | 60\nRest | 10\n", "Relax [30s]\nCircle [60s]\nRest [10s]"),
        ("Let go; and rest;30\nNow;5\n", "Let go; and rest [30s]\nNow [5s]"),
        ("Let go;5\n*;3\nNow rest;0.5", "Let go [8s]\nNow rest [0.5s]"),
        ("Exercise,Minutes\nSit,2\nStand,0.5\n", "Sit [2m]\nStand [30s]"),
        ("Name,Duration (ms)\nSit,2000\nStand,500\n", "Sit [2s]\nStand [0.5s]"),
        ("Dauer;Satz\n30;Lass los\n1 min;Ruhe\n", "Lass los [30s]\nRuhe [60s]"),
        ("Time,Cue\n0:00,Settle in\n0:30,Relax\n", "Settle in [29s]\n\nRelax"),
        ("Start,End,Text\n0:00,0:04,Settle in\n0:34,0:38,Relax\n", "Settle in [30s]\n\nRelax"),
        ("a;1\n\nb;2\n", "a [1s]\n\nb [2s]"),
    ],
)
def test_rows_become_phrases_and_pauses(text: str, expected: str) -> None:
    """The row of names is left out, whatever the times are written like."""
    assert delimiter_of(text)
    assert body(text) == expected + "\n"
    assert lost(text) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a;1\nb;2\nc", ["3:1 no seconds here"]),
        ("a;1\nb;soon\nc;2", ["2:1 no seconds here", "2:3 `soon` cannot be carried over"]),
        ("Name,Seconds,Note\nSquat,30,slowly\nPlank,60,\n", ["2:10 `slowly` cannot be carried over"]),
        ("# a list\nSquat;30\n", ["1:1 a comment, and not spoken"]),
    ],
)
def test_what_is_no_phrase_and_no_time_is_told(text: str, told: list[str]) -> None:
    """And its row keeps its words."""
    assert lost(text) == told


def test_rows_without_a_time_do_not_run_together() -> None:
    """Each is a sentence of its own."""
    assert body("Squat;30\nPlank\nRest\nStand;5\nSit;5\nLie;5\n").startswith("Squat [30s]\nPlank. Rest. Stand [5s]")


def test_prose_with_commas_is_no_table() -> None:
    """Nor is one with a semicolon."""
    assert delimiter_of("Let go, and rest.\nBreathe in, and out; now rest.\n") == ""
