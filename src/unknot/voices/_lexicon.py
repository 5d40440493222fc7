"""How words are said that engines get wrong: the script's own, and the shipped words of anatomy.

Whole words, longest first, one pass: what a replacement says is never replaced again.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING

from unknot.errors import VoiceError
from unknot.reading import primary
from unknot.script import NotIpa, between_slashes
from unknot.voices._phonemes import to_espeak, to_misaki

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
    misaki: str = ""
    """In the letters of hibari, for engines that take them."""
    replaced: bool = False
    """Whether it is a word of the lexicon."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words and how to say them. Words are compared without regard to case."""

    words: Mapping[str, Pronunciation]
    pattern: re.Pattern[str] | None
    language: str
    """Of all other words: the primary part of a BCP 47 tag."""


def lexicon(language: str, say: Sequence[tuple[str, str]] = ()) -> Lexicon:
    """The shipped words of `language` (BCP 47) with the script's own over them.

    Raises:
        VoiceError: A pronunciation between slashes has a letter that is not IPA.
    """
    return _lexicon(primary(language), tuple(say))


def pronounce(text: str, words: Lexicon) -> Iterator[Pronunciation]:
    """`text` in pieces, in order, each word of the lexicon replaced by how it is said."""
    at = 0
    for found in words.pattern.finditer(text) if words.pattern else ():
        if found.start() > at:
            yield Pronunciation(text[at : found.start()])
        said = words.words[found[0].casefold()]
        yield Pronunciation(said.text or found[0], said.phonemes, said.misaki, replaced=True)
        at = found.end()
    if at < len(text):
        yield Pronunciation(text[at:])


@functools.lru_cache(maxsize=64)
def _lexicon(language: str, say: tuple[tuple[str, str], ...]) -> Lexicon:
    words = dict(_shipped(language)) | {word.casefold(): _said(how, language) for word, how in say if word.strip()}
    if not words:
        return Lexicon({}, None, language)
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    choice = "|".join(re.escape(word) for word in longest_first)
    return Lexicon(words, re.compile(rf"(?<!\w)(?:{choice})(?!\w)", re.IGNORECASE), language)


def _said(how: str, language: str) -> Pronunciation:
    if ipa := between_slashes(how):
        return _from_ipa(ipa, language)
    phonemes = _PHONEMES.fullmatch(how.strip())
    return Pronunciation("", phonemes[1]) if phonemes else Pronunciation(how)


def _from_ipa(ipa: str, language: str, text: str = "") -> Pronunciation:
    try:
        return Pronunciation(text, to_espeak(ipa, language), to_misaki(ipa))
    except NotIpa as fault:
        raise VoiceError(
            f"the pronunciation /{ipa}/ has {str(fault)!r}, which is no IPA letter that is known",
            next_step="write it like /ˈsoʊəs/, or as it is spelt: so-us",
        ) from fault


@functools.cache
def _shipped(language: str) -> tuple[tuple[str, Pronunciation], ...]:
    """The rows of `words/<language>.tsv`: word, how to write it for an engine without phonemes, IPA."""
    source = resources.files("unknot.voices").joinpath("words", f"{language}.tsv")
    if not source.is_file():
        return ()
    rows = (line.split("\t") for line in source.read_text(encoding="utf-8").splitlines() if line and line[0] != "#")
    return tuple((word.casefold(), _from_ipa(ipa, language, text)) for word, text, ipa in rows)
