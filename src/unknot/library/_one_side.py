"""A part of a routine for one side only: what `each side` would do twice is done once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from unknot import routine as tree
from unknot.library._body_parts import side_named
from unknot.library._sections import FENCES, inside

if TYPE_CHECKING:
    from collections.abc import Iterable

    from unknot.routine import Node, Piece


def on_one_side(nodes: Iterable[Node], side: str) -> tuple[Node, ...]:
    """The nodes with each fence for both sides replaced by its body for `side`, `left` or `right`.

    A fence over other values stays as it is.
    """
    result: list[Node] = []
    for node in nodes:
        if isinstance(node, tree.Each) and (values := _values(node, side)):
            result += _filled(on_one_side(node.body, side), node.variable, values)
        else:
            body = inside(node)
            result.append(replace(node, body=on_one_side(body, side)) if body and isinstance(node, FENCES) else node)
    return tuple(result)


def _values(node: tree.Each, side: str) -> tuple[str, str] | None:
    """The words of the fence for `side` and for the other one; None when its values are not the two sides."""
    named = [side_named(value) for value in node.values]
    if sorted(filter(None, named)) != list(tree.SIDES):
        return None
    at = named.index(side)
    return node.values[at], node.values[1 - at]


def _filled(nodes: Iterable[Node], variable: str, values: tuple[str, str]) -> list[Node]:
    return [_filled_node(node, {variable: values[0], f"{variable}.other": values[1]}) for node in nodes]


def _filled_node(node: Node, words: dict[str, str]) -> Node:
    match node:
        case tree.Heading():
            return replace(node, pieces=_filled_pieces(node.pieces, words))
        case tree.Paragraph():
            return replace(node, items=tuple(_filled_item(item, words) for item in node.items))
        case tree.Work():
            moments = (replace(moment, pieces=_filled_pieces(moment.pieces, words)) for moment in node.moments)
            return replace(node, moments=tuple(moments))
    if isinstance(node, FENCES):
        return replace(node, body=tuple(_filled_node(inner, words) for inner in node.body))
    return node


def _filled_item(item: tree.Inline, words: dict[str, str]) -> tree.Inline:
    return replace(item, pieces=_filled_pieces(item.pieces, words)) if isinstance(item, tree.Say) else item


def _filled_pieces(pieces: Iterable[Piece], words: dict[str, str]) -> tuple[Piece, ...]:
    """The pieces with the words of the side; a side that begins a sentence has a capital letter."""
    result: list[Piece] = []
    for piece in pieces:
        match piece:
            case tree.Variable(name=name) if name in words:
                begins = not result or (isinstance(result[-1], tree.Words) and result[-1].text.rstrip()[-1:] in ".?!")
                text = words[name][:1].upper() + words[name][1:] if begins else words[name]
                result.append(tree.Words(text))
            case tree.Emphasis():
                result.append(replace(piece, pieces=_filled_pieces(piece.pieces, words)))
            case tree.Alternatives():
                result.append(replace(piece, options=tuple(_filled_pieces(one, words) for one in piece.options)))
            case _:
                result.append(piece)
    return _joined(result)


def _joined(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """The pieces with neighbouring words made one, as the parser gives them."""
    result: list[Piece] = []
    for piece in pieces:
        last = result[-1] if result else None
        if isinstance(piece, tree.Words) and isinstance(last, tree.Words):
            result[-1] = tree.Words(last.text + piece.text)
        else:
            result.append(piece)
    return tuple(result)
