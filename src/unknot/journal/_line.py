"""A journal entry in one line: `neck 6>3, jaw 4>4; the left side is looser`.

Areas with numbers are before the semicolon, words after it. Everything that is not an area with numbers counts as
words, so that nothing is lost.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from unknot.journal._entries import Tension

if TYPE_CHECKING:
    from collections.abc import Callable

_ITEM = re.compile(r"\s*(?P<area>[^\W\d][^\d,;>]*?)\s+(?P<before>\d{1,3})\s*(?:(?:->|>|→|to)\s*(?P<after>\d{1,3}))?\s*")
_AFTER = re.compile(r"\s*(?P<area>[^\W\d][^\d,;>]*?)\s*(?:->|>|→)\s*(?P<after>\d{1,3})\s*")


@dataclass(frozen=True, slots=True)
class ParsedLine:
    """The contents of one line."""

    tensions: tuple[Tension, ...]
    noticed: str
    """The words."""


def read_line(line: str, area: Callable[[str], str] = str) -> ParsedLine:
    """The tensions and words of a line; `area` gives the name of an area for what was written.

    `neck 6>3` is before and after, `neck 6` before only, `neck >3` after only.

    Raises:
        UsageError: A tension is not from 0 to 10, or `area` does not know the area.
    """
    numbers, _, words = line.partition(";")
    tensions, rest = [], []
    for item in numbers.split(","):
        if found := _ITEM.fullmatch(item):
            tensions.append(Tension(area(found["area"]), int(found["before"]), _number(found["after"])))
        elif found := _AFTER.fullmatch(item):
            tensions.append(Tension(area(found["area"]), None, int(found["after"])))
        elif item.strip():
            rest.append(item.strip())
    return ParsedLine(tuple(tensions), "; ".join(filter(None, (", ".join(rest), words.strip()))))


def _number(text: str | None) -> int | None:
    return None if text is None else int(text)
