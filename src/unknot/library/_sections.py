"""The sections of a routine, the areas of each, and the routine without some areas.

A section begins at a heading and ends before the next. A fence that begins with a heading is one section, with all that
is in it. The areas of a section are those that its headings name, or else those that its words name. The first section
(opening) and the last one (return) have only the areas of their headings.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from unknot import routine as tree
from unknot.library._anatomy import body_data, has_words, in_language

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from unknot.routine import Node, Piece, Routine

Fence: TypeAlias = tree.Repeat | tree.Each | tree.Optional | tree.From | tree.Under | tree.Voiced
FENCES = (tree.Repeat, tree.Each, tree.Optional, tree.From, tree.Under, tree.Voiced)
"""The fences with a body."""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a routine under a heading."""

    title: str
    """The text of its first heading, without variables."""
    areas: tuple[str, ...]
    """The areas that it works on."""
    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class RemainingRoutine:
    """A routine without some areas."""

    routine: Routine
    dropped: tuple[str, ...]
    """Titles of the sections that were left out, in order."""
    mentions: tuple[str, ...]
    """Sentences in the routine that still name such an area."""


def sections(routine: Routine) -> tuple[Section, ...]:
    """The sections in order; their nodes together are the body of the routine."""
    return _sections(routine.body, routine.header.language)


def worked_areas(routine: Routine) -> tuple[str, ...]:
    """The areas that a routine works on, by its header and its sections, in the order of the body data."""
    worked = {*routine.header.areas, *(area for section in sections(routine) for area in section.areas)}
    return tuple(area for area in body_data().areas if area in worked)


def without_areas(routine: Routine, avoid: Collection[str]) -> RemainingRoutine | None:
    """The routine without the areas in `avoid`, or None when no section with an area would be left."""
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
    return RemainingRoutine(
        left, tuple(dropped), tuple(_mentions(rest, frozenset(avoid) - set(header.tools), language))
    )


def words_of(pieces: Iterable[Piece]) -> str:
    """The words of a heading or a cue, with all alternatives one after another and without variables."""
    return " ".join("".join(_words(pieces)).split())


def spoken_texts(nodes: Iterable[Node]) -> Iterator[str]:
    """The text of every cue in the nodes, those inside holds included."""
    for node in nodes:
        if isinstance(node, tree.Paragraph):
            yield from (words_of(item.pieces) for item in node.items if isinstance(item, tree.Say))
        elif isinstance(node, tree.Work):
            yield from (words_of(moment.pieces) for moment in node.moments)
        yield from spoken_texts(inside(node))


def inside(node: Node) -> tuple[Node, ...]:
    """The body of a fence or an include; empty for other nodes."""
    if isinstance(node, tree.Include):
        return node.body or ()
    return node.body if isinstance(node, FENCES) else ()


def areas_named(text: str, language: str) -> tuple[str, ...]:
    """The areas that a text names, in the order of the body data."""
    return tuple(key for key, area in body_data().areas.items() if has_words(text, in_language(area.words, language)))


def _sections(nodes: Sequence[Node], language: str) -> tuple[Section, ...]:
    groups = list(_groups(nodes))
    last = len(groups) - 1
    return tuple(
        Section(_title(group), _areas(group, language, edge=n in (0, last)), group) for n, group in enumerate(groups)
    )


def _groups(nodes: Sequence[Node]) -> Iterator[tuple[Node, ...]]:
    """The nodes of each section; a fence that begins with a heading is a section of its own."""
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
    return areas_named(" ".join(spoken_texts(nodes)), language)


def _headings(nodes: Iterable[Node]) -> Iterator[tree.Heading]:
    for node in nodes:
        if isinstance(node, tree.Heading):
            yield node
        yield from _headings(inside(node))


def _kept(nodes: Sequence[Node], avoid: frozenset[str], language: str, dropped: list[str]) -> tuple[Node, ...]:
    kept: list[Node] = []
    for section in _sections(nodes, language):
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
    return (replace(node, body=rest),) if any(_headings(rest)) else ()


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
    groups = list(_groups(nodes))
    if len(groups) < 2:
        return nodes
    opening = [node for first in groups[0] if (node := _without_words(first, avoid, language)) is not None]
    return (*opening, *nodes[len(groups[0]) :])


def _without_words(node: Node, avoid: frozenset[str], language: str) -> Node | None:
    if not isinstance(node, tree.Paragraph):
        return node
    items: list[tree.Inline] = []
    removed = False
    for item in node.items:
        if isinstance(item, tree.Say):
            named = areas_named(words_of(item.pieces), language)
            removed = bool(named) and avoid.issuperset(named)
        if not removed:
            items.append(item)
    return replace(node, items=tuple(items)) if items else None


def _mentions(nodes: Iterable[Node], avoid: frozenset[str], language: str) -> Iterator[str]:
    return (said for said in spoken_texts(nodes) if avoid.intersection(areas_named(said, language)))


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
