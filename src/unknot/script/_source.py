"""The text of a script for the parser, and the collected faults with their places."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Final

from unknot.errors import Finding, Place
from unknot.script._rules import RULES

LARGEST_SCRIPT: Final = 4 * 1024 * 1024
"""The most characters of a script. A script of an hour has about forty thousand."""
MOST_FINDINGS: Final = 500
"""The most findings that are listed; the rest is only counted. A file that is not a script can have a million."""

_LINE_ENDS = re.compile(r"\r\n?")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]+")


@dataclass(frozen=True)
class ScriptSource:
    """The text of a script with line feeds as line ends and without control characters."""

    file: str
    text: str

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(m.end() for m in re.finditer("\n", self.text))]

    def place(self, offset: int) -> Place:
        """The line and column of a character, both from 1."""
        line = bisect_right(self._starts, offset)
        return Place(self.file, line, offset - self._starts[line - 1] + 1)

    def offset(self, place: Place) -> int:
        """The offset of a place; the inverse of `place`."""
        return self._starts[place.line - 1] + place.column - 1

    def line(self, number: int) -> str:
        """The text of a line, counted from 1; "" after the last line."""
        if number > len(self._starts):
            return ""
        start = self._starts[number - 1]
        end = self.text.find("\n", start)
        return self.text[start:] if end < 0 else self.text[start:end]


@dataclass
class Faults:
    """Collects the faults of a source."""

    source: ScriptSource
    found: dict[tuple[int, str, str], Finding] = field(default_factory=dict)
    unlisted: int = 0
    """The number of faults beyond `MOST_FINDINGS`."""
    _lines: dict[int, str] = field(default_factory=dict)

    def add(self, offset: int, width: int, rule: str, message: str, hint: str = "") -> None:
        """Add a fault of `width` characters at `offset`. The same fault is added only once."""
        key = (offset, rule, message)
        if key in self.found:
            return
        if len(self.found) >= MOST_FINDINGS:
            self.unlisted += 1
            return
        place = self.source.place(offset)
        line = self._line(place.line)
        width = max(1, min(width, len(line) - place.column + 1))
        self.found[key] = Finding(place, rule, RULES[rule].severity, message, hint, line, width)

    def _line(self, number: int) -> str:
        if number not in self._lines:  # one string for all faults of a line, because a line can be long
            self._lines[number] = self.source.line(number)
        return self._lines[number]

    def sorted(self) -> tuple[Finding, ...]:
        """The faults in the order of the text; if there are too many, the last one has the number of the rest."""
        found = sorted(self.found.values(), key=lambda f: f.place)
        if self.unlisted and found:
            rest = f"and {self.unlisted} more faults that are not listed"
            found.append(Finding(found[-1].place, "too-many", "error", rest, RULES["too-many"].meaning))
        return tuple(found)


def read_source(text: str, file: str) -> tuple[ScriptSource, Faults]:
    """The source of a text, and the faults for characters that a script may not contain, such as NUL.

    A byte order mark at the beginning and the line ends of other systems are accepted.
    """
    text = _LINE_ENDS.sub("\n", text.removeprefix("\ufeff"))
    too_large = len(text) > LARGEST_SCRIPT
    text = text[: LARGEST_SCRIPT if not too_large else 0]
    source = ScriptSource(file, _UNPRINTABLE.sub(lambda m: "\ufffd" * len(m[0]), text))
    faults = Faults(source)
    if too_large:
        faults.add(0, 1, "too-large", f"the script has more than {LARGEST_SCRIPT:,} characters", "split it in parts")
    for match in _UNPRINTABLE.finditer(text):
        code = f"U+{ord(match[0][0]):04X}"
        faults.add(match.start(), len(match[0]), "control-character", f"a character that no editor shows ({code})")
    return source, faults


def unprintable(text: str) -> bool:
    """Whether a text has a character that a script may not contain."""
    return _UNPRINTABLE.search(text) is not None


@lru_cache(maxsize=4096)
def nearest(word: str, known: tuple[str, ...]) -> str | None:
    """The known word most similar to `word`, or None if none is similar."""
    if len(word) > 40:
        return None
    from difflib import get_close_matches  # imported here, because only a script with faults needs it

    close = get_close_matches(word.lower(), known, 1, 0.6)
    return close[0] if close else None


def did_you_mean(word: str, known: tuple[str, ...], form: str = "{}") -> str:
    """A hint with the most similar known word, or else with all of them."""
    if close := nearest(word, known):
        return f"did you mean {form.format(close)}?"
    return "expected one of " + ", ".join(form.format(k) for k in known) if known else ""
