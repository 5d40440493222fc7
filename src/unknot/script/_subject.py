"""A script for the rules of the checker, and their remarks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from unknot.routine import PACES, Include, Inline, Moment, Node, Paragraph, Say, Work
from unknot.script._heard import Heard, HeardWords, hear, hear_timeline
from unknot.script._phrases import Phrases, phrases
from unknot.script._reduction import all_of_them, longest, reduced

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from unknot.errors import Place
    from unknot.routine import Pace, Piece, Routine
    from unknot.script._body_rules import BodyRules
    from unknot.script._source import ScriptSource
    from unknot.timeline import Timeline


@dataclass(frozen=True, slots=True)
class Remark:
    """The result of a rule, before it has a severity and a line of the script."""

    place: Place
    message: str
    hint: str = ""
    width: int = 1
    """Characters of the script that are marked."""


@dataclass(frozen=True)
class CheckedScript:
    """A script that is checked."""

    routine: Routine
    source: ScriptSource
    body: BodyRules
    timeline: Timeline | None
    exists: Callable[[str, str], bool] | None
    """Whether there is a `sound` or a `background` of a name; None when files are not checked."""

    @cached_property
    def written(self) -> tuple[Heard, ...]:
        """What is heard at the natural length, with estimated lengths and the longest option of each choice."""
        return hear(reduced(self.routine, longest))

    @cached_property
    def heard(self) -> tuple[Heard, ...]:
        """What is heard in the fitted session, or else `written`."""
        return hear_timeline(self.timeline) if self.timeline else self.written

    @cached_property
    def spoken(self) -> tuple[HeardWords, ...]:
        """Every sentence of the script once, with the longest option of each choice."""
        return _once(self.written)

    @cached_property
    def every(self) -> tuple[HeardWords, ...]:
        """As `spoken`, with all options of each choice, for rules about words."""
        return _once(hear(reduced(self.routine, all_of_them)))

    @property
    def pace(self) -> Pace:
        """The pace of the header, with its gaps and limits."""
        return PACES[self.routine.header.pace]

    @cached_property
    def phrases(self) -> Phrases | None:
        """The phrases of the language of the script."""
        return phrases(self.routine.header.language)

    def key(self, word: str) -> Place:
        """The place of a key of the header."""
        match = re.search(rf"^{word}\b", self.source.text, re.MULTILINE)
        return self.source.place(match.start() if match else 0)

    def remark(self, place: Place, phrase: str, message: str, hint: str = "") -> Remark:
        """A remark that marks `phrase` after `place`, or else `place` itself."""
        if place.file != self.source.file or not phrase:
            return Remark(place, message, hint, max(1, len(phrase)))
        start = self.source.offset(place)
        words = re.compile(r"\s+".join(map(_as_written, phrase.split())), re.IGNORECASE)
        match = words.search(self.source.text, start, start + 4000)
        if match is None:
            return Remark(place, message, hint)
        return Remark(self.source.place(match.start()), message, hint, len(match[0].split("\n")[0]))


def _as_written(word: str) -> str:
    """A pattern for a word, each mark of it with or without a backslash."""
    return "".join(c if c.isalnum() else rf"\\?{re.escape(c)}" for c in word)


def _once(heard: Iterable[Heard]) -> tuple[HeardWords, ...]:
    once = {(event.place, event.text): event for event in heard if isinstance(event, HeardWords)}
    return tuple(once.values())


# --- walks over the tree ------------------------------------------------------------------------------------------


def walk_blocks(body: tuple[Node, ...]) -> Iterator[Node]:
    """Every block, each before the blocks inside it, with those of resolved includes."""
    for node in body:
        yield node
        yield from walk_blocks(getattr(node, "body", None) or ())


def walk_inlines(body: tuple[Node, ...]) -> Iterator[Inline]:
    """Every item of the paragraphs."""
    for node in walk_blocks(body):
        if isinstance(node, Paragraph):
            yield from node.items


def walk_words(body: tuple[Node, ...]) -> Iterator[tuple[Place, tuple[Piece, ...]]]:
    """All words that are spoken, with their place: between tags, and inside holds."""
    for node in walk_blocks(body):
        if isinstance(node, (Paragraph, Work)):
            items = node.moments if isinstance(node, Work) else node.items
            yield from ((item.place, item.pieces) for item in items if isinstance(item, (Say, Moment)))


def walk_includes(body: tuple[Node, ...]) -> Iterator[Include]:
    """Every include."""
    return (node for node in walk_blocks(body) if isinstance(node, Include))
