"""A routine without some areas, or without one side of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from unknot import routine as tree
from unknot.library._anatomy import body_data, has_words, in_language
from unknot.library._body_parts import body_parts, side_named
from unknot.library._one_side import on_one_side
from unknot.library._sections import (
    FENCES,
    areas_named,
    groups,
    headings_of,
    inside,
    sections,
    sections_of,
    spoken_texts,
    words_of,
)
from unknot.planning import reach

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from unknot.library._sections import Fence, Section
    from unknot.routine import Node, Routine

_OTHER_SIDE = {"left": "right", "right": "left"}


@dataclass(frozen=True, slots=True)
class RemainingRoutine:
    """A routine without some areas."""

    routine: Routine
    dropped: tuple[str, ...]
    """Titles of the sections that were left out, in order."""
    mentions: tuple[str, ...]
    """Sentences in the routine that still name such an area."""


def without_areas(routine: Routine, avoid: Iterable[str]) -> RemainingRoutine | None:
    """The routine without the parts in `avoid`, or None when no section with an area would be left.

    The length in its header stays where the rest still reaches it.

    Args:
        routine: The whole routine.
        avoid: Areas, or one side of them, such as `shoulders` or `shoulders:left`.
    """
    parts = [part for text in avoid for part in body_parts(text)]
    whole = frozenset(part.area for part in parts if part.side is None)
    sided = {part.area: part.side for part in parts if part.side and part.area not in whole}
    whole |= _both_sides([(part.area, part.side) for part in parts])
    one_sided, dropped = _without_sides(routine, {area: side for area, side in sided.items() if area not in whole})
    language = routine.header.language
    kept = _kept(one_sided, whole, language, dropped)
    rest = _without_cautions(kept, whole, language)
    areas = tuple(area for area in routine.header.areas if area not in whole)
    left = replace(routine, header=replace(routine.header, areas=areas), body=rest)
    if not any(section.areas for section in sections(left)):
        return None
    left = with_reached_length(left) if dropped else left
    return RemainingRoutine(left, tuple(dropped), tuple(_mentions(rest, whole - set(left.header.tools), language)))


def _both_sides(parts: Iterable[tuple[str, str | None]]) -> frozenset[str]:
    """Areas of which both sides are named."""
    named = set(parts)
    return frozenset(area for area, _ in named if {(area, "left"), (area, "right")} <= named)


def with_reached_length(routine: Routine) -> Routine:
    """The routine, without the length in its header where it does not reach it."""
    length = routine.header.length
    possible = reach(routine, length)
    if length is None or possible.shortest <= length <= possible.longest:
        return routine
    return replace(routine, header=replace(routine.header, length=None))


# --- one side -----------------------------------------------------------------------------------------------------


def _without_sides(routine: Routine, sides: dict[str, str]) -> tuple[tuple[Node, ...], list[str]]:
    """The body without those sides, and what was left out as titles."""
    kept: list[Node] = []
    dropped: list[str] = []
    for section in sections_of(routine.body, routine.header.language):
        avoided = {sides[area] for area in section.areas if area in sides}
        if len(avoided) != 1 or not set(section.areas) <= set(sides):
            kept += section.nodes
            continue
        side = avoided.pop()
        rest = () if _only_for(section, side) else on_one_side(section.nodes, _OTHER_SIDE[side])
        kept += rest
        if rest != section.nodes:
            dropped.append(f"{section.title}, {side}")
    return tuple(kept), dropped


def _only_for(section: Section, side: str) -> bool:
    """Whether the heading of the section is for that side only."""
    words = section.title.lower().replace(",", " ").split()
    return {named for word in words if (named := side_named(word))} == {side}


# --- whole areas --------------------------------------------------------------------------------------------------


def _kept(nodes: Sequence[Node], avoid: frozenset[str], language: str, dropped: list[str]) -> tuple[Node, ...]:
    kept: list[Node] = []
    for section in sections_of(nodes, language):
        if not avoid.intersection(section.areas):
            kept += _without_optional(section.nodes, avoid, language) if section.areas else section.nodes
        elif len(section.nodes) == 1 and isinstance(section.nodes[0], FENCES) and not avoid.issuperset(section.areas):
            kept += _fence(section.nodes[0], avoid, language, dropped)
        else:
            dropped.append(section.title)
    return tuple(kept)


def _fence(node: Fence, avoid: frozenset[str], language: str, dropped: list[str]) -> tuple[Node, ...]:
    """A fence with several headings, without the sections to leave out; empty when none is left."""
    rest = _kept(node.body, avoid, language, dropped)
    return (replace(node, body=rest),) if any(headings_of(rest)) else ()


def _without_optional(nodes: Sequence[Node], avoid: frozenset[str], language: str) -> tuple[Node, ...]:
    """The nodes without optional blocks that name an area to avoid."""
    kept: list[Node] = []
    for node in nodes:
        if isinstance(node, tree.Optional) and avoid.intersection(
            areas_named(" ".join(spoken_texts((node,))), language)
        ):
            continue
        rest = _without_optional(inside(node), avoid, language)
        kept.append(replace(node, body=rest) if isinstance(node, FENCES) and rest else node)
    return tuple(kept)


def _without_cautions(nodes: tuple[Node, ...], avoid: frozenset[str], language: str) -> tuple[Node, ...]:
    """The nodes without the sentences of the opening that are only about areas to avoid."""
    parts = list(groups(nodes))
    if len(parts) < 2:
        return nodes
    opening = [node for first in parts[0] if (node := _without_words(first, avoid, language)) is not None]
    return (*opening, *nodes[len(parts[0]) :])


def _without_words(node: Node, avoid: frozenset[str], language: str) -> Node | None:
    if not isinstance(node, tree.Paragraph):
        return node
    items: list[tree.Inline] = []
    removed = False
    for item in node.items:
        if isinstance(item, tree.Say):
            removed = _is_only_about(words_of(item.pieces), avoid, language)
        if not removed:
            items.append(item)
    return replace(node, items=tuple(items)) if items else None


def _is_only_about(text: str, avoid: frozenset[str], language: str) -> bool:
    """Whether a sentence names areas to avoid and no other, or is part of the caution of these areas only."""
    if named := areas_named(text, language):
        return avoid.issuperset(named)
    warned = {area for area in body_data().areas if _is_caution(text, area, language)}
    return bool(warned) and avoid.issuperset(warned)


def _is_caution(text: str, area: str, language: str) -> bool:
    groups_of_words = in_language(body_data().areas[area].told, language)
    return any(has_words(text, group) for group in groups_of_words)


def _mentions(nodes: Iterable[Node], avoid: frozenset[str], language: str) -> Iterator[str]:
    return (said for said in spoken_texts(nodes) if avoid.intersection(areas_named(said, language)))
