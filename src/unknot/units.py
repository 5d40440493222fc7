"""Units of time and level, and all conversions between them.

Times inside the program are whole frames (one sample per channel) at 48 kHz. Seconds are used only in scripts, on the
command line and on the screen. Levels are decibels there and factors inside.
"""

from __future__ import annotations

import math
import re
from typing import Final, NewType

Frames = NewType("Frames", int)
"""A count of frames at 48 kHz: 48 000 are a second."""
Seconds = NewType("Seconds", float)
"""A time in seconds, for people."""
Decibels = NewType("Decibels", float)
"""A ratio of levels, 20·log10 of a factor of amplitude."""

SAMPLE_RATE: Final = 48_000
"""Frames in a second, everywhere in the program."""
GRID: Final = Frames(1152)
"""Frames in one MP3 frame at 48 kHz: 24 ms. Cues begin on multiples of it."""
BLOCK: Final = 64
"""Grid steps that are made and cached together, of backgrounds and of MP3 frames: 1.536 s."""
NO_FRAMES: Final = Frames(0)
"""A length of 0."""
MILLISECOND: Final = Frames(48)
"""The smallest unit of time in a script."""
SILENCE: Final = Decibels(-math.inf)
"""The level of digital silence."""

_CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,4}):(\d{2})(\.\d{1,3})?", re.ASCII)
_SIZE = re.compile(r"\s*(\d{1,15}(?:\.\d+)?)\s*([KMGT]?)(?:i?B)?\s*", re.IGNORECASE | re.ASCII)
_PARTS = re.compile(r"(?=[\d.])(?:(\d{1,4})h(?![\d.]+$))?(?:(\d{1,5})m(?!s))?(?:(\d{1,6}(?:\.\d{1,3})?)s?)?", re.ASCII)
_BARE = re.compile(r"\d+(?:[.,]\d+)?", re.ASCII)
_UNITS: Final = {
    "h": (r"h|hrs?|hours?|std\.?|stunden?", 3_600_000),
    "m": (r"m|mins?\.?|minutes?|minuten?", 60_000),
    "s": (r"s|secs?\.?|seconds?|sek\.?|sekunden?", 1000),
    "ms": (r"ms|milliseconds?|millisekunden?", 1),
}
"""The ways in which people write a unit of time, and its milliseconds; the longest unit first."""
_NUMBER = r"\d{1,6}(?:[.,]\d{1,3})?|\d{1,4} ?[½¼¾]|[½¼¾]"
_LENGTH = re.compile(
    r"(?:pt(?=\d))?"
    + r"(?: ?(?:,|and|und)? ?)".join(
        rf"(?:(?P<{unit}>{_NUMBER})[ -]?(?:{words})(?![a-z]))?" for unit, (words, _) in _UNITS.items()
    )
    + r"(?:(?<=[a-z. ])(?P<rest>\d{1,2}))?",
    re.ASCII,
)
"""`1h 30 min`, `1h30`, `10 minutes`, `1 hour and 5 minutes`, `PT10M`, in small letters."""
_FRACTIONS: Final = {"½": 0.5, "¼": 0.25, "¾": 0.75}
_NUMBER_WORDS: Final = {
    word: str(number)
    for number, words in {
        1: "a an one eine einer",
        2: "two zwei",
        3: "three drei",
        4: "four vier",
        5: "five fünf",
        6: "six sechs",
        7: "seven sieben",
        8: "eight acht",
        9: "nine neun",
        10: "ten zehn",
        11: "eleven elf",
        12: "twelve zwölf",
        15: "fifteen fünfzehn",
        16: "sixteen",
        18: "eighteen",
        20: "twenty zwanzig",
        30: "thirty dreißig",
        40: "forty vierzig",
        50: "fifty fünfzig",
        60: "sixty sechzig",
        90: "ninety neunzig",
    }.items()
    for word in words.split()
}
"""Words of numbers, and their digits."""
_PHRASES: Final = (
    (re.compile(r"\b(?:three[ -]quarters of an|dreiviertel) ?(?:hour|stunde)\b"), "45m"),
    (re.compile(r"\b(?:(?:a )?quarter(?: of an)?|(?:eine )?viertel) ?(?:hour|stunde)\b"), "15m"),
    (re.compile(r"\b(an?|one|eine) (hour|minute|stunde) and a half\b"), r"1½ \2"),
    (re.compile(r"\b(\w+) and a half\b"), r"\1 ½"),
    (re.compile(r"\b(?:half an?|a half|(?:eine )?halbe) (?=hour|minute|stunde)"), "½ "),
    (re.compile(r"\banderthalb(?=e? )"), "1½"),
    (re.compile(r" ?\b1/2\b"), "½"),
    (re.compile(r"\b(twenty|thirty|forty|fifty)[ -](one|two|three|four|five|six|seven|eight|nine)\b"), r"\1+\2"),
)
"""Phrases with a fraction, and how they are written with digits."""


def frames(seconds: float) -> Frames:
    """The nearest count of frames; halves go up."""
    return Frames(math.floor(seconds * SAMPLE_RATE + 0.5))


def seconds(count: int) -> Seconds:
    """The time that `count` frames last."""
    return Seconds(count / SAMPLE_RATE)


