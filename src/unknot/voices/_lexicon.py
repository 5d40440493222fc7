"""How words are said that engines get wrong: the script's own, and the shipped words of anatomy.

Whole words, longest first, one pass: what a replacement says is never replaced again.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_PHONEMES = re.compile(r"\[\[(.+)\]\]")


@dataclass(frozen=True, slots=True)
class Pronunciation:
    """A piece of text and how to say it."""

    text: str
    """In letters."""
    phonemes: str = ""
    """In eSpeak's own letters, for engines that take them."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words and how to say them. Words are compared without regard to case."""

    words: Mapping[str, Pronunciation]
    pattern: re.Pattern[str] | None


def lexicon(language: str, say: Sequence[tuple[str, str]] = ()) -> Lexicon:
    """The shipped words of `language` (BCP 47) with the script's own over them."""
    return _lexicon(language.partition("-")[0].lower(), tuple(say))


def pronounce(text: str, words: Lexicon) -> Iterator[Pronunciation]:
    """`text` in pieces, in order, each word of the lexicon replaced by how it is said."""
    at = 0
    for found in words.pattern.finditer(text) if words.pattern else ():
        if found.start() > at:
            yield Pronunciation(text[at : found.start()])
        said = words.words[found[0].casefold()]
        yield Pronunciation(said.text or found[0], said.phonemes)
        at = found.end()
    if at < len(text):
        yield Pronunciation(text[at:])


@functools.lru_cache(maxsize=64)
def _lexicon(language: str, say: tuple[tuple[str, str], ...]) -> Lexicon:
    words = dict(_shipped(language)) | {word.casefold(): _said(how) for word, how in say if word.strip()}
    if not words:
        return Lexicon({}, None)
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    choice = "|".join(re.escape(word) for word in longest_first)
    return Lexicon(words, re.compile(rf"(?<!\w)(?:{choice})(?!\w)", re.IGNORECASE))


def _said(how: str) -> Pronunciation:
    phonemes = _PHONEMES.fullmatch(how.strip())
    return Pronunciation("", phonemes[1]) if phonemes else Pronunciation(how)


@functools.cache
def _shipped(language: str) -> tuple[tuple[str, Pronunciation], ...]:
    """The rows of `words/<language>.tsv`: word, how to write it for an engine without phonemes, phonemes."""
    source = resources.files("unknot.voices").joinpath("words", f"{language}.tsv")
    if not source.is_file():
        return ()
    rows = (line.split("\t") for line in source.read_text(encoding="utf-8").splitlines() if line and line[0] != "#")
    return tuple((word.casefold(), Pronunciation(text, phonemes)) for word, text, phonemes in rows)
