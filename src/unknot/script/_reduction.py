"""A routine reduced to what the checker listens to: every block at its natural count, no choices, and not too long.

Blocks for some lengths only are taken in as if they were always heard. A script that was not found says nothing. Times
of the session (`until`) are not known yet and take no time; paced breathing becomes one long breath.
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
"""Makes one text of the options of a choice: `longest` or `all_of_them`."""

MOST_HEARD: Final = 6_000
"""Sentences and tags, once unfolded. Further on nothing is listened to. A session of an hour has some five hundred."""
_LETTERS: Final = 60
"""Letters that count as a sentence."""


def longest(options: Iterable[Pieces]) -> Pieces:
    """Of a choice the option with the most letters."""
    return max(options, key=lambda option: len(tree.plain(option)))


def all_of_them(options: Iterable[Pieces]) -> Pieces:
    """Every option of a choice, one behind the other: `a / b`."""
    return tuple(piece for option in options for piece in (tree.Words(" / "), *option))[1:]


def without_choices(pieces: Pieces, decide: Decide) -> Pieces:
    """The pieces with one text in the place of each choice."""
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
    """The routine with nothing left to choose, and unfolded in a moment however often it repeats."""
    return replace(routine, body=_Reduction(decide).body(routine.body))


class _Reduction:
    """Walks the tree once, as long as there is room."""

    def __init__(self, decide: Decide) -> None:
        self._decide = decide
        self._room = MOST_HEARD

    def body(self, nodes: Iterable[tree.Node]) -> tuple[tree.Node, ...]:
        return tuple(made for node in nodes if self._room > 0 for made in self._node(node))

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
        """The body at its natural count; less often where there is no room for that."""
        before = self._room
        body = self.body(node.body)
        size = max(1, before - self._room)
        most = max(2, 1 + self._room // size)
        if isinstance(node, tree.Each):
            values = node.values[:most]
            self._room -= size * (len(values) - 1)
            return replace(node, values=values, body=body)
        count = min(most, (node.count.least + node.count.most) // 2)
        self._room -= size * (count - 1)
        return replace(node, count=tree.Count(count, count), body=body)

    def _items(self, items: Iterable[tree.Inline]) -> Iterator[tree.Inline]:
        for item in items:
            if self._room <= 0:
                return
            self._room -= 1
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
        self._room -= 1 + len(tree.plain(made)) // _LETTERS
        return made
