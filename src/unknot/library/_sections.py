"""What each part of a routine works on, and the routine without a part.

A section begins at a heading and ends before the next. A fence that begins with a heading is a section of its own,
with what it holds. Its areas are those that its headings name; where they name none and it is neither the first nor
the last, those that its words name. The first section is the opening, the last one the return: no work is done there.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from unknot import routine as tree
from unknot.library._anatomy import body_data, in_language, names

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from unknot.routine import Node, Piece, Routine

Fence: TypeAlias = tree.Repeat | tree.Each | tree.Optional | tree.From | tree.Under | tree.Voiced
FENCES = (tree.Repeat, tree.Each, tree.Optional, tree.From, tree.Under, tree.Voiced)
"""Every fence that holds a part of a routine."""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a routine under a heading."""

    title: str
    """Its first heading, in words; variables left out."""
    areas: tuple[str, ...]
    """What it works on; none for an opening or a return."""
    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class RemainingRoutine:
    """What is left of a routine when some areas are left out."""

    routine: Routine
    dropped: tuple[str, ...]
    """Titles of the sections that went, in order."""
    still: tuple[str, ...]
    """Sentences that stayed and name such an area."""


def sections(routine: Routine) -> tuple[Section, ...]:
    """The routine's sections in order; their nodes together are its body."""
    return _sections(routine.body, routine.header.language)


def touches(routine: Routine) -> tuple[str, ...]:
    """The areas that a routine works on, as its header and its headings say, in the body's order."""
    worked = {*routine.header.areas, *(area for section in sections(routine) for area in section.areas)}
    return tuple(area for area in body_data().areas if area in worked)


def without(routine: Routine, avoid: Collection[str]) -> RemainingRoutine | None:
    """The routine with nothing about the areas in `avoid`, or None when no work would be left."""
    language = routine.header.language
    dropped: list[str] = []
    kept = _kept(routine.body, frozenset(avoid), language, dropped)
    rest = _without_cautions(kept, frozenset(avoid), language)
    header = replace(
        routine.header,
        areas=tuple(area for area in routine.header.areas if area not in avoid),
        length=None if dropped else routine.header.length,
    )
    left = replace(routine, header=header, body=rest)
    if not any(section.areas for section in sections(left)):
        return None
    return RemainingRoutine(left, tuple(dropped), tuple(_still(rest, frozenset(avoid) - set(header.tools), language)))


def words_of(pieces: Iterable[Piece]) -> str:
    """The words of a heading or of something said, all choices one after the other, variables left out."""
    return " ".join("".join(_words(pieces)).split())


def said_in(nodes: Iterable[Node]) -> Iterator[str]:
    """Everything that is said in the nodes, moments inside holds included."""
    for node in nodes:
        if isinstance(node, tree.Paragraph):
            yield from (words_of(item.pieces) for item in node.items if isinstance(item, tree.Say))
        elif isinstance(node, tree.Work):
            yield from (words_of(moment.pieces) for moment in node.moments)
        yield from said_in(inside(node))


def inside(node: Node) -> tuple[Node, ...]:
    """What a fence holds; nothing for everything else."""
    if isinstance(node, tree.Include):
        return node.body or ()
    return node.body if isinstance(node, FENCES) else ()


def areas_named(text: str, language: str) -> tuple[str, ...]:
    """The areas that a text names, in the body's order."""
    return tuple(key for key, area in body_data().areas.items() if names(text, in_language(area.words, language)))


def _sections(nodes: Sequence[Node], language: str) -> tuple[Section, ...]:
    groups = list(_groups(nodes))
    last = len(groups) - 1
    return tuple(
        Section(_title(group), _areas(group, language, edge=n in (0, last)), group) for n, group in enumerate(groups)
    )


def _groups(nodes: Sequence[Node]) -> Iterator[tuple[Node, ...]]:
    """The nodes of each section; a fence that begins with a heading stands alone."""
    group: list[Node] = []
    alone = False
    for node in nodes:
        fence = isinstance(node, FENCES) and _begins_with_heading(node)
        if any(map(_speaks, group)) and (fence or alone or isinstance(node, tree.Heading)):
            yield tuple(group)
            group = []
        group.append(node)
        alone = fence
    if group:
        yield tuple(group)


