"""A script as the checker's rules see it, and what a rule says of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from unknot.routine import PACES
from unknot.script._heard import Heard, HeardWords, hear, hear_timeline
from unknot.script._phrases import Phrases, phrases
from unknot.script._reduction import all_of_them, longest, reduced

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from unknot.errors import Place
    from unknot.routine import Pace, Routine
    from unknot.script._body_rules import BodyRules
    from unknot.script._source import ScriptSource
    from unknot.timeline import Timeline


@dataclass(frozen=True, slots=True)
class Remark:
    """What a rule has to say, before it has a severity and a line of the script."""

    place: Place
    message: str
    hint: str = ""
    width: int = 1


@dataclass(frozen=True)
class CheckedScript:
    """A script under examination."""

    routine: Routine
    source: ScriptSource
    body: BodyRules
    timeline: Timeline | None
    exists: Callable[[str, str], bool] | None
    """Whether there is a `sound` or a `background` of that name; None where nobody can tell."""

    @cached_property
    def written(self) -> tuple[Heard, ...]:
        """What is heard at the natural length, lengths estimated; the longest option of each choice."""
        return hear(reduced(self.routine, longest))

    @cached_property
    def heard(self) -> tuple[Heard, ...]:
        """What is heard in the fitted session where there is one; else as `written`."""
        return hear_timeline(self.timeline) if self.timeline else self.written

    @cached_property
    def spoken(self) -> tuple[HeardWords, ...]:
        """Every sentence as written, each one of the script once; the longest option of each choice."""
        return _once(self.written)

    @cached_property
    def every(self) -> tuple[HeardWords, ...]:
        """The same with all the options of each choice, for rules about words."""
        return _once(hear(reduced(self.routine, all_of_them)))

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


def _once(heard: Iterable[Heard]) -> tuple[HeardWords, ...]:
    once = {(event.place, event.text): event for event in heard if isinstance(event, HeardWords)}
    return tuple(once.values())
