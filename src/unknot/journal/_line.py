"""A journal entry in one line: `neck 6>3, jaw 4>4; the left side is looser`.

Areas with numbers are before the semicolon, words after it. Everything that is not an area with numbers counts as
words, so that nothing is lost; so does a number for an area that nobody knows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from unknot.errors import UsageError
from unknot.journal._entries import Tension

if TYPE_CHECKING:
    from collections.abc import Callable

_ITEM = re.compile(
    r"\s*(?P<area>[^\W\d][^\d,;>]*?)(?:\s*[:=]\s*|\s+)(?P<before>\d{1,3})\s*"
    r"(?:(?:->|>|→|to)\s*(?P<after>\d{1,3}))?\s*"
)
_AFTER = re.compile(r"\s*(?P<area>[^\W\d][^\d,;>]*?)\s*(?:->|>|→)\s*(?P<after>\d{1,3})\s*")


@dataclass(frozen=True, slots=True)
class ParsedLine:
    """The contents of one line."""

    tensions: tuple[Tension, ...]
    noticed: str
    """The words."""
    unknown: tuple[UsageError, ...] = ()
    """Why a number was kept as words: nobody knows its area. One for each such number."""


def read_line(line: str, area: Callable[[str], str] = str) -> ParsedLine:
    """The tensions and words of a line; `area` gives the name of an area for what was written.

    `neck 6>3` is before and after, `neck 6` before only, `neck >3` after only. A number for which `area` raises
    `UsageError` is kept as words.

    Raises:
        UsageError: A tension is not from 0 to 10.
    """
    numbers, _, words = line.partition(";")
    tensions, rest, unknown = [], [], []
    for item in numbers.split(","):
        if not (found := _felt(item)):
            rest.append(item.strip())
            continue
        try:
            name = area(found[0])
        except UsageError as fault:
            rest.append(item.strip())
            unknown.append(fault)
            continue
        tensions.append(Tension(name, found[1], found[2]))
    said = "; ".join(filter(None, (", ".join(filter(None, rest)), words.strip())))
    return ParsedLine(tuple(tensions), said, tuple(unknown))


def _felt(item: str) -> tuple[str, int | None, int | None] | None:
    """The area as it was written, the number before and the one after; None for words."""
    if found := _ITEM.fullmatch(item):
        return found["area"], int(found["before"]), _number(found["after"])
    if found := _AFTER.fullmatch(item):
        return found["area"], None, int(found["after"])
    return None


def _number(text: str | None) -> int | None:
    return None if text is None else int(text)
