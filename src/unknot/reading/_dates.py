"""Dates and times of day in words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from unknot.reading._wordings import Wording

    Rule = tuple[re.Pattern[str], Callable[[re.Match[str]], str]]

_ENDINGS = "am|vom|zum|beim|dem|den|des|bis|ab"
"""German words after which the day of a date ends with -n."""


def date_rules(words: Wording, *, german: bool) -> tuple[Rule, ...]:
    """The rules for `10:30`, `1:30 min`, `2026-11-25`, `Jan. 5`, `25.11.2026`, `am 3. Mai`."""
    dates = _german_dates(words) if german else _english_dates(words)
    iso = re.compile(r"(?<![\w-])(\d{4})-(\d\d)-(\d\d)(?![\w-])")
    tell = _german_date if german else _english_date

    def day(match: re.Match[str]) -> str:
        year, month, number = (int(part) for part in match.groups())
        return tell(words, number, month, year) if 1 <= month <= 12 and number else match[0]

    slashed = re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})/(\d{2}|\d{4})(?![\d/])")
    return ((iso, day), *dates, (slashed, lambda m: f"{m[1]} {m[2]} {_year(words, m[3])}"), *_clocks(words, german))


def _year(words: Wording, year: str) -> str:
    return words.numbers.year(int(year)) if 1100 <= int(year) < 2100 else year


# --- English ------------------------------------------------------------------------------------------------------


def _english_dates(words: Wording) -> tuple[Rule, ...]:
    short = {month[:3]: number for number, month in enumerate(words.months, 1)}
    month = (
        "("
        + "|".join([*words.months, "Sept", *(m for m in short if m not in ("May", "Mar", "Jun", "Jul"))])
        + r")\b\.?"
    )
    year = r"(?:,?\s(1[1-9]\d\d|20\d\d)(?!\d))?"
    first = re.compile(rf"\b{month}\s(\d{{1,2}})(?:st|nd|rd|th)?(?![\d:.,]?\d)(?!\s?[-–:%°x×]){year}")
    last = re.compile(rf"\b(?:the\s)?(\d{{1,2}})(?:st|nd|rd|th)?\s(?:of\s)?{month}{year}")
    alone = re.compile(rf"\b{month},?\s(1[1-9]\d\d|20\d\d)(?!\d)")

    def number(name: str) -> int:
        return short[name[:3]]

    return (
        (first, lambda m: _english_date(words, int(m[2]), number(m[1]), int(m[3] or 0))),
        (
            last,
            lambda m: f"the {_ordinal(words, int(m[1]))} of {words.months[number(m[2]) - 1]}" + _with_year(words, m[3]),
        ),
        (alone, lambda m: f"{words.months[number(m[1]) - 1]} {_year(words, m[2])}"),
    )


def _ordinal(words: Wording, number: int) -> str:
    return words.numbers.ordinal(number) if number else words.numbers.count(0)


def _with_year(words: Wording, year: str | None) -> str:
    return f", {_year(words, year)}" if year else ""


def _english_date(words: Wording, day: int, month: int, year: int) -> str:
    return f"{words.months[month - 1]} {_ordinal(words, day)}" + _with_year(words, str(year) if year else None)


# --- German -------------------------------------------------------------------------------------------------------


def _german_dates(words: Wording) -> tuple[Rule, ...]:
    names = "|".join([*words.months, *(f"{m[:3]}\\." for m in words.months), "Sept\\."])
    year = r"(?:\s?(1[1-9]\d\d|20\d\d)(?!\d))?"
    named = re.compile(rf"(?:\b({_ENDINGS})\s)?(?<![\d.])(\d{{1,2}})\.\s?({names})(?!\w){year}", re.IGNORECASE)
    dotted = re.compile(rf"(?:\b({_ENDINGS})\s)?(?<![\d.])([0-3]?\d)\.\s?([01]?\d)\.{year}(?!\d)", re.IGNORECASE)
    short = {month[:3].lower(): number for number, month in enumerate(words.months, 1)}

    def told(match: re.Match[str], month: int) -> str:
        before = f"{match[1]} " if match[1] else ""
        return before + _german_date(words, int(match[2]), month, int(match[4] or 0), "n" if match[1] else "r")

    def by_number(match: re.Match[str]) -> str:
        return told(match, int(match[3])) if 1 <= int(match[3]) <= 12 and 1 <= int(match[2]) <= 31 else match[0]

    return (
        (re.compile(rf"\b(der|die|das)\s(\d{{1,2}})\.\s({names})(?!\w){year}", re.IGNORECASE),
         lambda m: f"{m[1]} {_german_date(words, int(m[2]), short[m[3][:3].lower()], int(m[4] or 0), '')}"),
        (named, lambda m: told(m, short[m[3][:3].lower()])),
        (dotted, by_number),
    )  # fmt: skip


def _german_date(words: Wording, day: int, month: int, year: int, ending: str = "r") -> str:
    said = f"{words.numbers.ordinal(day)}e{ending} {words.months[month - 1]}"
    return f"{said} {_year(words, str(year))}" if year else said


# --- times of day -------------------------------------------------------------------------------------------------


def _clocks(words: Wording, german: bool) -> tuple[Rule, ...]:
    time = r"(?<![\d:.,])(\d{1,2}):([0-5]\d)(?::([0-5]\d))?(?![\d:])"
    hours, minutes = ("h|Std\\.?|Stunden?", "min|Min\\.?|Minuten?") if german else ("h|hrs?|hours?", "mins?|m|minutes?")

    def both(large: str, small: str) -> Callable[[re.Match[str]], str]:
        def said(match: re.Match[str]) -> str:
            parts = [_some(words, match[1], large), _some(words, match[2], small)]
            return f" {words.joined} ".join(part for part in parts if part)

        return said

    clock = _german_clock if german else _english_clock
    uhr = (
        ((re.compile(r"(?<![\d.])([01]?\d|2[0-3])\.([0-5]\d)(?=\s?Uhr)"), lambda m: f"{m[1]}:{m[2]}"),)
        if german
        else ()
    )
    return (
        *uhr,
        (re.compile(rf"{time}\s?(?:{hours})(?!\w)"), both("h", "min")),
        (re.compile(rf"{time}\s?(?:{minutes})(?!\w)"), both("min", "s")),
        (re.compile(rf"{time}(\s?(?:Uhr|[ap]\.?m\b\.?))?", re.IGNORECASE), clock),
    )


def _some(words: Wording, count: str, unit: str) -> str:
    one, many = words.units[unit]
    number = int(count)
    return "" if number == 0 else one if number == 1 else f"{number} {many}"


def _english_clock(match: re.Match[str]) -> str:
    hour, minute, half = int(match[1]), match[2], match[4] or ""
    if hour > 24:
        return f"{hour} {int(minute)}"
    half = f" {half.strip()[0].upper()}M" + ("." if half.endswith(".") and _at_end(match) else "") if half else ""
    if minute == "00":
        return f"{hour}{half}" if half else f"{hour} o'clock"
    return f"{hour} {'oh ' if minute[0] == '0' else ''}{int(minute)}{half}"


def _at_end(match: re.Match[str]) -> bool:
    rest = match.string[match.end() :].lstrip()
    return not rest or not rest[0].islower()


def _german_clock(match: re.Match[str]) -> str:
    hour, minute = int(match[1]), int(match[2])
    one = "ein" if hour == 1 else str(hour)
    return f"{one} Uhr {minute}" if minute else f"{one} Uhr"
