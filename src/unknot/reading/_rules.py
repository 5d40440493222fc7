"""The rules that turn figures, units and abbreviations of one language into words. Each is a pattern and a function."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from unknot.reading import _dates, _fractions
from unknot.reading._wordings import ENGLISH, GERMAN, WORDINGS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from unknot.reading._wordings import Wording

Rule: TypeAlias = "tuple[re.Pattern[str], Callable[[re.Match[str]], str]]"

NUMBER: Final = r"(?<!\d)\d{1,15}(?:[.,]\d{1,15}){0,4}"
"""A number with its marks."""
_ALONE: Final = r"(?<![\w.,])"
"""Before a number that is not a part of something."""
_DASH: Final = r"(?:\s[-–—]\s|[-–—−])"
_ROMAN: Final = re.compile(r"M{0,3}(CM|CD|D?C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})")
_ROMAN_VALUES: Final = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}


@functools.cache
def rules_of(language: str) -> tuple[Rule, ...]:
    """The rules of a language that has a wording, in the order in which they are applied."""
    words = WORDINGS[language]
    maker = _Maker(words, german=words is GERMAN)
    return (
        *maker.first(),
        *_dates.date_rules(words, german=maker.german),
        *maker.lists(),
        *maker.money(),
        *_fractions.fraction_rules(words, german=maker.german),
        *maker.ranges(),
        *maker.products(),
        *maker.units(),
        *maker.counts(),
        *maker.abbreviations(),
        *maker.words_and_symbols(),
        *maker.numbers(),
    )


def one_of(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


@dataclass(frozen=True, slots=True)
class _Maker:
    """Makes the rules of one language."""

    words: Wording
    german: bool

    def first(self) -> tuple[Rule, ...]:
        """What another rule would take apart."""
        point = (re.compile(r"(?<![\w.,])\.(?=\d)"), lambda _: f"0{self.words.decimal}")
        pressure = (re.compile(r"(\d)/(?=\d+\s?mmHg)"), lambda m: f"{m[1]} {'zu' if self.german else 'over'} ")
        spine = (re.compile(r"\b([A-Z]\d{1,2})([-–/])(?=[A-Z]\d{1,2}\b)"), self._vertebrae)
        return (point, pressure, spine, *(() if self.german else _ENGLISH_FIRST))

    def _vertebrae(self, match: re.Match[str]) -> str:
        """`C1-C7` is a range, `L4/L5` two of them."""
        return f"{match[1]} " if match[2] == "/" else f"{match[1]} {self.words.to} "

    def lists(self) -> tuple[Rule, ...]:
        """Several numbers with hyphens, as in 4-7-8, are said one by one."""
        return ((re.compile(r"(?<![\w-])\d{1,2}(?:-\d{1,2}){2,}(?![\w-])"), lambda m: m[0].replace("-", " ")),)

    # --- money ---

    def money(self) -> tuple[Rule, ...]:
        """`$5`, `$5.50`, `5 €`."""
        names, mark = one_of(self.words.currencies), re.escape(self.words.decimal)
        amount = (
            rf"(?P<whole>\d{{1,3}}(?:{re.escape(self.words.thousands)}\d{{3}})+|\d+)(?:{mark}(?P<cents>\d\d))?(?!\d)"
        )
        more = r"(?P<more> (?:thousand|million|billion|Millionen|Milliarden)\b)?"
        return (
            (re.compile(rf"(?<!\w)(?P<name>{names})\s?{amount}{more}"), self._money),
            (re.compile(rf"{_ALONE}{amount}{more}\s?(?P<name>{names})(?!\w)"), self._money),
        )

    def _money(self, match: re.Match[str]) -> str:
        one, many = self.words.currencies[match["name"]]
        whole, cents = match["whole"], match["cents"] or "00"
        said = one if whole == "1" and not match["more"] else f"{whole}{match['more'] or ''} {many}"
        if cents == "00":
            return said
        if self.german:
            return f"{said} {int(cents)}"
        return f"{said} {self.words.joined} {int(cents)} {'cent' if cents == '01' else 'cents'}"

    # --- ranges and products ---

    def ranges(self) -> tuple[Rule, ...]:
        """`2-3`, `10–15 s`, `5 %–10 %`, `-5 °C`, `1:2`."""
        to, symbols = self.words.to, one_of(self.words.units)
        ordinals = (
            ((re.compile(rf"{_ALONE}(\d{{1,2}})\.{_DASH}(\d{{1,2}})\.(?!\d)"), self._ordinal_range),)
            if self.german
            else ()
        )
        between = rf"{_ALONE}({NUMBER})((?:\s?(?:{symbols}|[x×]))?)(?:{_DASH}|\s?\.\.\s?)(?={NUMBER}(?![\w-]*-\d))"
        return (
            *ordinals,
            (re.compile(between), lambda m: f"{m[1]}{m[2]} {to} "),
            (re.compile(r"(?<![\w-])[-−](?=\d)"), lambda _: f"{self.words.numbers.minus} "),
            (
                re.compile(r"(?<![\d:])(\d):(\d{1,2})(?![\d:])"),
                lambda m: f"{m[1]} {'zu' if self.german else to} {m[2]}",
            ),
        )

    def _ordinal_range(self, match: re.Match[str]) -> str:
        first, last = (self.words.numbers.ordinal(int(match[n])) + "e" for n in (1, 2))
        return f"{first} {self.words.to} {last}"

    def products(self) -> tuple[Rule, ...]:
        """`10 x 20 cm`, `2×10`, `3x`, `x3`."""
        lengths = one_of(("mm", "cm", "m", "km", "in", "ft", "px"))
        sides = rf"{_ALONE}{NUMBER}(?:\s?[x×*]\s?{NUMBER})+(?=\s?(?:{lengths})\b)"
        by = re.compile(r"\s?[x×*]\s?")
        return (
            (re.compile(sides), lambda m: by.sub(f" {self.words.by} ", m[0])),
            (re.compile(rf"(?<=\d)\s?[x×*]\s?(?={NUMBER}(?!\w))"), lambda _: f" {self.words.times} "),
            (re.compile(rf"{_ALONE}(\d{{1,9}})\s?[x×](?!\w)"), lambda m: self._times(int(m[1]))),
            (re.compile(r"(?<!\w)[x×]\s?(\d{1,9})(?!\w)"), lambda m: self._times(int(m[1]))),
        )

    def _times(self, count: int) -> str:
        if self.german:
            said = "ein" if count == 1 else self.words.numbers.said(str(count))
            return f"{said}mal"
        return "one time" if count == 1 else f"{count} times"

    # --- units ---

    def units(self) -> tuple[Rule, ...]:
        """`30 s`, `1h 30m`, `10-min`, `20 °C`."""
        hours, minutes, seconds = self._names("h"), self._names("min"), self._names("s")
        return (
            (re.compile(rf"{_ALONE}(\d+)\s?(?:{hours})\s?(\d{{1,2}})\s?(?:{minutes}|m)(?!\w)"), self._both("h", "min")),
            (re.compile(rf"{_ALONE}(\d+)\s?(?:{minutes}|m)\s?(\d{{1,2}})\s?(?:{seconds})(?!\w)"),
             self._both("min", "s")),
            (re.compile(rf"{_ALONE}(\d+)m(?![\w'’/])(?!\s?(?:{self.words.by}|high|tall|wide|long|hoch|breit|lang)\b)"),
             lambda m: self.some(m[1], "min")),
            self._after_fraction(),
            *self._adjectives(),
            (re.compile(rf"({NUMBER})\s?({one_of(self.words.units)})(?![\w'’²³])(\.(?=\s+[^\W\d_A-ZÄÖÜ]))?"),
             self._unit),
            (re.compile(r"(?<=[\w.])\s?/\s?(?:(min|s|sec|h|d|day|week|Tag|Woche|kg|Min|Std)\b\.?)"), self._per),
        )  # fmt: skip

    def _unit(self, match: re.Match[str]) -> str:
        return self.some(match[1], match[2]) + _stop_of_unit(match, match[2])

    def _names(self, unit: str) -> str:
        return one_of(name for name, said in self.words.units.items() if said == self.words.units[unit])

    def _both(self, large: str, small: str) -> Callable[[re.Match[str]], str]:
        return lambda m: f"{self.some(m[1], large)} {self.words.joined} {self.some(m[2].lstrip('0') or '0', small)}"

    def some(self, count: str, unit: str) -> str:
        """A count of a unit; one is the words for one."""
        one, many = self.words.units[unit]
        return one if count == "1" else f"{count} {many}"

    def _after_fraction(self) -> Rule:
        """The unit in `half a kg`, `2 and a half kg`, `eine halbe Std.`."""
        names = one_of(self.words.units)
        single = r"\b(?:half|of) an? |\b[hH]albe[rsn]? |\b[Ee]in \w+(?:tel|drittel) "
        several = r"(?:half|quarters?|thirds?|einhalb|[Vv]iertel|[Dd]rittel) "

        def said(match: re.Match[str]) -> str:
            unit = match["unit"]
            name = self._single(unit) if re.match(single, match[1]) else self.words.units[unit][1]
            return match[1] + name + _stop_of_unit(match, unit)

        return (re.compile(rf"({single}|{several})(?P<unit>{names})(?![\w'’])"), said)

    def _adjectives(self) -> tuple[Rule, ...]:
        """`a 10-min rest`, `30-s hold`: the unit of an English adjective has no plural."""
        if self.german:
            compound = rf"{_ALONE}(\d+)-({one_of(self.words.units)})\.?-(?=\w)"
            return ((re.compile(compound), lambda m: f"{m[1]} {self.words.units[m[2]][1]} "),)
        adjective = rf"{_ALONE}(\d+)-({one_of(self.words.units)})(?!\w)\.?"
        return ((re.compile(adjective), lambda m: f"{m[1]}-{self._single(m[2])}"),)

    def _single(self, unit: str) -> str:
        return self.words.units[unit][0].partition(" ")[2]

    def _per(self, match: re.Match[str]) -> str:
        name = match[1]
        single = self._single(name) if name in self.words.units else name
        return f" {self.words.per} {single}"

    # --- counts ---

    def counts(self) -> tuple[Rule, ...]:
        """`#5`, `1st`, `der 3. Atemzug`, `the 1980s`."""
        words = self.words
        rules: tuple[Rule, ...] = ((re.compile(r"#\s?(?=\d)"), lambda _: f"{words.number} "),)
        if self.german:
            return (*rules, *_german_ordinals(words))
        return (
            *rules,
            (re.compile(r"\b(\d{1,9})(?:st|nd|rd|th)\b", re.IGNORECASE), lambda m: words.numbers.ordinal(int(m[1]))),
        )

    # --- abbreviations and words ---

    def abbreviations(self) -> tuple[Rule, ...]:
        """`p. 4`, `vol. 3`, `Sgt. Bob`, `z. B.`, `U.S.`, `p.m.`."""
        numbered, usual = self.words.numbered, self.words.abbreviations
        dotted = r"(?<![\w.])({})\.(?P<end>(?=[\"”’)\]]*\s*\Z))?"
        forms = {_spelling(short): said for short, said in usual.items()}
        spaced = "|".join(
            re.escape(short).replace(r"\.\ ", r"\.\s?") for short in sorted(usual, key=lambda s: (-len(s), s))
        )
        english = () if self.german else _ENGLISH_ONLY
        return (
            *english,
            (re.compile(rf"(?<![\w.])({one_of(numbered)})\.\s?(?=\d)", re.IGNORECASE),
             lambda m: _cased(m[1], _either(numbered, m[1])) + " "),
            (re.compile(dotted.format(spaced)), lambda m: forms[_spelling(m[1])] + _stop(m)),
            (re.compile(r"(?<![\w.])(?:[^\W\d_]\.){2,}(?P<end>(?=\s*\Z))?"),
             lambda m: m[0].replace(".", " ").rstrip() + _stop(m)),
        )  # fmt: skip

    def words_and_symbols(self) -> tuple[Rule, ...]:
        """`and/or`, `w/`, `left/right`, `&`, `Part II`, a Greek letter on its own."""
        words, symbols = self.words, self.words.symbols
        letters = "".join(re.escape(s) for s in symbols)
        alone = r"(?<![^\W\d_a-zA-ZäöüßÄÖÜ])({})(?![^\W\d_a-zA-ZäöüßÄÖÜ])"
        return (
            (re.compile(r"\b(and|und)/(or|oder)\b", re.IGNORECASE), lambda m: f"{m[1]} {m[2]}"),
            (re.compile(r"(?<=[^\W\d_])\s?/\s?(?=[^\W\d_])"), lambda _: f" {words.choice} "),
            (re.compile(rf"\b((?:{words.parts})\s)([IVXLCDM]+)(?![\w'’])", re.IGNORECASE), self._roman),
            (re.compile(alone.format(f"[{letters}]")), lambda m: f" {symbols[m[1]]} "),
        )

    def _roman(self, match: re.Match[str]) -> str:
        numeral, value = match[2], 0
        rest = match.string[match.end() :].lstrip(" ")
        lone = numeral == "I" and rest[:1].isalpha()
        if not numeral.isupper() or not _ROMAN.fullmatch(numeral) or lone:
            return match[0]
        for this, following in zip(numeral, [*numeral[1:], ""], strict=True):
            one = _ROMAN_VALUES[this]
            value += -one if one < _ROMAN_VALUES.get(following, 0) else one
        return f"{match[1]}{value}"

    # --- numbers ---

    def numbers(self) -> tuple[Rule, ...]:
        """Years, and every number that is left, in words. Digits inside a word stay: `T12`, `3D`."""
        words, thousands, mark = self.words, re.escape(self.words.thousands), re.escape(self.words.decimal)
        before = "im jahr|jahr|seit|anno" if self.german else "in|since|of|year|from|until|around|by"
        grouped = rf"(?<![\w.,])(\d{{1,3}}(?:{thousands}\d{{3}})+)(?:{mark}(\d+))?(?![\w])"
        plain = rf"(?<!\w)(\d+)(?:[{mark}{'.' if self.german else ''}](\d+))?(?!\w)"
        one = ((re.compile(r"(?<![\w,.])1(?=\s[A-ZÄÖÜ][a-zäöüß]+)"), _german_one),) if self.german else ()
        return (
            (re.compile(rf"\b({before})(\s)(1[1-9]\d\d|20\d\d)(?![\d.,]?\d)(?!\s?[°%])", re.IGNORECASE),
             lambda m: f"{m[1]}{m[2]}{words.numbers.year(int(m[3]))}"),
            *one,
            (re.compile(grouped), lambda m: words.numbers.said(re.sub(r"\D", "", m[1]), m[2] or "")),
            (re.compile(plain), lambda m: words.numbers.said(m[1], m[2] or "")),
            (re.compile(r"(?<!\w)(\d+)(?!\w)"), lambda m: words.numbers.said(m[1])),
        )  # fmt: skip


def _stop(match: re.Match[str]) -> str:
    """The full stop of a sentence that ends with the abbreviation."""
    return "" if match["end"] is None else "."


def _stop_of_unit(match: re.Match[str], unit: str) -> str:
    """The full stop of a sentence that ends with a unit such as `Min.`."""
    return "." if unit.endswith(".") and not match.string[match.end() :].strip(' "”’)') else ""


def _spelling(short: str) -> str:
    return short.replace(" ", "").replace("\xa0", "")


def _either(table: Mapping[str, str], short: str) -> str:
    return table.get(short) or table.get(short.lower()) or table[short.capitalize()]


def _cased(short: str, words: str) -> str:
    """The words with a capital letter where the abbreviation has one."""
    return words[:1].upper() + words[1:] if short[:1].isupper() else words


def _decade(year: str) -> str:
    return f"{year[:-1]}ies" if year.endswith("y") else f"{year}s"


_ENGLISH_FIRST: Final[tuple[Rule, ...]] = (
    (re.compile(r"\b24/7\b"), lambda _: "24 7"),
    (re.compile(r"(?<=\d)k\b"), lambda _: " thousand"),
    (re.compile(r"(?<=\bsets)\s?[x×]\s?(?=\d)"), lambda _: " of "),
    (re.compile(r"(?<=\d)(st|nd|rd|th)[-–](?=\d+(?:st|nd|rd|th)\b)"), lambda m: f"{m[1]} to "),
    (re.compile(r"(?<!\d)(\d)['′’]\s?(\d{1,2})[\"″”]"), lambda m: f"{m[1]} feet {m[2]}"),
    (re.compile(r"(?<=\d)\s?″"), lambda _: " inches"),
    (re.compile(r"\b(1[1-9]|20)(\d0)['’]?s\b"), lambda m: _decade(ENGLISH.numbers.year(int(m[1] + m[2])))),
)
_ENGLISH_ONLY: Final[tuple[Rule, ...]] = (
    (re.compile(r"(?<!\w)w/o\b\.?"), lambda _: "without"),
    (re.compile(r"(?<!\w)w/\s?"), lambda _: "with "),
    (re.compile(r"(?<!\w)b/c\b"), lambda _: "because"),
    (re.compile(r"(\d|o'clock)\s?([ap])\.?m\.?(?!\w)(?P<end>(?<=\.)(?=\s*\Z|\s+(?-i:[A-Z])))?", re.IGNORECASE),
     lambda m: f"{m[1]} {m[2].upper()}M" + _stop(m)),
    (re.compile(r"\bSt\.(?=\s[A-Z])"), lambda _: "Saint"),
    (re.compile(r"(?<=[a-z]\s)St\.(?P<end>(?=\s*\Z))?"), lambda m: "Street" + _stop(m)),
    (re.compile(r"\bMs\.(?=\s)"), lambda _: "Miz"),
)  # fmt: skip


def _german_ordinals(words: Wording) -> tuple[Rule, ...]:
    """`der 3. Atemzug`, `am 2. Tag`: with the ending that the word before asks for."""
    strong = "am|im|vom|zum|beim|dem|den|des|zur|jeden|jedem|einem|einer|diesen|diesem|ab|bis zum"
    weak = "der|die|das|jeder|jede|jedes|dieser|diese|dieses|eine|ihr|ihre|deine"
    noun = r"\s+(?=[A-ZÄÖÜ])"

    def said(ending: str) -> Callable[[re.Match[str]], str]:
        return lambda m: f"{m[1]} {words.numbers.ordinal(int(m[2]))}{ending} "

    return (
        (re.compile(rf"\b({strong})\s+(\d{{1,3}})\.{noun}", re.IGNORECASE), said("en")),
        (re.compile(rf"\b({weak})\s+(\d{{1,3}})\.{noun}", re.IGNORECASE), said("e")),
        (re.compile(rf"\b(ein)\s+(\d{{1,3}})\.{noun}", re.IGNORECASE), said("er")),
    )


def _german_one(match: re.Match[str]) -> str:
    """`1 Runde` is eine Runde, `1 Atemzug` ein Atemzug."""
    noun = match.string[match.end() :].split()[0].rstrip(".,;:!?")
    if noun.lower() in ("mal", "uhr"):
        return "ein"
    return "eine" if noun.endswith(("e", "ung", "heit", "keit", "ion", "schaft", "tät")) else "ein"
