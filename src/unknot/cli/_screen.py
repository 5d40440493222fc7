"""What the terminal shows while a session plays: one line that is updated, one line for each event, or JSON."""

from __future__ import annotations

import contextlib
import json
import shutil
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any, Final, Protocol, TextIO

from unknot.cli._printing import plain_wanted
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
_MIN_COLUMNS: Final = 20
_MESSAGE_SECONDS: Final = 4
"""Seconds that a message is shown in the place of the cue."""


class Screen(Protocol):
    """Shows the events of a session."""

    def __call__(self, event: PlayerEvent) -> None:
        """Shows one event."""

    def show(self, text: str) -> None:
        """Shows a line that stays."""

    def close(self) -> None:
        """Afterwards the next output begins on a new line."""


def open_screen(
    stream: TextIO, environment: Mapping[str, str], *, plain: bool = False, as_json: bool = False, debug: bool = False
) -> Screen:
    """The screen for this terminal and these options.

    One line for each event with `--plain`, with `ACCESSIBLE` (screen readers) and without a terminal. No colour with
    `NO_COLOR`.
    """
    if as_json:
        return JsonLines(stream)
    if plain or plain_wanted(environment) or not stream.isatty():
        return PlainLines(stream, debug=debug)
    return OneLine(stream, colour=not environment.get("NO_COLOR"), debug=debug)


class _SafeStream:
    """A stream that may be closed, as a terminal is with its window. Writing to it then does nothing."""

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
    """One JSON object on a line for each event."""

    def __init__(self, stream: TextIO) -> None:
        self._out = _SafeStream(stream)

    def __call__(self, event: PlayerEvent) -> None:
        """Writes one event."""
        self._out.write(json.dumps(as_json(event), ensure_ascii=False) + "\n")

    def show(self, text: str) -> None:
        """Does nothing: programs read events only."""

    def close(self) -> None:
        """Does nothing."""


class PlainLines:
    """One line for each event, for screen readers and logs: no cursor movement, no colour, no countdown."""

    def __init__(self, stream: TextIO, *, debug: bool = False) -> None:
        self._out = _SafeStream(stream)
        self._debug = debug

    def __call__(self, event: PlayerEvent) -> None:
        """Writes the text of an event, if it has one."""
        text = in_words(event, debug=self._debug)
        if text:
            self.show(text)

    def show(self, text: str) -> None:
        """Writes the line."""
        self._out.write(text + "\n")

    def close(self) -> None:
        """Does nothing."""


class OneLine:
    """One line that is updated: time left, chapter, cue. Notes of the script are written above it."""

    def __init__(self, stream: TextIO, *, colour: bool = True, debug: bool = False) -> None:
        self._out = _SafeStream(stream)
        self._colour = colour
        self._debug = debug
        self._chapter = self._cue = self._state = self._left = self._message = ""
        self._message_left = 0
        """Seconds for which the message is still shown."""

    def __call__(self, event: PlayerEvent) -> None:
        """Updates the line."""
        match event:
            case Began(event=begun):
                self._begin(begun)
            case Progress(left=left):
                self._left = f"{clock(left)} left"
                self._message_left -= 1
            case Resumed() | Recovered():
                self._state = ""
            case Paused():
                self._state = "paused"
            case Trouble():
                self._state = in_words(event)
            case Concern():
                self._write_above(in_words(event))
            case Ended():
                self._write_above(in_words(event, debug=self._debug))
                return
            case Answered() | LevelsChanged() | Replanned() | Said():
                self._show_message(in_words(event))
        self._draw()

    def show(self, text: str) -> None:
        """Writes the line above the one that is updated."""
        self._write_above(text)

    def close(self) -> None:
        """Clears the line."""
        self._out.write(_CLEAR)

    def _begin(self, event: Event) -> None:
        match event:
            case Chapter(title=title):
                self._chapter = printable(title)
            case Cue(text=text):
                self._cue, self._message = printable(text), ""
            case Note(text=text):
                self._write_above(printable(text))

    def _show_message(self, text: str) -> None:
        if text:
            self._message, self._message_left = text, _MESSAGE_SECONDS

    def _write_above(self, text: str) -> None:
        self._out.write(f"{_CLEAR}{text}\n")

    def _draw(self) -> None:
        from rich.cells import cell_len, set_cell_size

        columns = max(_MIN_COLUMNS, shutil.get_terminal_size().columns) - 1
        shown = self._message if self._message and self._message_left > 0 else self._cue
        line = " · ".join(part for part in (self._left, self._state, self._chapter, shown) if part)
        if cell_len(line) > columns:
            line = set_cell_size(line, columns - 1).rstrip() + "…"
        self._out.write(f"{_CLEAR}{_DIM}{line}{_PLAIN}" if self._colour else f"{_CLEAR}{line}")


