"""How long nodes work on one side, and the nodes with holds that are bounded by the longest sensible time."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from unknot import routine as tree
from unknot.library._sections import FENCES, inside
from unknot.units import SAMPLE_RATE, Frames

if TYPE_CHECKING:
    from collections.abc import Iterable

    from unknot.routine import Length, Node

_UNBOUNDED = 2
"""A hold without a written bound is counted with this multiple of its natural length."""


def longest_work(nodes: Iterable[Node]) -> Frames:
    """The frames of all holds at their longest. The body of `each side` counts once, that of a repeat for each turn."""
    return Frames(sum(_work(node) for node in nodes))


def within(nodes: Iterable[Node], limit: Frames) -> tuple[Node, ...]:
    """The nodes with shorter holds where they could take longer than `limit` together; all keep their proportion."""
    nodes = tuple(nodes)
    longest = longest_work(nodes)
    return nodes if longest <= limit else _scaled(nodes, limit, longest)


def _work(node: Node) -> int:
    match node:
        case tree.Work():
            return _most(node.length)
        case tree.Paragraph():
            return sum(_most(item.length) for item in node.items if isinstance(item, tree.Hold))
        case tree.Repeat():
            return node.count.most * sum(map(_work, node.body))
    return sum(map(_work, inside(node)))


def _most(length: Length) -> int:
    natural = length.natural or length.least or 0
    return natural if length.fixed else length.most or natural * _UNBOUNDED


def _scaled(nodes: Iterable[Node], limit: Frames, longest: Frames) -> tuple[Node, ...]:
    result: list[Node] = []
    for node in nodes:
        match node:
            case tree.Work():
                result.append(replace(node, length=_shorter(node.length, limit, longest)))
            case tree.Paragraph():
                items = (
                    replace(item, length=_shorter(item.length, limit, longest)) if isinstance(item, tree.Hold) else item
                    for item in node.items
                )
                result.append(replace(node, items=tuple(items)))
            case _:
                body = inside(node)
                scaled = _scaled(body, limit, longest)
                result.append(replace(node, body=scaled) if body and isinstance(node, FENCES) else node)
    return tuple(result)


def _shorter(length: Length, limit: Frames, longest: Frames) -> Length:
    """The length with a bound that is shorter by limit / longest, in whole seconds, at least one."""
    most = Frames(max(1, _most(length) * limit // longest // SAMPLE_RATE) * SAMPLE_RATE)
    natural = None if length.natural is None else Frames(min(length.natural, most))
    if length.fixed:
        return replace(length, natural=most)
    return tree.Length(natural, None if length.least is None else Frames(min(length.least, most)), most)
