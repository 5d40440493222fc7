"""Other people's scripts: plain text, lines of `phrase;seconds`, pauses in words, SSML. Nothing is lost in silence.

What a routine script cannot say comes back as a list, with its place in the text that was given.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from unknot.errors import ScriptError
from unknot.routine import NOWHERE, Header, Pause, Routine
from unknot.script import _values
from unknot.script._draft import ScriptDraft
from unknot.script._printer import to_text
from unknot.script._source import read_source
from unknot.script._ssml import read_ssml
from unknot.script._tags import foreign_aside, foreign_pause, read_tag
from unknot.script._values import Fault, Span, quoted

if TYPE_CHECKING:
    from unknot.errors import Finding
    from unknot.routine import Inline
    from unknot.script._source import Faults, ScriptSource

Kind: TypeAlias = Literal["auto", "text", "phrases", "ssml"]
KINDS: Final[tuple[Kind, ...]] = ("auto", "text", "phrases", "ssml")
"""What an imported text may be; `auto` looks for itself."""
UNTITLED: Final = "Imported script"

_PHRASE = re.compile(r"(?P<text>.*?)[ \t]*;[ \t]*(?P<seconds>\d{1,5}(?:\.\d{1,3})?)[ \t]*", re.ASCII)
_HEADING = re.compile(r"[ \t]*(#{1,6})[ \t]+(.+)")
_BRACKETS = re.compile(r"\[([^\[\]]{1,200})\]|\(([^()]{1,60})\)")


@dataclass(frozen=True, slots=True)
class Imported:
    """A routine script made from another text."""

    text: str
    """A script in its canonical form; it parses."""
    lost: tuple[Finding, ...]
    """What it could not carry over, with places in the text that was given."""


def from_foreign(text: str, kind: Kind = "auto", title: str = "", file: str = "") -> Imported:
    """The routine script that says what another program's script says.

    Raises:
        ScriptError: The text cannot be read as its kind: broken XML, a DOCTYPE, entities; or it holds characters
            that no editor shows.
    """
    source, faults = read_source(text, file)
    if faults.found:
        raise ScriptError(f"{file or 'this text'} is not a script", findings=faults.sorted())
    draft = ScriptDraft()
    language = "en"
    match _kind(source) if kind == "auto" else kind:
        case "ssml":
            language, say = read_ssml(source, draft, faults)
        case "phrases":
            _read_phrases(source, draft, faults)
            say = ()
        case _:
            _read_plain(source, draft, faults)
            say = ()
    draft.paragraph()
    header = Header(" ".join(title.split()) or UNTITLED, language=language, say=say)
    return Imported(to_text(Routine(header, tuple(draft.nodes))), faults.sorted())


def _kind(source: ScriptSource) -> Kind:
    text = source.text.lstrip()
    if text.startswith("<") and "<speak" in text:
        return "ssml"
    lines = [line for line in text.split("\n") if line.strip()]
    phrases = sum(_PHRASE.fullmatch(line) is not None for line in lines)
    return "phrases" if lines and phrases * 2 > len(lines) else "text"


# --- lines of `phrase;seconds` ------------------------------------------------------------------------------------


def _read_phrases(source: ScriptSource, draft: ScriptDraft, faults: Faults) -> None:
    offset = 0
    for line in source.text.split("\n"):
        match = _PHRASE.fullmatch(line)
        if not line.strip():
            draft.paragraph()
        elif match is None:
            draft.words(line + " ")
            faults.add(offset, len(line), "not-carried", "no seconds here", "the usual gap follows these words")
        else:
            if match["text"].strip() != "*":
                draft.words(match["text"])
            draft.pause(_values.duration(Span(_values.loosely(match["seconds"], "s"), offset), zero=True))
        offset += len(line) + 1


# --- plain text ---------------------------------------------------------------------------------------------------


def _read_plain(source: ScriptSource, draft: ScriptDraft, faults: Faults) -> None:
    offset = 0
    for line in source.text.split("\n"):
        heading = _HEADING.fullmatch(line)
        if heading:
            draft.heading(heading[2], min(2, len(heading[1])))
        elif line.strip():
            _read_line(Span(line, offset), draft, faults)
        else:
            draft.paragraph()
        offset += len(line) + 1


def _read_line(line: Span, draft: ScriptDraft, faults: Faults) -> None:
    done = 0
    for match in _BRACKETS.finditer(line.text):
        item = _tag(match)
        if item is None and match[1] is None:
            continue  # words in round brackets are words
        draft.words(line.text[done : match.start()])
        done = match.end()
        if isinstance(item, Pause) and item.length.natural is not None and not item.length.fixed:
            draft.pause(item.length.natural)
        elif item is not None:
            draft.tag(item)
        else:
            draft.note(match[0])
            message = f"{quoted(match[0])} is not a pause"
            faults.add(line.offset + match.start(), len(match[0]), "not-carried", message, "it is shown as a note")
    draft.words(line.text[done:] + " ")


def _tag(match: re.Match[str]) -> Inline | None:
    """The tag that brackets stand for: one of ours, or a pause as others write it."""
    tag = foreign_aside(match[2]) if match[1] is None else foreign_pause(match[1])
    for inside in (match[1], tag and tag[1:-1]):
        try:
            if inside:
                return read_tag(Span(inside, 0), NOWHERE)
        except Fault:
            continue
    return None
