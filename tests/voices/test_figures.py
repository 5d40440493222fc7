"""Figures with units are words before hibari reads them."""

import pytest

from unknot.voices._figures import in_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Hold for 30 s.", "Hold for 30 seconds."),
        ("Rest 1s, then 1.5 s.", "Rest 1 second, then 1.5 seconds."),
        ("1 h, or 1h 30m, or 2 h 1 min", "1 hour, or 1 hour 30 minutes, or 2 hours 1 minute"),
        ("5x a day, 1× here, 4 x 4", "5 times a day, 1 time here, 4 times 4"),
        ("Press at 3/10.", "Press at 3 out of 10."),
        ("1/2, 10/12/2026", "1/2, 10/12/2026"),
        ("2½ minutes, ½ turn", "2 and a half minutes, ½ turn"),
        ("No. 3, no. 4, no.", "Number 3, number 4, no."),
        ("the 1980s, 3rd, T12, L5", "the 1980s, 3rd, T12, L5"),
        ("Let go.", "Let go."),
    ],
)
def test_units_behind_figures_are_words(text: str, words: str) -> None:
    """What hibari reads right by itself stays as it is."""
    assert in_words(text) == words
