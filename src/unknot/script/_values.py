"""Reads and writes the values of tags, fences and the header.

Each reader takes a `Span` and gives a value or raises `Fault`. Each writer gives the canonical text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from unknot.routine import Count, Length
from unknot.units import Frames, format_duration, frames, parse_duration, parse_length

LONGEST: Final = frames(24 * 3600)
"""The longest duration in a script: a day."""
MOST_TURNS: Final = 999
"""The highest count in a script."""
ESCAPABLE: Final = r"[!-/:-@\[-`{-~]"
"""The characters that a backslash can escape: ASCII punctuation, as in Markdown."""

_PART = re.compile(rf"(?:\\{ESCAPABLE}|[^,])+|,")
_ESCAPE = re.compile(rf"\\({ESCAPABLE})?")
_SPACES = re.compile(r"[ \t\n\x00]+")
_RANGE = re.compile(r"(.*?)\.\.(.*)", re.DOTALL)
_NUMBER = re.compile(r"\d{1,6}", re.ASCII)
_BARE = re.compile(r"\d+(?:\.\d+)?", re.ASCII)
_LEVEL = re.compile(r"([+\-−])(\d{1,2}(?:\.\d{1,2})?)\s*db", re.ASCII | re.IGNORECASE)
_DRIVE = re.compile(r"[A-Za-z]:")


@dataclass(frozen=True, slots=True)
class Span:
    """A part of the script from which a value is read."""

    text: str
    offset: int
    """The position of its first character in the script."""

    def stripped(self) -> Span:
        """The span without white space at both ends."""
        text = self.text.strip(" \t\n\x00")
        if len(text) == len(self.text):
            return self
        return Span(text, self.offset + (self.text.find(text) if text else len(self.text)))

    def first_word(self) -> tuple[Span, Span]:
        """The text before the first white space, and the text after it."""
        here = self.stripped()
        match = _SPACES.search(here.text)
        if match is None:
            return here, Span("", here.offset + len(here.text))
        return Span(here.text[: match.start()], here.offset), here.after(match.end())

    def after(self, count: int) -> Span:
        """The text after the first `count` characters, stripped."""
        return Span(self.text[count:], self.offset + count).stripped()

    def parts(self) -> list[Span]:
        """The stripped texts between the commas, one more than there are commas; none for an empty span."""
        if not self.stripped().text:
            return []
        spans, start = [], 0
        for match in _PART.finditer(self.text):
            if match[0] == ",":
                spans.append(Span(self.text[start : match.start()], self.offset + start).stripped())
                start = match.end()
        return [*spans, Span(self.text[start:], self.offset + start).stripped()]


class Fault(Exception):
    """A value that cannot be read: the rule, what is wrong, and what was expected."""

    def __init__(self, span: Span, rule: str, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.span, self.rule, self.message, self.hint = span, rule, message, hint


def quoted(text: str) -> str:
    """A part of a script for a message: shortened, on one line, in backticks."""
    text = _SPACES.sub(" ", text).strip()
    return f"`{text if len(text) <= 40 else text[:39] + '…'}`"


def plain(span: Span) -> str:
    """The text without escapes and with single spaces.

    Raises:
        Fault: A backslash is before a character that needs none.
    """

    def undo(match: re.Match[str]) -> str:
        if match[1] is None:
            here = Span(match[0], span.offset + match.start())
            raise Fault(here, "unknown-escape", "a backslash before something that needs none", "write \\\\ for one")
        return match[1]

    return _SPACES.sub(" ", _ESCAPE.sub(undo, span.text.replace("\x00", "")).strip(" \t\n"))


def escaped(text: str, special: str) -> str:
    """The text with a backslash before each special character, before backslashes, and before what begins a comment."""
    return re.sub(rf"[\\{re.escape(special)}]|<(?=!--)", lambda m: "\\" + m[0], text)


# --- durations -----------------------------------------------------------------------------------------------------


@lru_cache(maxsize=1024)
def _duration(text: str) -> Frames:
    return parse_duration(text)


def duration(span: Span, *, zero: bool = False) -> Frames:
    """The frames of a written duration, up to a day.

    Raises:
        Fault: It is not a duration, or it is zero and `zero` is False.
    """
    if not span.text:
        raise Fault(span, "bad-duration", "a length is missing", _duration_hint(""))
    try:
        length = _duration(span.text)
    except ValueError:
        raise Fault(span, "bad-duration", f"{quoted(span.text)} is not a duration", _duration_hint(span.text)) from None
    if length > LONGEST:
        raise Fault(span, "bad-duration", f"{quoted(span.text)} is longer than a day")
    if not length and not zero:
        raise Fault(span, "bad-duration", f"{quoted(span.text)} is no time at all")
    return length


def write_duration(length: Frames) -> str:
    """The canonical text of a duration in a tag. Less than two minutes is in seconds."""
    text = format_duration(length)
    minutes, mark, rest = text.partition("m")
    if not mark or minutes != "1":
        return text
    whole, dot, fraction = (rest.removesuffix("s") or "0").partition(".")
    return f"{60 + int(whole)}{dot}{fraction}s"


def _duration_hint(text: str) -> str:
    try:
        length = parse_length(text)
    except ValueError:
        return "write it like 4s, 1.5s, 2m, 1m30s or 1:30"
    return f"write {write_duration(length)}"


def ends(span: Span) -> tuple[Span, Span] | None:
    """The two ends of a written range, or None when there is no `..`."""
    match = _RANGE.fullmatch(span.text)
    if match is None:
        return None
    return Span(match[1], span.offset).stripped(), Span(match[2], span.offset + match.start(2)).stripped()


def bounds(span: Span) -> tuple[Frames, Frames] | None:
    """The ends of a range of durations, or None when the span is not a range.

    Raises:
        Fault: An end is not a duration, the first is above the second, or the unit of the first is not clear.
    """
    both = ends(span)
    if both is None:
        return None
    left, right = both
    least, most = duration(left, zero=True), duration(right)
    if _BARE.fullmatch(left.text) and not _BARE.fullmatch(right.text) and not right.text.endswith("s"):
        raise Fault(left, "bad-range", f"{quoted(left.text)} of what? a bare number is seconds", "write the unit")
    if least > most:
        raise Fault(span, "bad-range", f"{quoted(span.text)} begins above its end", f"write {right.text}..{left.text}")
    return least, most


def length(parts: list[Span], whole: Span, *, zero: bool = False) -> Length:
    """A length in one of the forms `4s`, `4s fixed`, `2s..12s`, `5s, 2s..12s`.

    Raises:
        Fault: It has none of these forms.
    """
    if not parts or len(parts) > 2:
        raise Fault(whole, "bad-duration", "expected one length", "like 4s, 4s fixed, 2s..12s or 5s, 2s..12s")
    if len(parts) == 1:
        return _single_length(parts[0], zero=zero)
    natural, limits = duration(parts[0], zero=zero), bounds(parts[1])
    if limits is None:
        raise Fault(parts[1], "bad-range", f"{quoted(parts[1].text)} is not a range", "write it like 2s..12s")
    if not limits[0] <= natural <= limits[1]:
        message = f"{quoted(parts[0].text)} is outside {quoted(parts[1].text)}"
        raise Fault(whole, "bad-range", message, "write a natural length inside")
    return Length(natural, *limits)


def _single_length(span: Span, *, zero: bool) -> Length:
    if limits := bounds(span):
        return Length(None, *limits)
    head, tail = span.first_word()
    if tail.text.lower() == "fixed":
        return Length(duration(head, zero=zero), fixed=True)
    return Length(duration(span, zero=zero))


def write_length(value: Length) -> str:
    """The canonical text of a length."""
    if value.fixed and value.natural is not None:
        return f"{write_duration(value.natural)} fixed"
    natural = [] if value.natural is None else [write_duration(value.natural)]
    if value.least is None or value.most is None:
        return natural[0]
    return ", ".join([*natural, f"{write_duration(value.least)}..{write_duration(value.most)}"])


# --- counts and levels ---------------------------------------------------------------------------------------------


def number(span: Span, least: int, most: int) -> int:
    """A whole number within bounds.

    Raises:
        Fault: It is not a whole number, or not within the bounds.
    """
    if not _NUMBER.fullmatch(span.text) or not least <= int(span.text) <= most:
        raise Fault(span, "bad-count", f"{quoted(span.text)} is not a whole number from {least} to {most}")
    return int(span.text)


def count(span: Span) -> Count:
    """A count, or a range of counts.

    Raises:
        Fault: It is neither.
    """
    both = ends(span)
    if both is None:
        turns = number(span, 1, MOST_TURNS)
        return Count(turns, turns)
    least, most = number(both[0], 1, MOST_TURNS), number(both[1], 1, MOST_TURNS)
    if least > most:
        raise Fault(span, "bad-range", f"{quoted(span.text)} begins above its end", f"write {most}..{least}")
    return Count(least, most)


def write_count(value: Count) -> str:
    """The canonical text of a count."""
    return str(value.least) if value.least == value.most else f"{value.least}..{value.most}"


def level(span: Span) -> float | None:
    """The decibels of `+3dB` or `-1.5dB`, or None when the span is not a level.

    Raises:
        Fault: It is more than 24 dB.
    """
    match = _LEVEL.fullmatch(span.text)
    if match is None:
        return None
    change = float(match[2])
    if change > 24:
        raise Fault(span, "bad-count", f"{quoted(span.text)} is more than 24 dB")
    return change if match[1] == "+" else 0.0 - change


def write_level(value: float) -> str:
    """The canonical text of a level, always with a sign."""
    return f"{value:+.2f}".rstrip("0").rstrip(".") + "dB"


# --- names of files ------------------------------------------------------------------------------------------------


def safe_name(span: Span) -> str:
    """The name of a sound, a background or a script inside the folder of the script.

    Raises:
        Fault: It is missing, absolute, or has `..`.
    """
    name = plain(span)
    if not name:
        raise Fault(span, "bad-argument", "a name is missing")
    if reason := unsafe(name):
        raise Fault(span, "unsafe-path", f"{quoted(name)} {reason}", "name a file in the script's folder, with /")
    return name


def unsafe(name: str) -> str:
    """Why a name could lead out of the folder of the script; "" if it cannot."""
    if "\\" in name:
        return "has a backslash"
    if name.startswith(("/", "~")) or _DRIVE.match(name):
        return "is an absolute path"
    if any(part in {"", ".", ".."} for part in name.split("/")):
        return "leads somewhere else"
    return ""
