"""Blocks for `compose`: sections of the library's routines, each for one area with one tool."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from unknot import routine as tree
from unknot.library._anatomy import body_data, has_words, in_language
from unknot.library._sections import FENCES, inside, sections, spoken_texts, words_of
from unknot.script import parse
from unknot.units import SAMPLE_RATE, Frames, frames

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from unknot.library._routines import RoutineEntry
    from unknot.routine import Node

_FACTOR = 3, 2
"""The factor for holds of a boosted area: 3/2."""
_LONGEST_SILENCE = frames(55)
"""The longest hold without words: a silence of a minute has to be announced."""


@dataclass(frozen=True, slots=True)
class RoutineBlock:
    """A section of a routine that can be used in another."""

    area: str
    tool: str
    posture: str
    origin: str
    """The routine that it was taken from."""
    nodes: tuple[Node, ...]


def blocks(library: Iterable[RoutineEntry], language: str) -> tuple[RoutineBlock, ...]:
    """Every section for one area in the library's routines of that language. Optional sections become fixed ones.

    A routine for one side gives none: its sections leave the other side out.
    """
    return tuple(
        block for entry in library if entry.language == language and not entry.side for block in _blocks(entry)
    )


def with_optional(nodes: Iterable[Node]) -> tuple[Node, ...]:
    """The nodes with every optional block made a fixed part."""
    taken: list[Node] = []
    for node in nodes:
        rest = with_optional(inside(node))
        if isinstance(node, tree.Optional):
            taken += rest
        else:
            taken.append(_with_body(node, rest))
    return tuple(taken)


def with_fewer_words(nodes: Iterable[Node]) -> tuple[Node, ...]:
    """The nodes without questions and without words inside holds. All instructions stay."""
    kept: list[Node] = []
    for node in nodes:
        if isinstance(node, tree.Paragraph):
            items = tuple(_without_questions(node.items))
            kept += [replace(node, items=items)] if items else []
        elif isinstance(node, tree.Work):
            kept.append(tree.Paragraph((tree.Hold(_unannounced(node.length)),)))
        else:
            kept.append(_with_body(node, with_fewer_words(inside(node))))
    return _joined(kept)


def boosted(nodes: Iterable[Node]) -> tuple[Node, ...]:
    """The nodes with longer holds and more turns; no hold becomes longer than is sensible on one spot."""
    grown: list[Node] = []
    for node in with_optional(nodes):
        match node:
            case tree.Paragraph():
                grown.append(replace(node, items=tuple(map(_longer, node.items))))
            case tree.Work():
                grown.append(replace(node, length=_grown(node.length, body_data().safety.longest_hold)))
            case tree.Repeat():
                count = tree.Count(node.count.least + 1, node.count.most + 2)
                grown.append(replace(node, count=count, body=boosted(node.body)))
            case _:
                grown.append(_with_body(node, boosted(inside(node))))
    return tuple(grown)


def with_shared_headings(nodes: Iterable[Node]) -> tuple[Node, ...]:
    """The nodes with one heading for both sides, before the fence, so that a long session has fewer chapters."""
    result: list[Node] = []
    for node in nodes:
        if isinstance(node, tree.Each) and isinstance(head := node.body[0], tree.Heading) and len(node.body) > 1:
            result += [
                tree.Heading((tree.Words(words_of(head.pieces).strip(" ,")),)),
                replace(node, body=node.body[1:]),
            ]
        else:
            result.append(node)
    return tuple(result)


def _blocks(entry: RoutineEntry) -> Iterator[RoutineBlock]:
    routine = parse(entry.text, entry.file)
    for section in sections(routine):
        if len(section.areas) == 1:
            tool = _tool(section.nodes, entry)
            yield RoutineBlock(section.areas[0], tool, entry.posture, entry.name, _unwrapped(section.nodes))


def _unwrapped(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
    return nodes[0].body if len(nodes) == 1 and isinstance(nodes[0], tree.Optional) else nodes


def _tool(nodes: Iterable[Node], entry: RoutineEntry) -> str:
    """The tool that the words name when the routine has several; hands when they name none."""
    said = " ".join(spoken_texts(nodes))
    others = [tool for tool in entry.tools if tool != "hands"]
    if "hands" not in entry.tools:
        return others[0] if others else "hands"
    return next(
        (t for t in others if has_words(said, in_language(body_data().tools[t].words, entry.language))), "hands"
    )


def _without_questions(items: Iterable[tree.Inline]) -> Iterator[tree.Inline]:
    """The items without questions, and without the rests after them."""
    asked = False
    for item in items:
        if isinstance(item, tree.Say):
            asked = _is_question(item)
        if not asked:
            yield item


def _is_question(said: tree.Say) -> bool:
    last = said.pieces[-1] if said.pieces else None
    return isinstance(last, tree.Words) and last.text.rstrip().endswith("?")


def _joined(nodes: Iterable[Node]) -> tuple[Node, ...]:
    """The nodes, with each hold that is alone in its paragraph moved to the end of the paragraph before it."""
    joined: list[Node] = []
    for node in nodes:
        before = joined[-1] if joined else None
        alone = isinstance(node, tree.Paragraph) and len(node.items) == 1 and isinstance(node.items[0], tree.Hold)
        if alone and isinstance(before, tree.Paragraph) and isinstance(before.items[-1], tree.Say):
            joined[-1] = replace(before, items=(*before.items, *node.items))  # type: ignore[union-attr]
        else:
            joined.append(node)
    return tuple(joined)


def _with_body(node: Node, rest: tuple[Node, ...]) -> Node:
    return replace(node, body=rest) if rest and isinstance(node, FENCES) else node


def _longer(item: tree.Inline) -> tree.Inline:
    return replace(item, length=_grown(item.length, _LONGEST_SILENCE)) if isinstance(item, tree.Hold) else item


def _unannounced(length: tree.Length) -> tree.Length:
    """The length, at most that of a silence that is not announced."""
    if length.fixed or length.most is None:
        return length
    natural = None if length.natural is None else Frames(min(length.natural, _LONGEST_SILENCE))
    return replace(length, natural=natural, most=Frames(min(length.most, _LONGEST_SILENCE)))


def _grown(length: tree.Length, limit: Frames) -> tree.Length:
    if length.fixed:
        return length
    return tree.Length(
        None if length.natural is None else _times(length.natural, limit),
        length.least,
        None if length.most is None else _times(length.most, limit),
    )


def _times(length: Frames, limit: Frames) -> Frames:
    return Frames(min(length * _FACTOR[0] // _FACTOR[1] // SAMPLE_RATE * SAMPLE_RATE, max(limit, length)))