def in_words(event: PlayerEvent, *, debug: bool = False) -> str:
    """The text of an event, one line; "" for an event without one."""
    if isinstance(event, Ended):
        return _ended(event, debug=debug)
    describe = _TEXTS.get(type(event))
    return describe(event) if describe else ""


def _began(began: Began) -> str:
    event = began.event
    if isinstance(event, Chapter):
        return f"Chapter: {printable(event.title)}"
    return printable(event.text) if isinstance(event, Cue | Note) else ""


def _replanned(event: Replanned) -> str:
    late = event.late
    return f"Ends {clock(abs(late))} {'later' if late > 0 else 'earlier'}" if abs(late) >= SAMPLE_RATE else ""


_TEXTS: Final[dict[type, Callable[[Any], str]]] = {
    Began: _began,
    Answered: lambda e: "" if e.done else f"Not here: {e.command.value}",
    Paused: lambda _: "Paused",
    Resumed: lambda _: "Resumed",
    LevelsChanged: lambda e: f"Voice {e.voice:+.0f} dB, background {e.background:+.0f} dB",
    Replanned: _replanned,
    Said: lambda e: printable(e.text),
    Trouble: lambda e: f"No sound: {printable(e.message)}; trying again in {e.retry:.0f} s",
    Recovered: lambda _: "Sound is back",
    Concern: lambda e: f"Note: {printable(e.text)}",
}


def _ended(event: Ended, *, debug: bool) -> str:
    known = {"finished": "Finished", "closed": "Closed", "ended": "Ended"}
    text = f"{known.get(event.way, event.way.capitalize())} at {clock(event.at)}"
    return f"{text}, underruns: {event.underruns}" if debug else text


def as_json(event: PlayerEvent) -> dict[str, Any]:
    """An event as plain values. The fields of a timeline event in it are added to its own, with its name as `kind`."""
    values: dict[str, Any] = {"event": _json_name(event)}
    for field in fields(event):
        value = getattr(event, field.name)
        if isinstance(value, Enum):
            values[field.name] = value.name.lower().replace("_", "-")
        elif is_dataclass(value):
            values |= {"kind": _json_name(value)} | _plain(value)
        else:
            values[field.name] = value
    return values


_JSON_NAMES: Final[dict[type, str]] = {BackgroundSpan: "scene", LevelsChanged: "levels", Note: "caption"}
"""Names in JSON that are not the class's own name in lower case. Programs read them, so they stay as they are."""


def _json_name(value: object) -> str:
    return _JSON_NAMES.get(type(value), type(value).__name__.lower())


def _plain(event: Any) -> dict[str, Any]:
    names = ("start", "frames", "text", "title", "reason", "name")
    values: dict[str, Any] = {name: getattr(event, name) for name in names if hasattr(event, name)}
    with contextlib.suppress(AttributeError):
        values["line"] = event.place.line
    return values


def printable(text: str) -> str:
    """The text with a space for each control character."""
    return "".join(c if c.isprintable() else " " for c in text)
