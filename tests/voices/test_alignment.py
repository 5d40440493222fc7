"""Stretches of a take find their lines by pauses and lengths together."""

from __future__ import annotations

import pytest

from unknot.voices._alignment import Way, aligned


def _spoken(picture: str) -> list[tuple[float, float]]:
    """Stretches out of a picture: a letter is a tenth of a second of speech, a dot one of quiet."""
    spans, start = [], None
    for at, sign in enumerate(picture + "."):
        if sign != "." and start is None:
            start = at
        if sign == "." and start is not None:
            spans.append((start / 10, at / 10))
            start = None
    return spans


LONG = "AAAAAAAAAAAAAAAAAAAAAAAAA"
"""Some 30 letters of text."""


@pytest.mark.parametrize(
    ("picture", "weights", "way"),
    [
        (f"{LONG}....................BBBBBBB", [30, 6], ((0, 1), (1, 2))),
        ("AAAAAAAAAAAA...AAAAAAAAAAAA....................BBBBBBB", [30, 6], ((0, 2), (2, 3))),
        (f"{LONG}....................{LONG}", [30, 6, 30], ((0, 1), None, (1, 2))),
        (f"BBBBBBB....................{LONG}", [30, 6, 30], (None, (0, 1), (1, 2))),
        ("AAAAAAAAAAAA...AAAAAAAAAAAA....................BBBBBBB", [30, 6, 60], ((0, 2), (2, 3), None)),
        ("", [30, 6], (None, None)),
        (".".join(["A"] * 40), [3, 3], (None, None)),
    ],
)
def test_a_picture_finds_its_lines(picture: str, weights: list[float], way: Way) -> None:
    """Whole lines, a breath in the middle of one, a line that is missing, no line at all."""
    assert aligned(_spoken(picture), weights) == way


@pytest.mark.parametrize(
    ("picture", "weights", "again", "way"),
    [
        (f"{LONG}..........{LONG}..........BBBBBBB", [30, 6], {(0, 1)}, ((1, 2), (2, 3))),
        (f"{LONG}..........{LONG}..........{LONG}..........BBBBBBB", [30, 6], {(0, 1), (1, 2)}, ((2, 3), (3, 4))),
        (f"AAAAAAAAAAAAA...{LONG}..........BBBBBBB", [30, 6], {(0, 1)}, ((1, 2), (2, 3))),
        (f"BBBBBBB..........{LONG}", [6, 30], {(0, 1)}, ((0, 1), (1, 2))),
        ("AAAAAAAA...AAAAAAAA...AAAAAAAA..........BBBBBBB", [30, 6], {(0, 1)}, ((0, 3), (3, 4))),
    ],
)
def test_an_earlier_reading_is_left_over(
    picture: str, weights: list[float], again: set[tuple[int, int]], way: Way
) -> None:
    """A line read twice, three times, a false start; but two lines that begin alike and a repeated phrase are kept."""
    assert aligned(_spoken(picture), weights, again) == way
