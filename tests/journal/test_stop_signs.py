"""Stop signs in notes."""

from __future__ import annotations

import pytest

from unknot.journal._stop_signs import sign_in
from unknot.library import body_data

WORDS = tuple(word for words in body_data().safety.stop.values() for word in words)


@pytest.mark.parametrize(
    "note",
    [
        "nothing sharp",
        "Nothing sharp, a good session.",
        "not numb",
        "no longer numb",
        "not at all dizzy",
        "nothing sharp or electric",
        "no numbness, tingling or dizziness",
        "nothing sharp, nothing numb",
        "it wasn't sharp",
        "didn’t feel dizzy",
        "without tingling",
        "neither sharp nor numb",
        "dizzy: no",
        "nichts Stechendes",
        "nicht taub",
        "nicht mehr schwindlig",
        "kein Schwindel",
        "keine Taubheit, kein Kribbeln",
        "ohne Schwindel",
        "weder stechend noch taub",
        "softer, warm",
        "",
    ],
)
def test_a_sign_that_is_denied_is_no_reason_to_ask(note: str) -> None:
    """The same holds for a note without a sign."""
    assert sign_in(note, WORDS) == ""


@pytest.mark.parametrize(
    ("note", "sign"),
    [
        ("a bit dizzy", "dizzy"),
        ("nothing sharp, but numb", "numb"),
        ("Not sharp. Numb afterwards", "Numb"),
        ("no change, hand numb", "numb"),
        ("no pain and numb fingers", "numb"),
        ("not so numb as yesterday", "numb"),
        ("not only numb", "numb"),
        ("not sharp but electric", "electric"),
        ("nicht stechend, aber taub", "taub"),
        ("etwas Stechendes", "Stechendes"),
        ("nicht ganz taub", "taub"),
        ("leichtes Kribbeln", "Kribbeln"),
        ("not numb at first, then numb", "numb"),
        ("no massage today because I am still numb", "numb"),
    ],
)
def test_a_sign_that_is_not_denied_counts(note: str, sign: str) -> None:
    """A denial is for the words directly after it. In doubt the sign counts."""
    assert sign_in(note, WORDS) == sign


def test_without_words_there_is_no_sign() -> None:
    """Every note is without one then."""
    assert sign_in("numb", ()) == ""
