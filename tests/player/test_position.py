"""A position is kept as text."""

from __future__ import annotations

import pytest

from unknot.planning import CuePlace
from unknot.player import Position, TextPositionStore
from unknot.units import Frames

POSITION = Position("toy", "Toy", CuePlace("a.md:3:1@.1/0#1", 0, "12ab", 0.5), Frames(48_000))


class Text:
    """A text in memory."""

    def __init__(self) -> None:
        self.text: str | None = None

    def read(self) -> str | None:
        """The text."""
        return self.text

    def write(self, text: str) -> None:
        """Keeps it."""
        self.text = text

    def remove(self) -> None:
        """Drops it."""
        self.text = None


def test_a_saved_position_is_loaded_and_can_be_cleared() -> None:
    """A store gives the position that was saved last, and none after `clear`."""
    store = TextPositionStore(Text())
    assert store.load() is None
    store.save(POSITION)
    assert store.load() == POSITION
    store.clear()
    assert store.load() is None


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"session": "toy", "title": "", "cues": 3, "left": 5}', "no JSON"])
def test_any_other_text_is_no_position(text: str) -> None:
    """A damaged text, or that of an earlier version, gives None."""
    assert Position.from_json(text) is None
