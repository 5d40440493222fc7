"""From the words of a cue to the sentences that an engine is asked for, in the way the engine reads them."""

from __future__ import annotations

import itertools
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from unknot.reading import ends_sentence, spoken_text
from unknot.voices._lexicon import pronounce

if TYPE_CHECKING:
    from collections.abc import Iterator

    from unknot.voices._lexicon import Lexicon, Pronunciation

Dialect: TypeAlias = Literal["plain", "espeak", "misaki", "written"]
"""What an engine reads: plain text, SSML with eSpeak phonemes in double brackets, text with phonemes as in
`[psoas](/sˈOəs/)`, or the words as they are written."""

LONGEST = 240
"""Characters from which on a sentence is split at its marks."""

_MARK = re.compile(r"\\(.)|\*", re.DOTALL)
_SENTENCE_END = re.compile(
    r"(?:[.!?…]+[\"'”’)\]]*(?=\s+[\"'“‘(\[]*[A-ZÀ-ÞА-Я0-9])|[。！？]+|[.!?…]+[\"'”’)\]]*\s*$)\s*"
)
_FULL_STOP = re.compile(r"(?<!\.)\.[\"'”’)\]]*\s*\Z")
_INNER_MARK = re.compile(r"[;:,–—，、；：]\s*")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b\u2028\u2029\ufeff]+")


@dataclass(frozen=True, slots=True)
class TextRun:
    """Some text that is said in one way."""

    text: str
    emphasised: bool = False


Runs: TypeAlias = tuple[TextRun, ...]


@dataclass(frozen=True, slots=True)
class SpokenSentence:
    """One call of an engine."""

    spoken: str
    """What the engine is given, in its dialect."""
    plain: str
    """What a person reads."""
    words: str
    """What is said, figures and symbols in words, in letters."""
    ends: bool
    """Whether it ends a sentence; a part of an over-long one does not."""


def sentences(text: str, lexicon: Lexicon, dialect: Dialect) -> tuple[SpokenSentence, ...]:
    """What an engine is asked for to speak an utterance's `text`, in order; empty when there is nothing to say."""
    found = []
    for runs in _split(_runs(text)):
        parts = [runs] if dialect == "written" else _halved(runs)
        found += [_sentence(part, lexicon, dialect, part is parts[-1]) for part in parts]
    return tuple(s for s in found if any(c.isalnum() for c in s.words))


def plain(text: str) -> str:
    """The text of an utterance as a person reads it: no marks of emphasis, escapes undone."""
    return "".join(run.text for run in _runs(text))


def _runs(text: str) -> Runs:
    """The text cut where emphasis begins and ends."""
    found, held, emphasised, at = [], "", False, 0
    for mark in _MARK.finditer(unicodedata.normalize("NFC", text)):
        held += mark.string[at : mark.start()] + (mark[1] or "")
        at = mark.end()
        if mark[1] is None:
            found.append(TextRun(held, emphasised))
            held, emphasised = "", not emphasised
    found.append(TextRun(held + unicodedata.normalize("NFC", text)[at:], emphasised and bool(found)))
    return tuple(TextRun(_CONTROL.sub(" ", run.text), run.emphasised) for run in found if run.text)


def _length(runs: Runs) -> int:
    return sum(len(run.text) for run in runs)


def _sentence_ends(text: str) -> Iterator[int]:
    for mark in _SENTENCE_END.finditer(text):
        stop = _FULL_STOP.search(text[: mark.end()])
        if (
            stop is None
            or not text[mark.end() :]
            or ends_sentence(text[: stop.start()], text[mark.end() :].lstrip("\"'“‘(["))
        ):
            yield mark.end()


def _halved(runs: Runs) -> list[Runs]:
    """The runs cut at the inner mark (or else the space) nearest to the middle, until each part is short enough."""
    if _length(runs) <= LONGEST:
        return [runs]
    text = "".join(run.text for run in runs)
    marks = [m.end() for m in _INNER_MARK.finditer(text)] or [m.end() for m in re.finditer(r"\s+", text)]
    middle = len(text) // 2
    at = min((m for m in marks if 0 < m < len(text)), key=lambda m: abs(m - middle), default=middle)
    return [part for half in _cut(runs, [at]) for part in _halved(half)]


def _split(runs: Runs) -> list[Runs]:
    text = "".join(run.text for run in runs)
    return _cut(runs, list(_sentence_ends(text)))


def _cut(runs: Runs, places: list[int]) -> list[Runs]:
    """The runs of the text between each two of the places."""
    bounds = [0, *places, _length(runs)]
    return [part for a, b in itertools.pairwise(bounds) if (part := tuple(_between(runs, a, b)))]


def _between(runs: Runs, start: int, end: int) -> Iterator[TextRun]:
    at = 0
    for run in runs:
        text = run.text[max(0, start - at) : max(0, end - at)]
        at += len(run.text)
        if text:
            yield TextRun(text, run.emphasised)


def _sentence(runs: Runs, lexicon: Lexicon, dialect: Dialect, ends: bool) -> SpokenSentence:
    text = "".join(run.text for run in runs).strip()
    pieces = [(run, tuple(_pieces(run.text, lexicon))) for run in runs]
    words = "".join(piece.text for _, found in pieces for piece in found)
    spoken = text if dialect == "written" else "".join(_spoken(found, run, dialect) for run, found in pieces)
    return SpokenSentence(_one_line(_apart(spoken) if dialect == "plain" else spoken), text, _one_line(words), ends)


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def _pieces(text: str, lexicon: Lexicon) -> Iterator[Pronunciation]:
    """The text in pieces: words of the lexicon as they are said there, all others as `spoken_text` says them."""
    for piece in pronounce(text, lexicon):
        if piece.replaced:
            yield piece
        else:
            yield from pronounce(spoken_text(piece.text, lexicon.language), lexicon)


def _spoken(pieces: tuple[Pronunciation, ...], run: TextRun, dialect: Dialect) -> str:
    if dialect == "plain":
        return "".join(piece.text for piece in pieces)
    if dialect == "misaki":
        return "".join(_linked(piece) for piece in pieces)
    said = "".join(f"[[{piece.phonemes}]]" if piece.phonemes else _escaped(piece.text) for piece in pieces)
    return f"<emphasis>{said}</emphasis>" if run.emphasised and said.strip() else said


def _escaped(text: str) -> str:
    return _apart(text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))


def _apart(text: str) -> str:
    """No two brackets side by side: eSpeak NG, its own program too, takes them for phonemes, and macOS for commands."""
    return re.sub(r"\[(?=\[)|\](?=\])", r"\g<0> ", text)


def _linked(piece: Pronunciation) -> str:
    """A word with its phonemes, or a text whose square brackets are round ones, so that none is taken for phonemes."""
    if piece.misaki:
        return f"[{piece.text}](/{piece.misaki}/)"
    return piece.text.replace("[", "(").replace("]", ")")
