"""Where a session was interrupted, so that `play --resume` can go on from there."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Protocol

from unknot.planning import CuePlace
from unknot.units import Frames


@dataclass(frozen=True, slots=True)
class Position:
    """A cue of one session."""

    session: str
    """Names the script, its length, its seed and its text."""
    title: str
    place: CuePlace
    """The cue to begin with."""
    left: Frames
    """From the beginning of that cue to the end."""

    def to_json(self) -> str:
        """As text."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Position | None:
        """The position that `to_json` wrote; None for any other text."""
        try:
            known = json.loads(text)
            place = known["place"]
            cue = CuePlace(str(place["name"]), int(place["after"]), str(place["words"]), float(place["share"]))
            left = Frames(int(known["left"]))
            return cls(str(known["session"]), str(known["title"]), cue, left) if left > 0 <= cue.after else None
        except (ValueError, KeyError, TypeError):
            return None


@dataclass(frozen=True, slots=True)
class StartItem:
    """Where a session begins when not at its first frame."""

    item: int
    """The index of the planned item."""
    left: Frames | None = None
    """From the beginning of that item to the end; None is what the plan has."""


class PositionStore(Protocol):
    """Keeps one position after the end of the process."""

    def save(self, position: Position) -> None:
        """Afterwards `load` gives it. If it cannot be written, nothing happens: the session goes on."""

    def load(self) -> Position | None:
        """The position saved last, or None."""

    def clear(self) -> None:
        """Afterwards no position is saved."""


class SmallText(Protocol):
    """A small text that is kept in a file."""

    def read(self) -> str | None:
        """The text written last, or None."""

    def write(self, text: str) -> None:
        """Afterwards `read` gives it, if it could be kept."""

    def remove(self) -> None:
        """Afterwards there is no text."""


class TextPositionStore:
    """Keeps the position as a small text."""

    def __init__(self, text: SmallText) -> None:
        self._text = text

    def save(self, position: Position) -> None:
        """Afterwards `load` gives it, if it could be kept."""
        self._text.write(position.to_json())

    def load(self) -> Position | None:
        """The position saved last, or None."""
        text = self._text.read()
        return None if text is None else Position.from_json(text)

    def clear(self) -> None:
        """Afterwards no position is saved."""
        self._text.remove()


class NoPositionStore:
    """Keeps nothing."""

    def save(self, position: Position) -> None:
        """Does nothing."""

    def load(self) -> Position | None:
        """Nothing."""
        return None

    def clear(self) -> None:
        """Does nothing."""
