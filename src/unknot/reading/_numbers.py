"""Numbers in words, in English and German: counts, ordinals, years, decimals, rows of digits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

LARGEST: Final = 999_999_999
"""The largest number that is said as one; the digits of a larger one are said one by one."""


def _row(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_EN_SMALL = _row(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_EN_TENS = _row("- ten twenty thirty forty fifty sixty seventy eighty ninety")
_EN_ORDINALS: Final = {
    "one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth",
    "twelve": "twelfth",
}  # fmt: skip
_DE_SMALL = _row(
    "null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn "
    "achtzehn neunzehn"
)
_DE_TENS = _row("- zehn zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig")
_DE_ORDINALS: Final = {1: "erst", 3: "dritt", 7: "siebt", 8: "acht"}


@dataclass(frozen=True, slots=True)
class NumberWords:
    """How one language says numbers."""

    count: Callable[[int], str]
    """0 to `LARGEST` in words."""
    ordinal: Callable[[int], str]
    """1 to `LARGEST` as a place in a row; German without its ending: `dritt`."""
    year: Callable[[int], str]
    """1100 to 2099 as a year."""
    point: str
    """The word between a number and its decimals."""
    minus: str

    def digits(self, text: str) -> str:
        """Every digit on its own; anything else in the text is left out."""
        return " ".join(self.count(int(c)) for c in text if c.isdecimal())

    def said(self, whole: str, decimals: str = "") -> str:
        """A number that is written in digits, without marks between thousands."""
        one_by_one = len(whole) > len(str(LARGEST)) or (len(whole) > 1 and whole.startswith("0"))
        words = self.digits(whole) if one_by_one else self.count(int(whole))
        return f"{words} {self.point} {self.digits(decimals)}" if decimals else words


# --- English ------------------------------------------------------------------------------------------------------


def _english(number: int) -> str:
    if number < 20:
        return _EN_SMALL[number]
    if number < 100:
        tens, ones = divmod(number, 10)
        return _EN_TENS[tens] + (f"-{_EN_SMALL[ones]}" if ones else "")
    size, name = next((s, n) for s, n in ((10**6, "million"), (1000, "thousand"), (100, "hundred")) if number >= s)
    many, rest = divmod(number, size)
    joined = " and " if 0 < rest < 100 else " "
    return f"{_english(many)} {name}" + (f"{joined}{_english(rest)}" if rest else "")


def _english_ordinal(number: int) -> str:
    words = _english(number)
    at = max(words.rfind(" "), words.rfind("-")) + 1
    last = words[at:]
    usual = f"{last[:-1]}ieth" if last.endswith("y") else f"{last}th"
    return words[:at] + _EN_ORDINALS.get(last, usual)


def _english_year(year: int) -> str:
    century, rest = divmod(year, 100)
    if century == 20 and rest < 10:
        return _english(year)
    return f"{_english(century)} {'hundred' if not rest else f'oh {_english(rest)}' if rest < 10 else _english(rest)}"


# --- German -------------------------------------------------------------------------------------------------------


def _german(number: int) -> str:
    return _joined_german(number) if number < 10**6 else _german_millions(number)


def _german_millions(number: int) -> str:
    many, rest = divmod(number, 10**6)
    name = "eine Million" if many == 1 else f"{_joined_german(many)} Millionen"
    return name + (f" {_joined_german(rest)}" if rest else "")


def _joined_german(number: int, *, alone: bool = True) -> str:
    """Below a million, in one word. A one that does not end the number is `ein`."""
    if number < 20:
        return "ein" if number == 1 and not alone else _DE_SMALL[number]
    if number < 100:
        tens, ones = divmod(number, 10)
        return (f"{_joined_german(ones, alone=False)}und" if ones else "") + _DE_TENS[tens]
    size, name = (1000, "tausend") if number >= 1000 else (100, "hundert")
    many, rest = divmod(number, size)
    return f"{_joined_german(many, alone=False)}{name}" + (_joined_german(rest) if rest else "")


def _german_ordinal(number: int) -> str:
    last = number % 100
    if last in _DE_ORDINALS:
        before = _german(number - last) if number > last else ""
        return before + _DE_ORDINALS[last]
    return _german(number) + ("t" if 0 < last < 20 else "st")


def _german_year(year: int) -> str:
    century, rest = divmod(year, 100)
    if century == 20:
        return _german(year)
    return f"{_german(century)}hundert" + (_german(rest) if rest else "")


ENGLISH: Final = NumberWords(_english, _english_ordinal, _english_year, "point", "minus")
GERMAN: Final = NumberWords(_german, _german_ordinal, _german_year, "Komma", "minus")
