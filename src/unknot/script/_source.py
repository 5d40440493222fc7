"""A script's text as the parser sees it, and the faults found in it, each with its place."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Final

from unknot.errors import Finding, Place
from unknot.script._rules import RULES

LARGEST_SCRIPT: Final = 4 * 1024 * 1024
"""Characters. A script of an hour has some forty thousand."""
MOST_FINDINGS: Final = 500
"""More than these are counted in one last line; nobody reads them, and a file that is no script has a million."""

_LINE_ENDS = re.compile(r"\r\n?")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]+")


@dataclass(frozen=True)
class ScriptSource:
    """A script's text with line feeds at its line ends and nothing in it that a terminal would obey."""

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
        """The offset of a character's place; undoes `place`."""
        return self._starts[place.line - 1] + place.column - 1

    def line(self, number: int) -> str:
        """The text of a line, counted from 1; nothing beyond the last."""
        if number > len(self._starts):
            return ""
        start = self._starts[number - 1]
        end = self.text.find("\n", start)
        return self.text[start:] if end < 0 else self.text[start:end]


@dataclass
class Faults:
    """Collects what is wrong with a source. Nothing stops at the first."""

    source: ScriptSource
    found: dict[tuple[int, str, str], Finding] = field(default_factory=dict)
    uncounted: int = 0
    """Faults beyond `MOST_FINDINGS`."""
    _lines: dict[int, str] = field(default_factory=dict)

    def add(self, offset: int, width: int, rule: str, message: str, hint: str = "") -> None:
        """Remember a fault of `width` characters at `offset`; the same one twice is one."""
        key = (offset, rule, message)
        if key in self.found:
            return
        if len(self.found) >= MOST_FINDINGS:
            self.uncounted += 1
            return
        place = self.source.place(offset)
        line = self._line(place.line)
        width = max(1, min(width, len(line) - place.column + 1))
        self.found[key] = Finding(place, rule, RULES[rule].severity, message, hint, line, width)

    def _line(self, number: int) -> str:
        if number not in self._lines:  # one string for all faults of a line, however long
            self._lines[number] = self.source.line(number)
        return self._lines[number]

    def sorted(self) -> tuple[Finding, ...]:
        """Every fault in the order of the text; where there are too many, a last one that counts the rest."""
        found = sorted(self.found.values(), key=lambda f: f.place)
        if self.uncounted and found:
            rest = f"and {self.uncounted} more faults that are not listed"
            found.append(Finding(found[-1].place, "too-many", "error", rest, RULES["too-many"].meaning))
        return tuple(found)


def read_source(text: str, file: str) -> tuple[ScriptSource, Faults]:
    """The source of a text, and what no script may hold: NUL and other characters that no editor shows.

    A byte order mark in front and the line ends of other systems are taken as they are meant.
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
    """Whether a text holds a character that a script may not hold."""
    return _UNPRINTABLE.search(text) is not None


@lru_cache(maxsize=4096)
def nearest(word: str, known: tuple[str, ...]) -> str | None:
    """The known word that `word` most likely stands for, or None where none is near."""
    if len(word) > 40:
        return None
    from difflib import get_close_matches  # only a faulty script needs it

    close = get_close_matches(word.lower(), known, 1, 0.6)
    return close[0] if close else None


def did_you_mean(word: str, known: tuple[str, ...], form: str = "{}") -> str:
    """A hint: the nearest known word, else all of them."""
    if close := nearest(word, known):
        return f"did you mean {form.format(close)}?"
    return "expected one of " + ", ".join(form.format(k) for k in known) if known else ""
