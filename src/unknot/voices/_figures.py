"""Figures and units that hibari reads as letters or leaves out, in English words."""

from __future__ import annotations

import re
from typing import Final

_UNITS: Final = {"s": "second", "h": "hour"}
_PARTS: Final = {"½": "a half", "¼": "a quarter", "¾": "three quarters"}
_RULES: Final = (
    (re.compile(r"\b(\d+)\s?h\s?(\d+)\s?m(?:in)?\b"), lambda m: f"{_some(m[1], 'hour')} {_some(m[2], 'minute')}"),
    (re.compile(r"\b(\d{1,3}(?:\.\d+)?)\s?([sh])\b(?!['’])"), lambda m: _some(m[1], _UNITS[m[2]])),
    (re.compile(r"\b(\d+)\s?[x×]\s?(?=\d)"), lambda m: f"{m[1]} times "),
    (re.compile(r"\b(\d+)\s?[x×](?!\w)"), lambda m: _some(m[1], "time")),
    (re.compile(r"\b(\d+)/10\b(?!/)"), lambda m: f"{m[1]} out of 10"),
    (re.compile(r"(\d)\s?([½¼¾])"), lambda m: f"{m[1]} and {_PARTS[m[2]]}"),
    (re.compile(r"\b([Nn])o\.\s?(?=\d)"), lambda m: "Number " if m[1] == "N" else "number "),
)


def in_words(text: str) -> str:
    """The text with what follows a figure in words: `30 s` is 30 seconds, `3/10` is 3 out of 10, `5x` is 5 times."""
    for pattern, how in _RULES:
        text = pattern.sub(how, text)
    return text


def _some(count: str, unit: str) -> str:
    return f"{count} {unit}" if count == "1" else f"{count} {unit}s"
