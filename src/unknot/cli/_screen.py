"""What a session that plays shows: one calm line, a line an event, or JSON. Nobody needs to look at any of it."""

from __future__ import annotations

import contextlib
import json
import shutil
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any, Final, Protocol, TextIO

from unknot.player import (
    Answered,
    Began,
    Concern,
    Ended,
    LevelsChanged,
    Paused,
    Progress,
    Recovered,
    Replanned,
    Resumed,
    Said,
    Trouble,
)
from unknot.timeline import BackgroundSpan, Chapter, Cue, Note
from unknot.units import SAMPLE_RATE, clock

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from unknot.player import PlayerEvent
    from unknot.timeline import Event

_CLEAR: Final = "\r\x1b[K"
_DIM: Final = "\x1b[2m"
_PLAIN: Final = "\x1b[0m"
_NARROWEST: Final = 20
_FRESH: Final = 4
"""Seconds that a remark stands in the place of the cue."""


class Screen(Protocol):
    """Is told what happens, and shows it."""

    def __call__(self, happening: PlayerEvent) -> None:
        """Shows one happening."""

    def close(self) -> None:
        """Afterwards the next words begin on a line of their own."""


def open_screen(
    stream: TextIO, environment: Mapping[str, str], *, plain: bool = False, as_json: bool = False, debug: bool = False
) -> Screen:
    """The screen that this terminal and this person want.

    A line an event for `--plain`, for `ACCESSIBLE` (screen readers) and where nobody watches; no colour for `NO_COLOR`.
    """
    if as_json:
        return JsonLines(stream)
    accessible = environment.get("ACCESSIBLE", "0") not in ("", "0")
    if plain or accessible or environment.get("TERM") == "dumb" or not stream.isatty():
        return PlainLines(stream, debug=debug)
    return OneLine(stream, colour=not environment.get("NO_COLOR"), debug=debug)


class _Written:
    """A stream that may go away, as a terminal does when its window is closed."""

    def __init__(self, stream: TextIO) -> None:
        self._stream: TextIO | None = stream

    def write(self, text: str) -> None:
        if self._stream is None:
            return
        try:
            self._stream.write(text)
            self._stream.flush()
        except (OSError, ValueError):
            self._stream = None


class JsonLines:
    """One JSON object a line."""

    def __init__(self, stream: TextIO) -> None:
        self._out = _Written(stream)

    def __call__(self, happening: PlayerEvent) -> None:
        """Writes it."""
        self._out.write(json.dumps(as_json(happening), ensure_ascii=False) + "\n")

    def close(self) -> None:
        """Nothing is left to do."""


class PlainLines:
    """One line an event, for screen readers and logs: no cursor movement, no colour, no countdown."""

    def __init__(self, stream: TextIO, *, debug: bool = False) -> None:
        self._out = _Written(stream)
        self._debug = debug

    def __call__(self, happening: PlayerEvent) -> None:
        """Writes a line where there is something to read."""
        text = in_words(happening, debug=self._debug)
        if text:
            self._out.write(text + "\n")

    def close(self) -> None:
        """Nothing is left to do."""


