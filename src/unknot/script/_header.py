"""The header: YAML in which every value is a string, read with a table of keys.

In ordinary YAML `1:30` is ninety and `no` is false. Here every value is text until the row of its key reads it.
"""

from __future__ import annotations

import json
import re
from dataclasses import MISSING, dataclass, fields
from typing import TYPE_CHECKING, Any, Final

from unknot.routine import PACES, SIDES, Header, VoiceChoice
from unknot.script import _values
from unknot.script._fences import VOICE_KEYS, voice_value
from unknot.script._ipa import NotIpa, between_slashes, sounds
from unknot.script._rules import CHECKING, RULES
from unknot.script._source import did_you_mean, unprintable
from unknot.script._values import Fault, Span, quoted
from unknot.script._yaml import KINDS, SYNTAX_HINT, Mapping, Scalar, Sequence, Value, read_tree
from unknot.units import format_duration

if TYPE_CHECKING:
    from collections.abc import Callable

    from unknot.script._source import Faults, ScriptSource
    from unknot.units import Frames

LARGEST_HEADER: Final = 256 * 1024
"""Characters."""

_NO_HEADER: Final = "make a routine of it with `unknot import FILE`, or begin with a line of ---, `title: …`, and ---"
_FENCE_LINE = re.compile(r"^---[ \t]*$", re.MULTILINE)
_BLANK_LINE = re.compile(r"\n[ \t]*(?:\n|\Z)")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
_WORD = re.compile(r"[^\W_][\w-]{0,40}")
_NOT_TEXT_IN_YAML = {"null", "true", "false", "yes", "no", "on"}
"""Words that other YAML parsers do not read as text."""
_PLAIN_SCALAR = re.compile(r"[^\W\d_](?:[\w .()'’/-]|,(?= ))*[\w.)'’]|[^\W\d_]|\d[\w.]*", re.UNICODE)
_PLAIN_ITEM = re.compile(r"[^\W\d_](?:[\w .()'’/-])*[\w.)'’]|[^\W\d_]|\d[\w.]*", re.UNICODE)


# --- the kinds of value -------------------------------------------------------------------------------------------


def _text(value: Value) -> str:
    if not isinstance(value, Scalar):
        raise Fault(Span(" ", value.offset), "bad-value", f"expected text, not {KINDS[type(value)]}")
    if unprintable(value.text.replace("\n", "")):
        raise Fault(value.span, "bad-value", "a character that no editor shows")
    text = " ".join(value.text.split())
    if not text:
        raise Fault(value.span, "bad-value", "a value is missing", "leave the key out where there is nothing to say")
    return text


def _span(value: Value) -> Span:
    """The text of a value as a span."""
    return Span(_text(value), value.offset)


def _texts(value: Value) -> tuple[str, ...]:
    if isinstance(value, Scalar):
        return (_text(value),)
    if isinstance(value, Mapping):
        raise Fault(Span(" ", value.offset), "bad-value", "expected a list, like [neck, shoulders]")
    return tuple(_text(item) for item in value.items)


def _words(value: Value) -> tuple[str, ...]:
    if isinstance(value, Scalar):
        words = [w.strip() for w in _text(value).split(",") if w.strip()]
        return tuple(_word(Scalar(w, value.offset)) for w in words)
    if isinstance(value, Mapping):
        raise Fault(Span(" ", value.offset), "bad-value", "expected a list of words, like [neck, shoulders]")
    return tuple(_word(item) for item in value.items)


def _word(value: Value) -> str:
    text = _text(value)
    word = re.sub(r"[ _]+", "-", text).lower()
    if not _WORD.fullmatch(word):
        raise Fault(
            Span(text, value.offset), "bad-value", f"{quoted(text)} is not a word", "a word is letters, digits, -"
        )
    return word


def _language(value: Value) -> str:
    text = _text(value)
    if not _LANGUAGE.fullmatch(text):
        raise Fault(_span(value), "bad-value", f"{quoted(text)} is not a language", "write it like en, en-GB or de")
    return text


def _length(value: Value) -> Frames:
    return _values.duration(_span(value))


def _side(value: Value) -> str:
    text = _text(value)
    if text not in SIDES:
        raise Fault(_span(value), "bad-value", f"{quoted(text)} is not a side", "write left or right")
    return text


def _pace(value: Value) -> str:
    text = _text(value)
    if text not in PACES:
        hint = did_you_mean(text, tuple(PACES))
        raise Fault(_span(value), "bad-value", f"{quoted(text)} is not a pace", hint)
    return text


def _background(value: Value) -> str:
    text = _text(value)
    if text.lower() == "off":
        return ""
    if reason := _values.unsafe(text):
        raise Fault(
            _span(value), "unsafe-path", f"{quoted(text)} {reason}", "name a file in the script's folder, with /"
        )
    return text


