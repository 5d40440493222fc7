"""Everything of a kind in a routine's tree, at any depth, in the order of the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unknot.routine import Include, Inline, Moment, Node, Paragraph, Say, Work

if TYPE_CHECKING:
    from collections.abc import Iterator

    from unknot.errors import Place
    from unknot.routine import Piece


def walk_blocks(body: tuple[Node, ...]) -> Iterator[Node]:
    """Every block, each before what stands inside it; found includes too."""
    for node in body:
        yield node
        yield from walk_blocks(getattr(node, "body", None) or ())


def walk_inlines(body: tuple[Node, ...]) -> Iterator[Inline]:
    """Everything that stands in a paragraph."""
    for node in walk_blocks(body):
        if isinstance(node, Paragraph):
            yield from node.items


def says(body: tuple[Node, ...]) -> Iterator[tuple[Place, tuple[Piece, ...]]]:
    """All words to speak, with their place: between tags, and inside holds."""
    for node in walk_blocks(body):
        if isinstance(node, (Paragraph, Work)):
            said = node.moments if isinstance(node, Work) else node.items
            yield from ((one.place, one.pieces) for one in said if isinstance(one, (Say, Moment)))


def walk_includes(body: tuple[Node, ...]) -> Iterator[Include]:
    """Every include."""
    return (node for node in walk_blocks(body) if isinstance(node, Include))
