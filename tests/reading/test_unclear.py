"""What a listener does not hear as it is written is found, with what to write instead."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from unknot.reading import unclear


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("Let go 😌✨ now", "en", [("emoji", "😌"), ("emoji", "✨")]),
        ("Rest :) now", "de", [("emoji", ":)")]),
        ("In → out ⇒ in", "en", [("symbol", "→"), ("symbol", "⇒")]),
        ("Rest *** now ~~~ ok", "en", [("symbol", "***"), ("symbol", "~~~")]),
        ("snake_case and ____", "en", [("symbol", "snake_case"), ("symbol", "____")]),
        ("• Rest ✔", "fr", [("emoji", "✔"), ("symbol", "•")]),
        ("See www.example.org.", "en", [("address", "www.example.org")]),
        ("Sag αβγ", "de", [("foreign-letters", "αβγ")]),
        ("am 3/4/26", "de", [("misread", "3/4/26")]),
        ("Hold 30zz", "en", [("misread", "30zz")]),
        ("the quad. and more", "en", [("misread", "quad.")]),
        ("3x, 1/2, 5 kg", "es", [("misread", "3x"), ("misread", "1/2"), ("misread", "5 kg")]),
        ('C7 and T12 & more, 5\'10", 3 #1, 5 + 6 = 11, 4*4, "quoted" (so) – yes…', "en", []),
        ("90°, 5 %, ½, m², 20 °C, a/b, 10:30, $5, £3, 5+", "en", []),
        ("Respirez… 5 %, 20 °C, « ici »", "fr", []),
        ("1., 2. und 3. Übung, z. B. so, ca. zwei", "de", []),
    ],
)
def test_what_is_unclear_is_found(text: str, language: str, found: list[tuple[str, str]]) -> None:
    """And what every voice says right is not."""
    assert [(one.kind, one.text) for one in unclear(text, language)] == found


@given(st.text(max_size=60), st.sampled_from(["en", "de", "fr", "ja"]))
def test_each_finding_is_a_part_of_the_text(text: str, language: str) -> None:
    """So that it can be marked; it has a message and a hint."""
    for one in unclear(text, language):
        assert one.text
        assert one.text in text
        assert one.message
        assert one.hint
