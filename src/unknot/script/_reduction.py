"""Reduces a routine for the checker: every block at its natural count, without choices, and of limited size.

Blocks that are only for some lengths are included. An include that was not found has no content. `until` takes no time,
because times of the session are not known yet. Paced breathing becomes one long breath.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, TypeAlias

from unknot import routine as tree
from unknot.units import NO_FRAMES, Frames

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

Pieces: TypeAlias = tuple[tree.Piece, ...]
Decide: TypeAlias = "Callable[[Iterable[Pieces]], Pieces]"
"""Makes one text from the options of a choice: `longest` or `all_of_them`."""

MOST_HEARD: Final = 6_000
"""The most sentences and tags that are checked, once unfolded. A session of an hour has about five hundred."""
_SENTENCE_LETTERS: Final = 60
"""Letters that count as a sentence."""


def longest(options: Iterable[Pieces]) -> Pieces:
    """The option with the most letters."""
    return max(options, key=lambda option: len(tree.plain(option)))


def all_of_them(options: Iterable[Pieces]) -> Pieces:
    """All options of a choice, one after the other: `a / b`."""
    return tuple(piece for option in options for piece in (tree.Words(" / "), *option))[1:]


def without_choices(pieces: Pieces, decide: Decide) -> Pieces:
    """The pieces with one text instead of each choice."""
    return tuple(made for piece in pieces for made in _decided(piece, decide))


def _decided(piece: tree.Piece, decide: Decide) -> Pieces:
    match piece:
        case tree.Emphasis(inner):
            return (tree.Emphasis(without_choices(inner, decide)),)
        case tree.Alternatives(options):
            return decide([without_choices(option, decide) for option in options])
        case _:
            return (piece,)


def reduced(routine: tree.Routine, decide: Decide) -> tree.Routine:
    """The routine without choices, and with counts so low that it is unfolded quickly."""
    return replace(routine, body=_Reduction(decide).body(routine.body))


class _Reduction:
    """Walks the tree once, until the limit of items is reached."""

    def __init__(self, decide: Decide) -> None:
        self._decide = decide
        self._remaining = MOST_HEARD

    def body(self, nodes: Iterable[tree.Node]) -> tuple[tree.Node, ...]:
        return tuple(made for node in nodes if self._remaining > 0 for made in self._node(node))

    def _node(self, node: tree.Node) -> Iterable[tree.Node]:
        match node:
            case tree.Heading():
                return (replace(node, pieces=self._pieces(node.pieces)),)
            case tree.Paragraph():
                return (replace(node, items=tuple(self._items(node.items))),)
            case tree.Work():
                return (replace(node, moments=tuple(self._moments(node.moments))),)
            case tree.Voiced():
                return (replace(node, body=self.body(node.body)),)
            case tree.Repeat() | tree.Each():
                return (self._turns(node),)
            case _:
                return self.body(getattr(node, "body", None) or ())

    def _turns(self, node: tree.Repeat | tree.Each) -> tree.Node:
        """The body at its natural count, or at a lower count when that is too many items."""
        before = self._remaining
        body = self.body(node.body)
        size = max(1, before - self._remaining)
        most = max(2, 1 + self._remaining // size)
        if isinstance(node, tree.Each):
            values = node.values[:most]
            self._remaining -= size * (len(values) - 1)
            return replace(node, values=values, body=body)
        count = min(most, (node.count.least + node.count.most) // 2)
        self._remaining -= size * (count - 1)
        return replace(node, count=tree.Count(count, count), body=body)

    def _items(self, items: Iterable[tree.Inline]) -> Iterator[tree.Inline]:
        for item in items:
            if self._remaining <= 0:
                return
            self._remaining -= 1
            match item:
                case tree.Say():
                    yield replace(item, pieces=self._pieces(item.pieces))
                case tree.Until():
                    yield tree.Beat(NO_FRAMES, place=item.place)
                case tree.Breath(phases, rounds):
                    whole = sum(length for _, length in phases) * ((rounds.least + rounds.most) // 2)
                    yield tree.Breath((("in", Frames(whole)),), tree.Count(1, 1), place=item.place)
                case _:
                    yield item

    def _moments(self, moments: Iterable[tree.Moment]) -> Iterator[tree.Moment]:
        return (replace(moment, pieces=self._pieces(moment.pieces)) for moment in moments)

    def _pieces(self, pieces: Pieces) -> Pieces:
        made = without_choices(pieces, self._decide)
        self._remaining -= 1 + len(tree.plain(made)) // _SENTENCE_LETTERS
        return made
