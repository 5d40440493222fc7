"""What of a text is not spoken, or may be misread, and what to write instead."""

from __future__ import annotations

import itertools
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from unknot.reading._alphabets import foreign_words
from unknot.reading._symbols import ADDRESS, ARROW, EMOJI, EMOTICON
from unknot.reading._wordings import wording_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from unknot.reading._wordings import Wording

_RUN: Final = re.compile(r"[^\w\s.,;:!?…\"'“”‘’«»„‚()\[\]\-–—¿¡。、，！？；：「」『』/]+|(?<!\S)[-=~]{2,}(?!\S)")
"""Marks at which no voice pauses."""
_SAID: Final = frozenset("%°$€£&+=<>")
"""Symbols that engines say in every language."""
_DATE: Final = re.compile(r"(?<![\d/])\d{1,2}/\d{1,2}/(?:\d{4}|\d{2})(?![\d/])")
_METRES: Final = re.compile(r"(?<![\w.,])\d+m(?![\w'’/])")
_GLUED: Final = re.compile(r"(?<![\w.,#])\d+[^\W\d_]+\b")
_SHORT: Final = re.compile(r"(?<![\w.])[^\W\d_]{1,5}\.(?=\s+[a-zäöüß])")
_FIGURE: Final = re.compile(
    r"(?<![\w/])\d+\s?(?:s|sec|min|h|kg|g|cm|mm|m|km|ml|l)\b|(?<!\w)\d+\s?[x×](?!\w)|(?<![\w/])\d+(?:/|\s?[-–]\s?)\d+(?![\w/])"
)
_ORDINAL: Final = re.compile(r"\d+(?:st|nd|rd|th|s|er|ers|x|D|d|fach|mal)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class UnclearText:
    """A part of a text that a listener does not hear as it is written."""

    kind: Literal["emoji", "address", "symbol", "foreign-letters", "misread"]
    text: str
    message: str
    hint: str
    """What to write instead."""


def unclear(text: str, language: str) -> Iterator[UnclearText]:
    """Everything in a text in `language` (BCP 47) that is not spoken or may be misread, kind after kind."""
    for match in itertools.chain(EMOJI.finditer(text), EMOTICON.finditer(text)):
        yield UnclearText("emoji", match[0], f"“{match[0]}” is not spoken", "leave it out, or say it in words")
    for match in ADDRESS.finditer(text):
        message = f"the address {match[0]} cannot be followed by ear"
        yield UnclearText("address", match[0], message, "put it in a note: a line that begins with >")
    bare = ADDRESS.sub(" ", EMOJI.sub(" ", EMOTICON.sub(" ", text)))
    yield from _symbols(bare, wording_of(language))
    yield from _letters(bare, language)
    yield from _misread(bare, wording_of(language))


def _symbols(text: str, wording: Wording | None) -> Iterator[UnclearText]:
    for match in ARROW.finditer(text):
        yield _symbol(match[0].strip(), "write “then”, or a pause like [2s]")
    for match in _RUN.finditer(ARROW.sub(" ", text)):
        if not _is_said(match, wording):
            yield _symbol(match[0], "leave it out, or write a word")
    for word in re.findall(r"\w*_\w*", text):
        yield (
            _symbol(word, "write spaces, or stars around words for emphasis")
            if word.strip("_")
            else _symbol(word, "leave it out, or write a word")
        )


def _symbol(text: str, hint: str) -> UnclearText:
    return UnclearText("symbol", text, f"“{text}” is not spoken", hint)


def _is_said(match: re.Match[str], wording: Wording | None) -> bool:
    """Whether the marks have words, or belong to a number: `&`, `5 %`, `#5`, `5 * 6`, a fraction, primes."""
    marks, after = match[0], match.string[match.end() :].lstrip()[:1]
    before = match.string[: match.start()].rstrip()[-1:]
    if marks in ("#", "~") and after.isdecimal():
        return wording is not None
    if marks in "*′″" and before.isdecimal():
        return marks != "*" or after.isdecimal()
    known = _SAID if wording is None else frozenset((*wording.symbols, *wording.units, *wording.currencies))
    letters = {c for c in marks if unicodedata.category(c) not in ("Mn", "Mc", "Lo", "No", "Cf", "Sk")}
    return letters <= known and (len(marks) == 1 or marks in known)


def _letters(text: str, language: str) -> Iterator[UnclearText]:
    wording = wording_of(language)
    for words, alphabet, tag in foreign_words(text, language):
        if wording is None or words not in wording.symbols:
            message = f"these are {alphabet} letters, and the language of the script is `{language}`"
            yield UnclearText(
                "foreign-letters", words, message, f"write `language: {tag}` in the header, or other letters"
            )


def _misread(text: str, wording: Wording | None) -> Iterator[UnclearText]:
    if wording is None:
        for match in _FIGURE.finditer(text):
            yield UnclearText("misread", match[0], f"“{match[0]}” may be misread", "write it in words")
        return
    for match in _DATE.finditer(text):
        message = f"“{match[0]}” may be a day or a month first"
        yield UnclearText("misread", match[0], message, "write the month as a word")
    for match in _METRES.finditer(text):
        message = f"“{match[0]}” is read as minutes"
        yield UnclearText("misread", match[0], message, f"write {match[0][:-1]} min, or {match[0][:-1]} metres")
    for match in _GLUED.finditer(text):
        unit = match[0].lstrip("0123456789")
        if (
            unit != "m"
            and unit not in wording.units
            and not _ORDINAL.fullmatch(match[0])
            and len(unit) < 4
            and unit not in ("h", "am", "pm")
        ):
            yield UnclearText("misread", match[0], f"“{match[0]}” may be misread", "write it in words")
    for match in _SHORT.finditer(text):
        if not _is_known(match[0], wording):
            yield UnclearText("misread", match[0], f"“{match[0]}” is no abbreviation that is known", "write the word")


def _is_known(short: str, wording: Wording) -> bool:
    bare = short.removesuffix(".")
    tables = (wording.abbreviations, wording.numbered, wording.units)
    known = {name.replace(" ", "").rpartition(".")[2].lower() for table in tables for name in table}
    known |= {part.lower() for name in wording.abbreviations for part in name.split(". ")}
    return bare.lower() in known or len(bare) == 1 or short.lower() in {name.lower() for name in wording.units}
