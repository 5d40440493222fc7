"""The table of tags, one row for each word in square brackets.

A row has the form of a tag, and reads and writes it. A new tag is a new row.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from unknot.routine import BackgroundTag, Beat, Breath, ChimeTag, Hold, Inline, Move, Pause, Until
from unknot.script import _values
from unknot.script._pauses import foreign_pause
from unknot.script._source import did_you_mean, nearest
from unknot.script._values import Fault, Span, quoted

if TYPE_CHECKING:
    from collections.abc import Callable

    from unknot.errors import Place
    from unknot.routine import Count
    from unknot.units import Frames

PHASES: Final = ("in", "hold", "out")
"""The phases of a breath."""
_SPECIAL: Final = "[],"
"""The characters that are escaped in a name inside a tag."""
_NUMBER_FIRST = re.compile(r"[.\d]|-\d", re.ASCII)
_OVER = re.compile(r"over\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Tag:
    """One row of the table."""

    word: str
    node: type
    form: str
    """An example of it, for hints and the language reference."""
    meaning: str
    read: Callable[[Span, Place], Inline]
    """Reads the text after the word. Raises `Fault`."""
    write: Callable[[Any], str]
    """Writes the canonical text between the brackets."""


def _pause(span: Span, place: Place) -> Pause:
    return Pause(_values.length(span.parts(), span, zero=True), place=place)


def _move(span: Span, place: Place) -> Move:
    return Move(_values.length(span.parts(), span), place=place)


def _hold(span: Span, place: Place) -> Hold:
    return Hold(_values.length(span.parts(), span), place=place)


def _until(span: Span, place: Place) -> Until:
    return Until(_values.duration(span), place=place)


def _beat(span: Span, place: Place) -> Beat:
    return Beat(_values.duration(span), place=place)


def _breath(span: Span, place: Place) -> Breath:
    phases: list[tuple[str, Frames]] = []
    rounds: Count | None = None
    for part in span.parts():
        head, tail = part.first_word()
        if tail.text.lower() in {"round", "rounds"}:
            if rounds is not None:
                raise Fault(part, "bad-argument", "the rounds are said twice")
            rounds = _values.count(head)
        else:
            phases.append((_phase(head), _values.duration(tail)))
    if rounds is None:
        raise Fault(span, "bad-argument", "the number of rounds is missing", "like 6 rounds or 3..6 rounds")
    if not {"in", "out"} <= {name for name, _ in phases}:
        raise Fault(span, "bad-argument", "a breath goes in and out", "like breath in 4s, out 6s, 6 rounds")
    return Breath(tuple(phases), rounds, place=place)


def _phase(word: Span) -> str:
    if word.text.lower() not in PHASES:
        hint = did_you_mean(word.text, PHASES)
        raise Fault(word, "bad-argument", f"{quoted(word.text)} is no phase of a breath", hint)
    return word.text.lower()


def _write_breath(breath: Breath) -> str:
    phases = [f"{name} {_values.write_duration(length)}" for name, length in breath.phases]
    turns = _values.write_count(breath.rounds)
    return "breath " + ", ".join([*phases, f"{turns} round{'' if turns == '1' else 's'}"])


def _bell(span: Span, place: Place) -> ChimeTag:
    return ChimeTag("bell", _under(span.parts()[1:] if span.text.startswith(",") else span.parts()), place=place)


def _sound(span: Span, place: Place) -> ChimeTag:
    parts = span.parts()
    if not parts:
        raise Fault(span, "bad-argument", "the sound's name is missing", "like sound chime.flac")
    return ChimeTag(_values.safe_name(parts[0]), _under(parts[1:]), place=place)


def _under(parts: list[Span]) -> bool:
    for part in parts:
        if part.text.lower() != "under" or len(parts) > 1:
            raise Fault(part, "bad-argument", f"{quoted(part.text)} means nothing here", "expected only `under`")
    return bool(parts)


def _write_chime(chime: ChimeTag) -> str:
    name = "bell" if chime.name == "bell" else f"sound {_values.escaped(chime.name, _SPECIAL)}"
    return f"{name}, under" if chime.under else name


def _background(span: Span, place: Place) -> BackgroundTag:
    known: dict[str, Any] = {}
    for part in span.parts():
        key, value = _background_part(part)
        if key in known:
            raise Fault(part, "bad-argument", f"{quoted(part.text)}: that is said twice")
        known[key] = value
    if not known.keys() & {"name", "change"}:
        raise Fault(span, "bad-argument", "which background?", "like background rain, background off, background +3dB")
    return BackgroundTag(**known, place=place)


def _background_part(part: Span) -> tuple[str, str | float]:
    if match := _OVER.match(part.text):
        return "over", _values.duration(part.after(match.end()))
    change = _values.level(part)
    if change is not None:
        return "change", change
    name = _values.safe_name(part)
    return "name", "" if name.lower() == "off" else name


def _write_background(tag: BackgroundTag) -> str:
    parts = []
    if tag.name is not None:
        parts.append(_values.escaped(tag.name, _SPECIAL) or "off")
    if tag.change or tag.name is None:
        parts.append(_values.write_level(tag.change))
    if tag.over is not None:
        parts.append(f"over {_values.write_duration(tag.over)}")
    return "background " + ", ".join(parts)


TAGS: Final = (
    Tag("pause", Pause, "[4s]", "silence after what was said", _pause, lambda n: _values.write_length(n.length)),
    Tag("move", Move, "[move 3s]", "time to move", _move, lambda n: f"move {_values.write_length(n.length)}"),
    Tag("hold", Hold, "[hold 30s]", "time to work", _hold, lambda n: f"hold {_values.write_length(n.length)}"),
    Tag("breath", Breath, "[breath in 4s, out 6s, 3..6 rounds]", "paced breathing", _breath, _write_breath),
    Tag(
        "until",
        Until,
        "[until 2:00]",
        "silence until that time",
        _until,
        lambda n: f"until {_values.write_duration(n.time)}",
    ),
    Tag("beat", Beat, "[beat 4s]", "from onset to onset", _beat, lambda n: f"beat {_values.write_duration(n.length)}"),
    Tag("bell", ChimeTag, "[bell]", "a bell", _bell, _write_chime),
    Tag("sound", ChimeTag, "[sound chime.flac]", "a sound from a file", _sound, _write_chime),
    Tag("background", BackgroundTag, "[background rain]", "another background", _background, _write_background),
)
"""Every tag. A tag that begins with a number is a pause."""

_BY_WORD = {tag.word: tag for tag in TAGS}
_BY_NODE = {tag.node: tag for tag in TAGS}
WORDS: Final = tuple(_BY_WORD)
"""Every word that a tag may begin with."""


def read_tag(inside: Span, place: Place) -> Inline:
    """The node for a tag. `inside` is the text between its brackets.

    Raises:
        Fault: There is no such tag, or the text after its word cannot be read.
    """
    here = inside.stripped()
    if _NUMBER_FIRST.match(here.text):
        return _pause_or_hint(here, place)
    word, rest = _split(here)
    tag = _BY_WORD.get(word.text.lower())
    if tag is None:
        raise Fault(here, "unknown-tag", f"`[{quoted(here.text)[1:-1]}]` is not a tag", _unknown_hint(here, word))
    return tag.read(rest, place)


def _split(here: Span) -> tuple[Span, Span]:
    """The tag's word, and the rest; a comma may follow the word at once, as in `[bell, under]`."""
    head, rest = here.first_word()
    word, comma, _ = head.text.partition(",")
    return (Span(word, head.offset), here.after(len(word))) if comma else (head, rest)


def _pause_or_hint(here: Span, place: Place) -> Inline:
    try:
        return _pause(here, place)
    except Fault as fault:
        if proposal := foreign_pause(here.text):
            raise Fault(fault.span, fault.rule, fault.message, f"write {proposal}") from None
        raise


def _unknown_hint(here: Span, word: Span) -> str:
    if proposal := foreign_pause(here.text):
        return f"write {proposal} (`unknot fmt` does it)"
    if near := nearest(word.text, WORDS):
        return f"did you mean {_BY_WORD[near].form}?"
    return "expected a tag like [4s], [hold 30s] or [bell]; write \\[ for a plain bracket"


def write_tag(node: Inline) -> str:
    """The canonical text of a tag, brackets included."""
    return f"[{_BY_NODE[type(node)].write(node)}]"