class OneLine:
    """One line that stays where it is: chapter, cue, time left. Notes of the script stand above it."""

    def __init__(self, stream: TextIO, *, colour: bool = True, debug: bool = False) -> None:
        self._out = _Written(stream)
        self._colour = colour
        self._debug = debug
        self._chapter = self._cue = self._state = self._left = self._note = ""
        self._fresh = 0

    def __call__(self, happening: PlayerEvent) -> None:
        """Keeps the line up to date."""
        match happening:
            case Began(event=event):
                self._began(event)
            case Progress(left=left):
                self._left = f"{clock(left)} left"
                self._fresh -= 1
            case Resumed() | Recovered():
                self._state = ""
            case Paused():
                self._state = "paused"
            case Trouble():
                self._state = in_words(happening)
            case Concern():
                self._above(in_words(happening))
            case Ended():
                self._above(in_words(happening, debug=self._debug))
                return
            case Answered() | LevelsChanged() | Replanned() | Said():
                self._remark(in_words(happening))
        self._draw()

    def close(self) -> None:
        """Afterwards the line is gone."""
        self._out.write(_CLEAR)

    def _began(self, event: Event) -> None:
        match event:
            case Chapter(title=title):
                self._chapter = printable(title)
            case Cue(text=text):
                self._cue, self._note = printable(text), ""
            case Note(text=text):
                self._above(printable(text))

    def _remark(self, text: str) -> None:
        if text:
            self._note, self._fresh = text, _FRESH

    def _above(self, text: str) -> None:
        self._out.write(f"{_CLEAR}{text}\n")

    def _draw(self) -> None:
        from rich.cells import cell_len, set_cell_size

        room = max(_NARROWEST, shutil.get_terminal_size().columns) - 1
        said = self._note if self._note and self._fresh > 0 else self._cue
        line = " · ".join(part for part in (self._left, self._state, self._chapter, said) if part)
        if cell_len(line) > room:
            line = set_cell_size(line, room - 1).rstrip() + "…"
        self._out.write(f"{_CLEAR}{_DIM}{line}{_PLAIN}" if self._colour else f"{_CLEAR}{line}")


def in_words(happening: PlayerEvent, *, debug: bool = False) -> str:
    """A happening in one line for people; "" for what needs none."""
    if isinstance(happening, Ended):
        return _ended(happening, debug=debug)
    tell = _WORDS.get(type(happening))
    return tell(happening) if tell else ""


def _began(happening: Began) -> str:
    event = happening.event
    if isinstance(event, Chapter):
        return f"Chapter: {printable(event.title)}"
    return printable(event.text) if isinstance(event, Cue | Note) else ""


def _replanned(happening: Replanned) -> str:
    late = happening.late
    return f"Ends {clock(abs(late))} {'later' if late > 0 else 'earlier'}" if abs(late) >= SAMPLE_RATE else ""


_WORDS: Final[dict[type, Callable[[Any], str]]] = {
    Began: _began,
    Answered: lambda h: "" if h.done else f"Not here: {h.command.value}",
    Paused: lambda _: "Paused",
    Resumed: lambda _: "Resumed",
    LevelsChanged: lambda h: f"Voice {h.voice:+.0f} dB, background {h.background:+.0f} dB",
    Replanned: _replanned,
    Said: lambda h: printable(h.text),
    Trouble: lambda h: f"No sound: {printable(h.message)}; trying again in {h.retry:.0f} s",
    Recovered: lambda _: "Sound is back",
    Concern: lambda h: f"Note: {printable(h.text)}",
}


def _ended(happening: Ended, *, debug: bool) -> str:
    known = {"finished": "Finished", "closed": "Closed", "ended": "Ended"}
    text = f"{known.get(happening.way, happening.way.capitalize())} at {clock(happening.at)}"
    return f"{text}, underruns: {happening.underruns}" if debug else text


def as_json(happening: PlayerEvent) -> dict[str, Any]:
    """A happening as plain values; an event inside it has its kind and its fields beside the happening's."""
    known: dict[str, Any] = {"event": _json_name(happening)}
    for field in fields(happening):
        value = getattr(happening, field.name)
        if isinstance(value, Enum):
            known[field.name] = value.name.lower().replace("_", "-")
        elif is_dataclass(value):
            known |= {"kind": _json_name(value)} | _plain(value)
        else:
            known[field.name] = value
    return known


_JSON_NAMES: Final[dict[type, str]] = {BackgroundSpan: "scene", LevelsChanged: "levels", Note: "caption"}
"""Names in JSON that are not the class's own name in lower case. Programs read them, so they stay as they are."""


def _json_name(value: object) -> str:
    return _JSON_NAMES.get(type(value), type(value).__name__.lower())


def _plain(event: Any) -> dict[str, Any]:
    kept = ("start", "frames", "text", "title", "reason", "name")
    known = {name: getattr(event, name) for name in kept if hasattr(event, name)}
    with contextlib.suppress(AttributeError):
        known["line"] = event.place.line
    return known


def printable(text: str) -> str:
    """The text without anything that could move a cursor or ring a bell."""
    return "".join(c if c.isprintable() else " " for c in text)
