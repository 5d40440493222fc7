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
_SIZE = re.compile(r"\s*(\d+(?:\.\d+)?)\s*([KMGT]?)(?:i?B)?\s*", re.IGNORECASE)
_PARTS = re.compile(r"(?=[\d.])(?:(\d{1,4})h)?(?:(\d{1,5})m(?!s))?(?:(\d{1,6}(?:\.\d{1,3})?)s?)?", re.ASCII)


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