def _speaks(node: Node) -> bool:
    return not isinstance(node, tree.NoteBlock | tree.Comment)


def _begins_with_heading(node: Node) -> bool:
    first = next(filter(_speaks, inside(node)), None)
    return isinstance(first, tree.Heading) or (first is not None and _begins_with_heading(first))


def _title(nodes: Sequence[Node]) -> str:
    return next((words_of(heading.pieces).strip(" ,") for heading in _headings(nodes)), "")


def _areas(nodes: Sequence[Node], language: str, *, edge: bool) -> tuple[str, ...]:
    titles = ". ".join(words_of(heading.pieces) for heading in _headings(nodes))
    if (named := areas_named(titles, language)) or edge:
        return named
    return areas_named(" ".join(said_in(nodes)), language)


def _headings(nodes: Iterable[Node]) -> Iterator[tree.Heading]:
    for node in nodes:
        if isinstance(node, tree.Heading):
            yield node
        yield from _headings(inside(node))


def _kept(nodes: Sequence[Node], avoid: frozenset[str], language: str, dropped: list[str]) -> tuple[Node, ...]:
    kept: list[Node] = []
    for section in _sections(nodes, language):
        if not avoid.intersection(section.areas):
            kept += _without_asides(section.nodes, avoid, language) if section.areas else section.nodes
        elif len(section.nodes) == 1 and isinstance(section.nodes[0], FENCES) and not avoid.issuperset(section.areas):
            kept += _fence(section.nodes[0], avoid, language, dropped)
        else:
            dropped.append(section.title)
    return tuple(kept)


def _fence(node: Fence, avoid: frozenset[str], language: str, dropped: list[str]) -> tuple[Node, ...]:
    """A fence with several headings, without those that have to go."""
    rest = _kept(node.body, avoid, language, dropped)
    return (replace(node, body=rest),) if any(_headings(rest)) else ()


def _without_asides(nodes: Sequence[Node], avoid: frozenset[str], language: str) -> tuple[Node, ...]:
    """The nodes without the optional blocks inside that name an area to avoid."""
    kept: list[Node] = []
    for node in nodes:
        if isinstance(node, tree.Optional) and avoid.intersection(areas_named(" ".join(said_in((node,))), language)):
            continue
        rest = _without_asides(inside(node), avoid, language)
        kept.append(replace(node, body=rest) if isinstance(node, FENCES) and rest else node)
    return tuple(kept)


def _without_cautions(nodes: tuple[Node, ...], avoid: frozenset[str], language: str) -> tuple[Node, ...]:
    """The opening without what it says about nothing but an area that is left out."""
    groups = list(_groups(nodes))
    if len(groups) < 2:
        return nodes
    opening = [node for first in groups[0] if (node := _without_words(first, avoid, language)) is not None]
    return (*opening, *nodes[len(groups[0]) :])


def _without_words(node: Node, avoid: frozenset[str], language: str) -> Node | None:
    if not isinstance(node, tree.Paragraph):
        return node
    items: list[tree.Inline] = []
    gone = False
    for item in node.items:
        if isinstance(item, tree.Say):
            named = areas_named(words_of(item.pieces), language)
            gone = bool(named) and avoid.issuperset(named)
        if not gone:
            items.append(item)
    return replace(node, items=tuple(items)) if items else None


def _still(nodes: Iterable[Node], avoid: frozenset[str], language: str) -> Iterator[str]:
    return (said for said in said_in(nodes) if avoid.intersection(areas_named(said, language)))


def _words(pieces: Iterable[Piece]) -> Iterator[str]:
    for piece in pieces:
        match piece:
            case tree.Words(text):
                yield text
            case tree.Emphasis(inner):
                yield from _words(inner)
            case tree.Alternatives(options):
                yield " ".join(words_of(option) for option in options)
            case tree.Variable():
                yield ""