def on_grid(count: int) -> Frames:
    """The smallest multiple of `GRID` that is not less than `count`."""
    return Frames(-(-count // GRID) * GRID)


def nearest_on_grid(count: int) -> Frames:
    """The multiple of `GRID` that is nearest to `count`; halves go up."""
    return Frames((count + GRID // 2) // GRID * GRID)


def factor(level: float) -> float:
    """The factor of amplitude of a level in decibels."""
    return math.pow(10.0, level / 20.0)


def decibels(amplitude: float) -> Decibels:
    """The level of a factor of amplitude; silence for zero or less."""
    return Decibels(20.0 * math.log10(amplitude)) if amplitude > 0 else SILENCE


def parse_duration(text: str) -> Frames:
    """The frames of a written duration: `4`, `4s`, `1.5s`, `2m`, `1m30s`, `1h`, `1:30`, `1:02:03`.

    A number without a unit is seconds; the smallest unit is a millisecond.

    Raises:
        ValueError: The text is not a duration.
    """
    text = text.strip()
    if clock_parts := _CLOCK.fullmatch(text):
        hours, minutes, secs, fraction = clock_parts.groups()
        if int(secs) >= 60 or (hours is not None and int(minutes) >= 60):
            raise ValueError(f"{text!r} is not a time on a clock")
        return _milliseconds(int(hours or 0) * 3600 + int(minutes) * 60 + int(secs), fraction)
    if (parts := _PARTS.fullmatch(text)) and text:
        hours, minutes, secs = parts.groups()
        whole, _, fraction = (secs or "0").partition(".")
        return _milliseconds(int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(whole), fraction)
    raise ValueError(f"{text!r} is not a duration; write it like 4s, 1m30s or 1:30")


def parse_size(text: str) -> int:
    """The bytes of a written size: `500M`, `500 MB`, `2 GiB`, `1.5g`; K, M, G and T are powers of 1024.

    Raises:
        ValueError: The text is not a size.
    """
    parts = _SIZE.fullmatch(text)
    if parts is None:
        raise ValueError(f"{text!r} is not a size; write it like 500 MB or 2 GiB")
    return int(float(parts[1]) * 1024 ** "BKMGT".index((parts[2] or "B").upper()))


def parse_length(text: str) -> Frames:
    """The frames of a length as people write it: as `parse_duration` has it, and `10 min`, `1h30`, `half an hour`.

    A number needs a unit, because some people mean minutes and others seconds.

    Raises:
        ValueError: The text is not a length; the message says how to write one.
    """
    text = " ".join(text.split())
    if _BARE.fullmatch(text):
        raise ValueError(f"{text} has no unit. {text} minutes? write {text}m. {text} seconds? write {text}s")
    if ":" in text or _PARTS.fullmatch(text):
        return parse_duration(text)
    found = _LENGTH.fullmatch(_with_digits(text.lower()))
    parts = found.groupdict() if found else {}
    if not any(parts[unit] for unit in _UNITS if parts) or (parts["rest"] and not (parts["h"] or parts["m"])):
        raise ValueError(f"{text!r} is not a length; write it like 10m, 90s, 1h30m or 1:30")
    whole = sum(_amount(parts[unit]) * scale for unit, (_, scale) in _UNITS.items() if parts[unit])
    smaller = 1000 if parts["m"] else 60_000  # what is not named after hours is minutes, after minutes seconds
    return Frames(round(whole + int(parts["rest"] or 0) * smaller) * MILLISECOND)


def _with_digits(text: str) -> str:
    """The text with digits for phrases and words of numbers."""
    for phrase, digits in _PHRASES:
        text = phrase.sub(digits, text)
    words = [re.sub(r"[^\W\d_]+", lambda m: _NUMBER_WORDS.get(m[0], m[0]), word) for word in text.split()]
    return re.sub(r"(\d+)\+(\d+)", lambda m: str(int(m[1]) + int(m[2])), " ".join(words))


def _amount(number: str) -> float:
    fraction = _FRACTIONS.get(number[-1], 0.0)
    digits = number.rstrip("".join(_FRACTIONS)).strip().replace(",", ".")
    return float(digits or 0) + fraction


def _milliseconds(whole_seconds: int, fraction: str | None) -> Frames:
    thousandths = int(((fraction or "").lstrip(".") + "000")[:3])
    return Frames((whole_seconds * 1000 + thousandths) * MILLISECOND)


def format_duration(count: int) -> str:
    """The shortest written duration that `parse_duration` reads back as the same whole millisecond: `4s`, `1m30s`."""
    thousandths = round(count / MILLISECOND)
    minutes, rest = divmod(thousandths, 60_000)
    whole, fraction = divmod(rest, 1000)
    tail = f"{whole}.{fraction:03d}".rstrip("0").rstrip(".") if fraction else str(whole)
    if not minutes:
        return f"{tail}s"
    return f"{minutes}m" if tail == "0" else f"{minutes}m{tail}s"


def clock(count: int) -> str:
    """A time for people, to the nearest second: `4:10`, `1:02:03`."""
    minutes, secs = divmod(math.floor(count / SAMPLE_RATE + 0.5), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{secs:02d}" if hours else f"{minutes}:{secs:02d}"
