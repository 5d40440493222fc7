"""Fractions in words: `1/2 turn`, `2½`, `3/10`."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from unknot.reading._wordings import Wording

    Rule = tuple[re.Pattern[str], Callable[[re.Match[str]], str]]

_SIGNS: Final = re.compile(r"(?:(\d)\s?)?([¼-¾⅐-⅞])")
_FRACTION: Final = re.compile(r"(?<![\d/.,])(?:(\d+)\s)?(\d{1,3})/(\d{1,3})(?![\d/])(?:[ -](?=[^\W\d_]))?")
_SAID: Final = frozenset((2, 3, 4, 5, 6, 8, 12, 16))
"""Denominators that are said as parts of one; `7/10` is seven out of ten."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_DETERMINERS: Final = _words("a an the of your my its their his her this that each one")
_NO_NOUN: Final = _words(
    """
    in and to at on with or as is are for then but by from full empty more less than way again each
    """
)
_ENGLISH_PARTS: Final = {2: ("half", "halves"), 4: ("quarter", "quarters")}
_GERMAN_PARTS: Final = {3: "Drittel", 7: "Siebtel"}
_FEMININE: Final = ("e", "ung", "heit", "keit", "ion", "schaft")


def fraction_rules(words: Wording, *, german: bool) -> tuple[Rule, ...]:
    """The rules for fractions."""
    tell = _german if german else _english
    return ((_SIGNS, _in_digits), (_FRACTION, lambda m: tell(words, m)))


def _in_digits(match: re.Match[str]) -> str:
    plain = unicodedata.normalize("NFKC", match[2]).replace("⁄", "/")
    return f"{match[1]} {plain}" if match[1] else plain


def _english(words: Wording, match: re.Match[str]) -> str:
    whole, top, bottom = match[1], int(match[2]), int(match[3])
    gap = match[0][-1] if match[0][-1] in " -" else ""
    if bottom not in _SAID or top >= bottom:
        return f"{whole + ' ' if whole else ''}{top} {words.out_of} {bottom}{gap and ' '}"
    part = _part(words, top, bottom)
    if whole:
        return f"{whole} and {'a' if top == 1 else top} {part}{gap and ' '}"
    following = re.match(r"[^\W\d_]+", match.string[match.end() :]) if gap else None
    return _of_noun(following[0], top, bottom, part, words) if following else f"{_many(top)} {part}{gap}"


def _many(top: int) -> str:
    return "one" if top == 1 else str(top)


def _part(words: Wording, top: int, bottom: int) -> str:
    if bottom in _ENGLISH_PARTS:
        return _ENGLISH_PARTS[bottom][top > 1]
    return words.numbers.ordinal(bottom) + ("s" if top > 1 else "")


def _of_noun(noun: str, top: int, bottom: int, part: str, words: Wording) -> str:
    """The fraction before a word, with a space at its end: `half a `, `3 quarters of an `."""
    half = top == 1 and bottom == 2
    if noun == "way":
        return "half " if half else f"{_many(top)} {part} of the "
    if noun in _DETERMINERS:
        return "half " if half else f"{_many(top)} {part} " + ("" if noun == "of" else "of ")
    if noun in _NO_NOUN:
        return f"{_many(top)} {part} "
    one, many = words.units.get(noun, ("", ""))
    name = one.partition(" ")[2] or noun
    article = (
        "" if noun.endswith("s") and not many else "an " if name.startswith(("hour", "a", "e", "i", "o", "u")) else "a "
    )
    return f"half {article}" if half else f"{'a' if top == 1 else top} {part} of {article}"


def _german(words: Wording, match: re.Match[str]) -> str:
    whole, top, bottom = match[1], int(match[2]), int(match[3])
    gap = match[0][-1] if match[0][-1] in " -" else ""
    if bottom not in _SAID or top >= bottom:
        return f"{whole + ' ' if whole else ''}{top} {words.out_of} {bottom}{gap and ' '}"
    if (top, bottom) == (1, 2):
        return _german_half(words, whole, match, gap)
    part = _GERMAN_PARTS.get(bottom, "") or (
        "Viertel" if bottom == 4 else f"{words.numbers.ordinal(bottom)}el".capitalize()
    )
    said = f"{'ein' if top == 1 else top} {part}"
    return f"{whole} und {said}{gap and ' '}" if whole else f"{said}{gap and ' '}"


def _german_half(words: Wording, whole: str | None, match: re.Match[str], gap: str) -> str:
    if whole:
        return ("ein" if whole == "1" else words.numbers.said(whole)) + f"einhalb{gap and ' '}"
    noun = re.match(r"[^\W\d_]+", match.string[match.end() :]) if gap else None
    before = re.search(r"(\w+)\s*$", match.string[: match.start()])
    if before and before[1].lower() in ("eine", "einer", "die", "der", "eines", "einem", "den"):
        return f"halbe{'n' if before[1].lower() in ('einer', 'der', 'einem', 'den', 'eines') else ''}{gap and ' '}"
    name = words.units.get(noun[0], (noun[0], ""))[0] if noun else ""
    if noun and (name.startswith("eine ") or name.endswith(_FEMININE)):
        return "eine halbe" + (gap and " ")
    ending = "er" if name.endswith(("meter", "iter")) else "es" if name.endswith("gramm") else ""
    return f"ein halb{ending}{gap and ' '}"
