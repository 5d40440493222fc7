"""The sections of a routine, and the areas of each.

A section begins at a heading and ends before the next. A fence that begins with a heading is one section, with all that
is in it. The areas of a section are those that its headings name, or else those that its words name. The first section
(opening) and the last one (return) have only the areas of their headings.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from unknot import routine as tree
from unknot.library._anatomy import body_data, has_words, in_language

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

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


def sections(routine: Routine) -> tuple[Section, ...]:
    """The sections in order; their nodes together are the body of the routine."""
    return sections_of(routine.body, routine.header.language)


def worked_areas(routine: Routine) -> tuple[str, ...]:
    """The areas that a routine works on, by its header and its sections, in the order of the body data."""
    worked = {*routine.header.areas, *(area for section in sections(routine) for area in section.areas)}
    return tuple(area for area in body_data().areas if area in worked)


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


def sections_of(nodes: Sequence[Node], language: str) -> tuple[Section, ...]:
    """The sections of some nodes in order."""
    found = list(groups(nodes))
    last = len(found) - 1
    return tuple(
        Section(_title(group), _areas(group, language, edge=n in (0, last)), group) for n, group in enumerate(found)
    )


def groups(nodes: Sequence[Node]) -> Iterator[tuple[Node, ...]]:
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
    return next((words_of(heading.pieces).strip(" ,") for heading in headings_of(nodes)), "")


def _areas(nodes: Sequence[Node], language: str, *, edge: bool) -> tuple[str, ...]:
    titles = ". ".join(words_of(heading.pieces) for heading in headings_of(nodes))
    if (named := areas_named(titles, language)) or edge:
        return named
    return areas_named(" ".join(spoken_texts(nodes)), language)


def headings_of(nodes: Iterable[Node]) -> Iterator[tree.Heading]:
    """Every heading in the nodes, at any depth."""
    for node in nodes:
        if isinstance(node, tree.Heading):
            yield node
        yield from headings_of(inside(node))


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
