"""Everything of a kind in a routine's tree, at any depth, in the order of the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unknot.routine import Include, Inline, Node, Paragraph

if TYPE_CHECKING:
    from collections.abc import Iterator


def blocks(body: tuple[Node, ...]) -> Iterator[Node]:
    """Every block, each before what stands inside it; found includes too."""
    for node in body:
        yield node
        yield from blocks(getattr(node, "body", None) or ())


def inlines(body: tuple[Node, ...]) -> Iterator[Inline]:
    """Everything that stands in a paragraph."""
    for node in blocks(body):
        if isinstance(node, Paragraph):
            yield from node.items


def includes(body: tuple[Node, ...]) -> Iterator[Include]:
    """Every include."""
    return (node for node in blocks(body) if isinstance(node, Include))
