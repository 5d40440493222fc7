"""What a script can be read with and should still be told: one function a rule, all findings at once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from unknot.errors import Finding, Place
from unknot.routine import PACES
from unknot.script import bodychecks, timechecks, wordchecks
from unknot.script.bodies import BODY, BodyRules
from unknot.script.hearing import Heard, Spoken, hear, hear_timeline
from unknot.script.phrases import Phrases, phrases
from unknot.script.rules import RULES
from unknot.script.source import Source, read_source

if TYPE_CHECKING:
    from collections.abc import Callable

    from unknot.routine import Pace, Routine
    from unknot.timeline import Timeline


@dataclass(frozen=True, slots=True)
class Remark:
    """What a rule has to say, before it has a severity and a line of the script."""

    place: Place
    message: str
    hint: str = ""
    width: int = 1


@dataclass(frozen=True)
class Subject:
    """A script under examination."""

    routine: Routine
    source: Source
    body: BodyRules
    timeline: Timeline | None
    exists: Callable[[str, str], bool] | None
    """Whether there is a `sound` or a `background` of that name; None where nobody can tell."""

    @cached_property
    def written(self) -> tuple[Heard, ...]:
        """What is heard at the natural length, lengths estimated."""
        return hear(self.routine)

    @cached_property
    def heard(self) -> tuple[Heard, ...]:
        """What is heard in the fitted session where there is one; else as `written`."""
        return hear_timeline(self.timeline) if self.timeline else self.written

    @cached_property
    def spoken(self) -> tuple[Spoken, ...]:
        """Every piece of speech as written, each place of the script once."""
        once = {(s.place, s.every, s.text): s for s in self.written if isinstance(s, Spoken)}
        return tuple(once.values())

    @property
    def pace(self) -> Pace:
        """The gaps and limits that the header asks for."""
        return PACES[self.routine.header.pace]

    @cached_property
    def phrases(self) -> Phrases | None:
        """What to listen for in the script's language."""
        return phrases(self.routine.header.language)

    def key(self, word: str) -> Place:
        """Where a key of the header stands."""
        match = re.search(rf"^{word}\b", self.source.text, re.MULTILINE)
        return self.source.place(match.start() if match else 0)

    def remark(self, place: Place, phrase: str, message: str, hint: str = "") -> Remark:
        """A remark on words of the script, with its caret under them where they can be found behind `place`."""
        if place.file != self.source.file or not phrase:
            return Remark(place, message, hint, max(1, len(phrase)))
        start = self.source.offset(place)
        words = re.compile(r"\s+".join(map(re.escape, phrase.split())), re.IGNORECASE)
        match = words.search(self.source.text, start, start + 4000)
        if match is None:
            return Remark(place, message, hint)
        return Remark(self.source.place(match.start()), message, hint, len(match[0].split("\n")[0]))


CHECKS: Final = {**wordchecks.CHECKS, **timechecks.CHECKS, **bodychecks.CHECKS}
"""The function of every rule of `rules.CHECKING`."""


def check(
    routine: Routine,
    text: str,
    timeline: Timeline | None = None,
    *,
    file: str = "",
    body: BodyRules = BODY,
    exists: Callable[[str, str], bool] | None = None,
) -> tuple[Finding, ...]:
    """Everything that a readable script should still be told, in the order of its text.

    Args:
        routine: What `parse` gave for `text`, its includes resolved or not.
        text: The script itself, for the carets.
        timeline: The fitted session. Without it lengths are estimated from the letters.
        file: The script's path; without it, as the routine's first block says.
        body: What is known of the body, in the script's language.
        exists: Whether there is a `"sound"` or a `"background"` of a name. Without it files are not looked for.
    """
    source, _ = read_source(text, file or _file_of(routine))
    subject = Subject(routine, source, body, timeline, exists)
    wanted = [name for name in CHECKS if name not in routine.header.allow]
    found = {_finding(name, remark, source) for name in wanted for remark in CHECKS[name](subject)}
    return tuple(sorted(found, key=lambda f: (f.place.file != source.file, f.place, f.rule, f.message)))


def _file_of(routine: Routine) -> str:
    return routine.body[0].place.file if routine.body else ""


def _finding(name: str, remark: Remark, source: Source) -> Finding:
    line = source.line(remark.place.line) if remark.place.file == source.file else ""
    return Finding(remark.place, name, RULES[name].severity, remark.message, remark.hint, line, remark.width)


def finding_as_json(finding: Finding) -> dict[str, Any]:
    """A finding as plain values, for editors. Lines and columns count from 1, columns in characters."""
    return {
        "file": finding.place.file,
        "line": finding.place.line,
        "column": finding.place.column,
        "end_column": finding.place.column + finding.width,
        "rule": finding.rule,
        "severity": finding.severity,
        "message": finding.message,
        "hint": finding.hint,
    }