def _voice(value: Value) -> VoiceChoice:
    if not isinstance(value, Mapping):
        raise Fault(_span(value), "bad-value", "expected keys and values", "like {engine: espeak, rate: 130}")
    _refuse_duplicates(value)
    said = {key.text: voice_value(key.span, _span(inner)) for key, inner in value.pairs}
    return VoiceChoice(**said)  # type: ignore[arg-type]


def _say(value: Value) -> tuple[tuple[str, str], ...]:
    if not isinstance(value, Mapping):
        raise Fault(
            Span(" ", value.offset), "bad-value", "expected words and how to say them", "like {sacrum: say-krum}"
        )
    _refuse_duplicates(value)
    return tuple((_text(key), _how_to_say(inner)) for key, inner in value.pairs)


def _how_to_say(value: Value) -> str:
    text = _text(value)
    try:
        sounds(between_slashes(text) or "")
    except NotIpa as error:
        message = f"{quoted(str(error))} is no sound that a voice knows"
        raise Fault(_span(value), "bad-value", message, "write IPA between slashes like /ˈsoʊəs/") from error
    return text


def _refuse_duplicates(value: Mapping) -> None:
    seen: set[str] = set()
    for key, _ in value.pairs:
        if key.text in seen:
            raise Fault(key.span, "double-key", f"{quoted(key.text)} stands twice")
        seen.add(key.text)


def _allow(value: Value) -> tuple[str, ...]:
    items = value.items if isinstance(value, Sequence) else (value,)
    return tuple(_rule(item) for item in items)


def _rule(value: Value) -> str:
    text = _text(value)
    if text not in WARNINGS:
        why = "an error, and cannot be allowed" if text in RULES else "not a rule"
        raise Fault(_span(value), "unknown-rule", f"{quoted(text)} is {why}", did_you_mean(text, WARNINGS))
    return text


# --- writing -----------------------------------------------------------------------------------------------------


def _scalar(text: str, pattern: re.Pattern[str] = _PLAIN_SCALAR) -> str:
    if pattern.fullmatch(text) and text.lower() not in _NOT_TEXT_IN_YAML:
        return text
    return json.dumps(text, ensure_ascii=False)


def _list(items: tuple[str, ...]) -> str:
    return "[" + ", ".join(_scalar(item, _PLAIN_ITEM) for item in items) + "]"


def _map(pairs: tuple[tuple[str, object], ...]) -> str:
    inside = [f"{_scalar(key, _PLAIN_ITEM)}: {_scalar(str(value), _PLAIN_ITEM)}" for key, value in pairs]
    return "{" + ", ".join(inside) + "}"


def _write_voice(voice: VoiceChoice) -> str:
    values = ((key, getattr(voice, key)) for key in VOICE_KEYS)
    return _map(tuple((key, value) for key, value in values if value is not None))


def _write_background(name: str) -> str:
    return _scalar(name or "off")


# --- the table of keys ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Key:
    """One row: a key of the header."""

    word: str
    form: str
    """An example of its value."""
    meaning: str
    read: Callable[[Value], Any]
    """Reads the value. Raises `Fault`."""
    write: Callable[[Any], str]
    schema: dict[str, Any]
    """The JSON schema of its value, for editors."""


_STRING: Final = {"type": "string"}
_STRINGS: Final = {"type": ["array", "string"], "items": _STRING}
_DURATION: Final = {"type": ["string", "number"], "examples": ["10m", "90s", "1h"]}
_VOICE_SCHEMA: Final = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "engine": _STRING,
        "name": _STRING,
        "rate": {"type": "integer", "minimum": 40, "maximum": 500, "description": "words a minute"},
        "pitch": {"type": "integer", "minimum": 0, "maximum": 100, "description": "50 is as the voice is"},
    },
}
_PRONUNCIATIONS: Final = {"type": "object", "additionalProperties": _STRING}
WARNINGS: Final = tuple(rule.name for rule in CHECKING if rule.severity == "warning")
"""The rules that `allow` may name."""
_RULES: Final = {"type": ["array", "string"], "items": {"enum": list(WARNINGS)}}
_PACES: Final = {"enum": list(PACES)}

KEYS: Final = (
    Key("title", "Neck and shoulders", "what the session is called", _text, _scalar, _STRING),
    Key("summary", "A quiet reset.", "one or two sentences about it", _text, _scalar, _STRING),
    Key("author", "A. Writer", "who wrote it", _text, _scalar, _STRING),
    Key("language", "en", "the language of its words, as BCP 47 writes it", _language, _scalar, _STRING),
    Key("license", "CC-BY-4.0", "what others may do with it", _text, _scalar, _STRING),
    Key("areas", "[neck, shoulders]", "the parts of the body that it works on", _words, _list, _STRINGS),
    Key("tools", "[hands]", "what is needed", _words, _list, _STRINGS),
    Key("side", "left", "the one side that it works on: left or right", _side, _scalar, {"enum": list(SIDES)}),
    Key("posture", "seated", "how the body is", _word, _scalar, _STRING),
    Key("setting", "desk", "where it is done", _word, _scalar, _STRING),
    Key("level", "beginner", "for whom it is", _word, _scalar, _STRING),
    Key("length", "10m", "the length that it was written for", _length, format_duration, _DURATION),
    Key("pace", "calm", "the gaps that nobody writes: " + ", ".join(PACES), _pace, _scalar, _PACES),
    Key("voice", "{engine: espeak, rate: 130}", "which voice, and how", _voice, _write_voice, _VOICE_SCHEMA),
    Key("background", "rain", "the background it begins with, or off", _background, _write_background, _STRING),
    Key("say", "{sacrum: say-krum}", "how words are said", _say, _map, _PRONUNCIATIONS),
    Key("cautions", "[Not on a fresh bruise.]", "more safety lines", _texts, _list, _STRINGS),
    Key("allow", "[long-sentence]", "warnings that are meant", _allow, _list, _RULES),
)
"""Every key, in the order in which they are written."""


