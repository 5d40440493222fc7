"""The table of fences, one row for each word after `:::`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from unknot.routine import Each, From, Include, Node, Optional, Repeat, Under, VoiceChoice, Voiced, Work
from unknot.script import _values
from unknot.script._source import did_you_mean
from unknot.script._values import Fault, Span, quoted
from unknot.units import format_duration

if TYPE_CHECKING:
    from collections.abc import Callable

    from unknot.errors import Place
    from unknot.routine import Moment

ALWAYS: Final = ("remaining", "elapsed", "next")
"""Variables that can be used everywhere."""
_TURNS: Final = ("round", "rounds")
ASSUMED: Final = (*_TURNS, "side", "side.other")
"""Variables that are accepted in a fence that could not be read, so that it gives only one fault."""
_NAME = re.compile(r"[a-z][a-z0-9_-]{0,30}")
_EACH = re.compile(r"\s*([^\s:]*)\s*:(?!:)")
_NOT_PLAIN = re.compile(r"(?<!\\)[\[\]{}*<]")
MOST_VALUES: Final = 99
"""How many values an `each` may have."""

Body: TypeAlias = tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class OpenedFence:
    """A fence after its first line."""

    close: Callable[[Body, tuple[Moment, ...]], Node]
    """Makes the node from the blocks and the moments inside."""
    names: tuple[str, ...] = ()
    """The variables that can be used inside."""


@dataclass(frozen=True, slots=True)
class Fence:
    """One row of the table."""

    word: str
    node: type
    form: str
    """An example of its first line, for hints and the language reference."""
    meaning: str
    read: Callable[[Span, Place], OpenedFence]
    """Reads the text after the word. Raises `Fault`."""
    write: Callable[[Any], str]
    """Writes the canonical text after the word."""
    holds: str = "blocks"
    """What it may contain: `blocks`, `moments` or `nothing`."""


def _repeat(span: Span, place: Place) -> OpenedFence:
    turns = _values.count(span)
    return OpenedFence(lambda body, _: Repeat(turns, body, place=place), _TURNS)


def _each(span: Span, place: Place) -> OpenedFence:
    match = _EACH.match(span.text)
    if match is None:
        raise Fault(span, "bad-argument", "expected a name, a colon and values", "like each side: left, right")
    name = _each_name(Span(match[1], span.offset + match.start(1)))
    words = tuple(_value(part) for part in span.after(match.end()).parts())
    if not 1 <= len(words) <= MOST_VALUES:
        raise Fault(span, "bad-argument", f"expected 1 to {MOST_VALUES} values", "like each side: left, right")
    names = (name, f"{name}.other") if len(words) == 2 else (name,)
    return OpenedFence(lambda body, _: Each(name, words, body, place=place), names)


def _each_name(span: Span) -> str:
    if not _NAME.fullmatch(span.text):
        raise Fault(span, "bad-argument", f"{quoted(span.text)} is no name", "a name is a word in small letters")
    if span.text in (*ALWAYS, *_TURNS):
        raise Fault(span, "bad-argument", f"{quoted(span.text)} already means something else")
    return span.text


def _value(span: Span) -> str:
    if match := _NOT_PLAIN.search(span.text):
        here = Span(match[0], span.offset + match.start())
        raise Fault(here, "bad-argument", "values are plain words", f"write \\{match[0]}")
    if not span.text:
        raise Fault(span, "bad-argument", "a value is missing", "one comma between two values")
    return _values.plain(span)


def _write_each(each: Each) -> str:
    return f"{each.variable}: " + ", ".join(_values.escaped(v, "[]{}*<,") for v in each.values)


def _optional(span: Span, place: Place) -> OpenedFence:
    priority = _values.number(span, 1, 9) if span.text else 1
    return OpenedFence(lambda body, _: Optional(priority, body, place=place))


def _from(span: Span, place: Place) -> OpenedFence:
    least = _values.duration(span)
    return OpenedFence(lambda body, _: From(least, body, place=place))


def _under(span: Span, place: Place) -> OpenedFence:
    most = _values.duration(span)
    return OpenedFence(lambda body, _: Under(most, body, place=place))


def _hold(span: Span, place: Place) -> OpenedFence:
    length = _values.length(span.parts(), span)
    return OpenedFence(lambda _, moments: Work(length, moments, place=place))


def _voice(span: Span, place: Place) -> OpenedFence:
    known: dict[str, str | int] = {}
    for part in span.parts():
        key, value = part.first_word()
        if key.text in known:
            raise Fault(key, "bad-argument", f"{quoted(key.text)} is said twice")
        known[key.text] = voice_value(key, Span(_values.plain(value), value.offset))
    if not known:
        raise Fault(span, "bad-argument", "which voice?", "like voice rate 110, or voice engine piper, name amy")
    voice = VoiceChoice(**known)  # type: ignore[arg-type]
    return OpenedFence(lambda body, _: Voiced(voice, body, place=place))


VOICE_KEYS: Final = ("engine", "name", "rate", "pitch")
"""The keys of a voice, in a header and in a fence."""
_VOICE_BOUNDS = {"rate": (40, 500), "pitch": (0, 100)}


def voice_value(key: Span, value: Span) -> str | int:
    """The value of a key of a voice. `value` has no escapes any more.

    Raises:
        Fault: There is no such key, or the value is not valid for it.
    """
    if key.text not in VOICE_KEYS:
        hint = did_you_mean(key.text, VOICE_KEYS)
        raise Fault(key, "bad-argument", f"{quoted(key.text)} cannot be said of a voice", hint)
    if key.text in _VOICE_BOUNDS:
        return _values.number(value, *_VOICE_BOUNDS[key.text])
    if not value.text:
        raise Fault(key, "bad-argument", f"the {key.text} is missing")
    return value.text


def _write_voice(voiced: Voiced) -> str:
    values = [(key, getattr(voiced.voice, key)) for key in VOICE_KEYS]
    return ", ".join(f"{key} {_values.escaped(str(value), ',')}" for key, value in values if value is not None)


def _include(span: Span, place: Place) -> OpenedFence:
    name = _values.safe_name(span)
    return OpenedFence(lambda _body, _moments: Include(name, place=place))


FENCES: Final = (
    Fence("repeat", Repeat, "::: repeat 3..8", "that many times", _repeat, lambda n: _values.write_count(n.count)),
    Fence("each", Each, "::: each side: left, right", "once for each value", _each, _write_each),
    Fence(
        "optional",
        Optional,
        "::: optional 2",
        "may be left out of a short session",
        _optional,
        lambda n: str(n.priority),
    ),
    Fence("from", From, "::: from 12m", "only in sessions that long", _from, lambda n: format_duration(n.length)),
    Fence("under", Under, "::: under 8m", "only in shorter sessions", _under, lambda n: format_duration(n.length)),
    Fence(
        "hold",
        Work,
        "::: hold 45s..120s",
        "a hold with words inside",
        _hold,
        lambda n: _values.write_length(n.length),
        "moments",
    ),
    Fence("voice", Voiced, "::: voice rate 110", "another voice", _voice, _write_voice),
    Fence(
        "include",
        Include,
        "::: include closing-seated",
        "another script's body",
        _include,
        lambda n: _values.escaped(n.name, ""),
        "nothing",
    ),
)
"""Every fence."""

_BY_WORD = {fence.word: fence for fence in FENCES}
_BY_NODE = {fence.node: fence for fence in FENCES}
WORDS: Final = tuple(_BY_WORD)
"""Every word that a fence may begin with."""


def fence_of(word: str) -> Fence | None:
    """The row for a word, or None."""
    return _BY_WORD.get(word.lower())


def fence_for(node: Node) -> Fence:
    """The row for a node."""
    return _BY_NODE[type(node)]


def write_opening(node: Node) -> str:
    """The canonical first line of a fence."""
    row = fence_for(node)
    return f"::: {row.word} {row.write(node)}".rstrip()
