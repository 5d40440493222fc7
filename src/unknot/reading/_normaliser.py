"""What a voice is given for a written text, the same for every engine."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Final

from unknot.reading._symbols import ADDRESS, EMOJI, EMOTICON, said_address, shortened_sounds, without_decoration
from unknot.reading._wordings import primary, wording_of

if TYPE_CHECKING:
    from unknot.reading._wordings import Wording

_PLAIN: Final = re.compile(
    r"(?![A-Z]+(?![^\W\d_]| [a-z]))[^\W\d_]+(?:['’-][^\W\d_]+)*(?:[,;:!?]|[.…]+(?=\s*$))?(?:\s+|$)"
)
"""A word that needs no rule, and is no Roman numeral either."""
_NO_LETTERS: Final = re.compile("[Α-ωµ¼-¾⅐-⅞²³¹]")
_LONGEST: Final = 2000
"""Characters that are turned into words at once, so that the time is in proportion to the length."""
_PARTS: Final = re.compile(rf".{{1,{_LONGEST}}}(?=\s|\Z)|.{{1,{_LONGEST}}}", re.DOTALL)


def spoken_text(text: str, language: str) -> str:
    """The text with figures, units, abbreviations, symbols and addresses in words of `language` (BCP 47).

    English and German have such words. In other languages emoji are left out, and engines read the rest as they can.
    White space at both ends stays.
    """
    parts = [text] if len(text) <= _LONGEST else _PARTS.findall(text)
    return "".join(_kept(part, primary(language)) for part in parts)


@functools.lru_cache(maxsize=4096)
def _kept(text: str, language: str) -> str:
    wording = wording_of(language)
    if wording is None:
        return _tidy(EMOJI.sub(" ", EMOTICON.sub(" ", text)), text)
    return _tidy(_in_words(shortened_sounds(text), wording, language), text)


def _in_words(text: str, wording: Wording, language: str) -> str:
    if all_plain(text):
        return text
    from unknot.reading._rules import rules_of

    text = ADDRESS.sub(lambda m: said_address(m[0], wording), text)
    text = EMOJI.sub(" ", EMOTICON.sub(" ", text)).replace("_", " ")
    for pattern, how in rules_of(language):
        text = pattern.sub(how, text)
    return without_decoration(text)


def all_plain(text: str) -> bool:
    """Whether the text is only words and marks at which a voice pauses."""
    at = len(text) - len(text.lstrip())
    while match := _PLAIN.match(text, at):
        at = match.end()
    return at == len(text) and not _NO_LETTERS.search(text)


def _tidy(said: str, written: str) -> str:
    """Single spaces, none before a mark, no comma beside another mark; at the ends white space as it was written."""
    if said == written:
        return written
    said = re.sub(r"\s+", " ", said)
    said = re.sub(r" (?=[,.;:!?…](?!\w))", "", said)
    said = re.sub(r"([,.;:!?…]),(?= )|,(?=[.;:!?…])", r"\1", said).strip()
    said = said.removeprefix(", ").removesuffix(",") if not written.rstrip().endswith(",") else said
    before, after = written[: len(written) - len(written.lstrip())], written[len(written.rstrip()) :]
    return f"{before}{said}{after}" if written.strip() else written
