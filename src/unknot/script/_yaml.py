"""YAML in which every value is a string: only maps, lists and text, each with its place.

Anchors, aliases, tags, merges and further documents are refused, so that nothing can unfold, construct or refer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

import yaml

from unknot.script._values import Fault, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

DEEPEST: Final = 3
"""The deepest nesting of lists and maps."""
SYNTAX_HINT: Final = 'expected lines like `title: Neck and shoulders`; put text with : or # in "quotes"'


@dataclass(frozen=True, slots=True)
class Scalar:
    """A string in the header."""

    text: str
    offset: int

    @property
    def span(self) -> Span:
        """Its place. The text is the one that YAML read, so only the beginning of the span is exact."""
        return Span(self.text, self.offset)


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list in the header."""

    items: tuple[Value, ...]
    offset: int


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys and values in the header, in the order written. A key may occur twice."""

    pairs: tuple[tuple[Scalar, Value], ...]
    offset: int


Value: TypeAlias = Scalar | Sequence | Mapping
KINDS: Final = {Scalar: "text", Sequence: "a list", Mapping: "keys and values"}


def read_tree(text: str, offset: int, deepest: int = DEEPEST) -> Value | None:
    """The values of a YAML text that begins at `offset` of the script, or None where it holds nothing.

    Args:
        text: YAML, or JSON, which is a part of it.
        offset: Where the text begins in the script.
        deepest: How deep lists and maps may stand inside each other.

    Raises:
        Fault: It is not YAML, or has more than maps, lists and strings.
    """
    try:
        return _Builder(text, offset, deepest).build()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        here = Span(" ", offset + (min(mark.index, len(text)) if mark else 0))
        raise Fault(here, "header-syntax", f"this is not YAML: {error.problem or error.context}", SYNTAX_HINT) from None
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        here = Span(" ", offset + getattr(error, "position", 0))
        raise Fault(
            here, "header-syntax", "this is not YAML: a character that cannot stand here", SYNTAX_HINT
        ) from None


class _Builder:
    """Builds the values from the events of the YAML parser."""

    def __init__(self, text: str, offset: int, deepest: int) -> None:
        self._events: Iterator[yaml.Event] = yaml.parse(text, Loader=yaml.BaseLoader)
        self._offset, self._deepest = offset, deepest

    def build(self) -> Value | None:
        """The value of the one document."""
        found = None
        documents = 0
        for event in self._events:
            documents += isinstance(event, yaml.DocumentStartEvent)
            if documents > 1:
                raise self._fault(event, "the header is one document")
            if not isinstance(
                event, (yaml.StreamStartEvent, yaml.StreamEndEvent, yaml.DocumentStartEvent, yaml.DocumentEndEvent)
            ):
                found = self._value(event, 1)
        return found

    def _value(self, event: yaml.Event, depth: int) -> Value:
        self._refuse(event, depth)
        offset = self._place(event)
        if isinstance(event, yaml.ScalarEvent):
            return Scalar(event.value, offset)
        if isinstance(event, yaml.SequenceStartEvent):
            return Sequence(tuple(self._until(yaml.SequenceEndEvent, depth)), offset)
        return Mapping(tuple(self._pairs(depth)), offset)

    def _until(self, end: type[yaml.Event], depth: int) -> Iterator[Value]:
        while not isinstance(event := next(self._events), end):
            yield self._value(event, depth + 1)

    def _pairs(self, depth: int) -> Iterator[tuple[Scalar, Value]]:
        inside = self._until(yaml.MappingEndEvent, depth)
        for key in inside:
            if not isinstance(key, Scalar):
                raise Fault(Span(" ", key.offset), "header-syntax", "a key is one word", SYNTAX_HINT)
            yield key, next(inside)

    def _refuse(self, event: yaml.Event, depth: int) -> None:
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) is not None:
            raise self._fault(event, "anchors and aliases (`&`, `*`) are not taken", 'put text in "quotes"')
        if getattr(event, "tag", None) is not None:
            raise self._fault(event, "YAML's tags (`!`) are not taken", 'put text in "quotes"')
        if depth > self._deepest:
            raise self._fault(event, f"more than {self._deepest} lists or maps inside each other")

    def _fault(self, event: yaml.Event, message: str, hint: str = "") -> Fault:
        return Fault(Span(" ", self._place(event)), "header-syntax", message, hint)

    def _place(self, event: yaml.Event) -> int:
        return self._offset + (event.start_mark.index if event.start_mark else 0)
