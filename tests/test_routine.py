"""The tree of a routine."""

from __future__ import annotations

import pytest

from unknot.routine import without_end_bell
from unknot.script import parse


def body(text: str, title: str = "---\ntitle: T\n---\n\n") -> tuple[object, ...]:
    """The nodes of a script."""
    return parse(title + text, "t.md").body


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("Rest. [4s]\n\n[bell]", "Rest. [4s]"),
        ("Rest. [4s] [bell]", "Rest. [4s]"),
        ("Rest.\n\n[bell] [sound gong]\n\n> The end.", "Rest.\n\n> The end."),
        ("[bell]\n\nRest.", "[bell]\n\nRest."),
        ("Rest.", "Rest."),
    ],
)
def test_a_bell_after_the_last_words_can_be_left_out(text: str, rest: str) -> None:
    """A bell before them stays."""
    assert without_end_bell(body(text)) == body(rest)  # type: ignore[arg-type]