def header_schema() -> dict[str, Any]:
    """The JSON schema of the header, for editors that complete and check YAML."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "The header of an unknot routine",
        "type": "object",
        "required": ["title"],
        "additionalProperties": False,
        "properties": {key.word: {"description": key.meaning, **key.schema} for key in KEYS},
    }


_BY_WORD = {key.word: key for key in KEYS}
_DEFAULTS = {f.name: f.default for f in fields(Header) if f.default is not MISSING}


@dataclass(frozen=True, slots=True)
class _Extent:
    """The offsets of a header in the script."""

    start: int
    """The first line after the opening `---`."""
    end: int
    """The closing `---`."""
    body: int
    """The first character after the header."""
    closed: bool
    """Whether there is a closing `---`."""


def _extent(text: str) -> _Extent | None:
    lead = len(text) - len(text.lstrip(" \t\n"))
    opening = _FENCE_LINE.match(text, lead)
    if opening is None:
        return None
    start = min(opening.end() + 1, len(text))
    if closing := _FENCE_LINE.search(text, start):
        return _Extent(start, closing.start(), closing.end(), closed=True)
    blank = _BLANK_LINE.search(text, start)
    end = blank.start() if blank else len(text)
    return _Extent(start, end, end, closed=False)


def header_end(source: ScriptSource) -> int:
    """The offset at which the body begins."""
    extent = _extent(source.text)
    return extent.body if extent else 0


def read_header(source: ScriptSource, faults: Faults) -> tuple[Header, int]:
    """The header, and the offset at which the body begins."""
    extent = _extent(source.text)
    if extent is None:
        faults.add(0, 1, "no-header", "the script has no header", _NO_HEADER)
        return Header(""), 0
    if not extent.closed:
        faults.add(extent.start - 1, 1, "open-header", "the header is not closed", "close it with a line of ---")
    return _read(source.text[extent.start : extent.end], extent.start, faults), extent.body


def _read(text: str, offset: int, faults: Faults) -> Header:
    tree: Value | None = None
    try:
        if len(text) > LARGEST_HEADER:
            raise Fault(Span(" ", offset), "too-large", f"the header has more than {LARGEST_HEADER:,} characters")
        tree = read_tree(text, offset)
        if tree is not None and not isinstance(tree, Mapping):
            raise Fault(Span(" ", tree.offset), "header-syntax", "this is not YAML's keys and values", SYNTAX_HINT)
    except Fault as fault:
        _add_fault(fault, faults)
        return Header("")
    return _header(tree, offset, faults)


def _header(tree: Mapping | None, offset: int, faults: Faults) -> Header:
    known: dict[str, Any] = {}
    for key, value in tree.pairs if tree else ():
        try:
            known[key.text] = _value_of(key, value, known)
        except Fault as fault:
            known.setdefault(key.text, None)
            _add_fault(fault, faults)
    if "title" not in known:
        faults.add(max(0, offset - 4), 3, "missing-title", "the header has no title", "add a line like `title: Neck`")
    values = {word: value for word, value in known.items() if word in _BY_WORD and value is not None}
    return Header(**{"title": "", **values})


def _value_of(key: Scalar, value: Value, known: dict[str, Any]) -> Any:
    row = _BY_WORD.get(key.text)
    if row is None:
        hint = did_you_mean(key.text, tuple(_BY_WORD))
        raise Fault(key.span, "unknown-key", f"{quoted(key.text)} is not a key of the header", hint)
    if key.text in known:
        raise Fault(key.span, "double-key", f"{quoted(key.text)} stands twice")
    return row.read(value)


def _add_fault(fault: Fault, faults: Faults) -> None:
    faults.add(fault.span.offset, len(fault.span.text), fault.rule, fault.message, fault.hint)


def write_header(header: Header) -> str:
    """The canonical header, with the keys whose value is not the default."""
    lines = ["---"]
    for key in KEYS:
        value = getattr(header, key.word)
        if key.word not in _DEFAULTS or value != _DEFAULTS[key.word]:
            lines.append(f"{key.word}: {key.write(value)}")
    return "\n".join([*lines, "---", ""])
