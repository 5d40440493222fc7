"""A routine composed from the library's blocks, as a script that a person can edit.

The order is that of a session for the whole body: first in a chair, then at a wall, then on the floor, with few changes
of posture; within a posture from the head to the feet. The same request gives the same text.
"""

from __future__ import annotations

import random
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from unknot import routine as tree
from unknot.errors import UsageError
from unknot.library._anatomy import body_data, in_language, one_of
from unknot.library._blocks import RoutineBlock, blocks, boosted, with_fewer_words, with_shared_headings
from unknot.planning import reach
from unknot.script import parse, to_text
from unknot.units import clock, format_duration

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from unknot.library._routines import RoutineEntry
    from unknot.routine import Node, Routine
    from unknot.units import Frames

_MOST_CHAPTERS = 6
"""Blocks above which left and right share a chapter; a phone shows about fifteen chapters."""


@dataclass(frozen=True, slots=True)
class CompositionRequest:
    """What `compose` is asked for."""

    areas: tuple[str, ...] = ()
    """Empty for the whole body."""
    tools: tuple[str, ...] = ("hands",)
    """The tools that the person has."""
    length: Frames | None = None
    """None leaves the length open."""
    less_talk: bool = False
    """Without questions and without words inside holds."""
    boost: tuple[str, ...] = ()
    """Areas with longer holds and more turns."""
    skip: tuple[str, ...] = ()
    """Areas to leave out."""
    language: str = "en"
    seed: int = 0
    """Another seed chooses other blocks and words, where there are several."""
    background: str | None = None


@dataclass(frozen=True, slots=True)
class Composition:
    """A composed script."""

    text: str
    """The whole script, in the routine language."""
    routine: Routine
    """The parsed script."""
    messages: tuple[str, ...]
    """What differs from the request, one sentence each."""


def compose(request: CompositionRequest, library: Iterable[RoutineEntry]) -> Composition:
    """A script for the request, from the routines in `library`.

    Raises:
        UsageError: An area or tool is unknown, or nothing is left to work on.
    """
    wanted, messages = _wanted(request)
    found = _chosen(request, wanted, blocks(library, _short(request.language)), messages)
    if not found:
        raise UsageError("nothing is left to work on", next_step="name other areas, or more tools with --tools")
    routine = _to_length(request, found, messages)
    text = to_text(routine)
    return Composition(text, parse(text, "composed.md"), tuple(messages))


def _to_length(request: CompositionRequest, found: list[list[RoutineBlock]], messages: list[str]) -> Routine:
    """The routine with as many areas, and as many blocks for each, as fit into the length of the request.

    Lengths are estimated here. They are decided when the session is made.
    """
    routine = _routine(request, found, 1)
    if request.length is None:
        return routine
    while reach(routine).shortest > request.length and len(found) > 1:
        area = _least_wanted(request, found)
        messages.append(f"{_name(area, 'en')}: left out, no room for it in {clock(request.length)}")
        found = [choice for choice in found if choice[0].area != area]
        routine = _routine(request, found, 1)
    count, most = 1, max(map(len, found))
    while reach(routine).longest < request.length and count < most:
        count += 1
        routine = _routine(request, found, count)
    possible = reach(routine)
    if not possible.shortest <= request.length <= possible.longest:
        messages.append(f"reaches from about {clock(possible.shortest)} to {clock(possible.longest)}")
    return routine


def _least_wanted(request: CompositionRequest, found: Sequence[Sequence[RoutineBlock]]) -> str:
    """Of the areas in the request the last one that is not boosted; of the whole body the first."""
    requested = [body_data().area(area).key for area in request.areas]
    boost = _boosted(request)
    places = {area: -n for n, area in enumerate(dict.fromkeys(requested))}
    areas = [choice[0].area for choice in found]
    return min(areas, key=lambda area: (area in boost, places.get(area, -len(requested))))


def _routine(request: CompositionRequest, found: Sequence[Sequence[RoutineBlock]], count: int) -> Routine:
    flat = [block for choice in found for block in choice[:count]]
    nodes = _body(request, flat)
    if len(flat) > _MOST_CHAPTERS:
        nodes = list(with_shared_headings(nodes))
    return tree.Routine(_header(request, flat), (_origin_comment(request), *nodes))


def _wanted(request: CompositionRequest) -> tuple[list[str], list[str]]:
    known = body_data()
    for tool in request.tools:
        one_of(tool, known.tools, "tool")
    skip = {known.area(area).key for area in request.skip}
    requested = [known.area(area).key for area in request.areas] or list(known.areas)
    boost = [known.area(area).key for area in request.boost]
    wanted = [area for area in dict.fromkeys([*requested, *boost]) if area not in skip]
    named = [known.area(area).key for area in request.areas]
    return wanted, [f"{_name(area, 'en')}: left out, as asked" for area in named if area in skip]


def _chosen(
    request: CompositionRequest, wanted: Sequence[str], known: Iterable[RoutineBlock], messages: list[str]
) -> list[list[RoutineBlock]]:
    """The blocks for each area in one posture, shuffled by the seed, in the order of the session."""
    usable = [block for block in known if block.tool in request.tools]
    postures = _by_count(block.posture for block in usable if block.area in wanted)
    found = []
    for area in wanted:
        choice = sorted((b for b in usable if b.area == area), key=lambda b: (postures.index(b.posture), b.origin))
        if not choice:
            if request.areas:
                messages.append(f"{_name(area, 'en')}: no block for it with {', '.join(request.tools)}")
            continue
        near = [block for block in choice if block.posture == choice[0].posture]
        random.Random(f"{request.seed}:{area}").shuffle(near)  # noqa: S311 - no secret
        found.append(near)
    order, areas = list(body_data().postures), list(body_data().areas)
    return sorted(found, key=lambda near: (order.index(near[0].posture), areas.index(near[0].area)))


def _by_count(postures: Iterable[str]) -> list[str]:
    """The postures, the one with the most blocks first."""
    every = list(postures)
    return sorted(set(every), key=lambda posture: (-every.count(posture), body_data().postures.index(posture)))


def _header(request: CompositionRequest, found: Sequence[RoutineBlock]) -> tree.Header:
    keys = tuple(dict.fromkeys(block.area for block in found))
    words, areas = _words(request), _listed([_name(key, request.language) for key in keys], request)
    return tree.Header(
        title=_capital(words["title"].format(areas=areas)) if request.areas else words["whole"],
        summary=words["summary"].format(areas=areas),
        language=request.language,
        areas=keys,
        tools=tuple(dict.fromkeys(block.tool for block in found)),
        posture=found[0].posture,
        length=request.length,
        background=request.background,
    )


def _body(request: CompositionRequest, found: Sequence[RoutineBlock]) -> list[Node]:
    words, choices = _words(request), random.Random(f"{request.seed}:words")  # noqa: S311 - no secret
    notice, closing = choices.choice(words["notice"]), choices.choice(words["return"])
    nodes = _parsed(f"# {words['opening']}\n\n{_opening(request, found, words)}\n\n{notice}")
    posture = found[0].posture
    for block in found:
        nodes += _parsed(words["change"][block.posture]) if block.posture != posture else []
        posture = block.posture
        nodes += boosted(block.nodes) if block.area in _boosted(request) else block.nodes
    nodes += _parsed(f"# {words['closing']}\n\n{closing}\n\n{words['end']}")
    return list(with_fewer_words(nodes)) if request.less_talk else nodes


def _opening(request: CompositionRequest, found: Sequence[RoutineBlock], words: dict[str, Any]) -> str:
    """The posture, the tools and the caution of each area, as text."""
    things = list(dict.fromkeys(block.tool for block in found if block.tool != "hands"))
    named = _listed([in_language(body_data().tools[tool].name, request.language) for tool in things], request)
    have = words["have"].format(tools=named) if things else words["only_hands"]
    cautions = dict.fromkeys(in_language(body_data().areas[block.area].caution, request.language) for block in found)
    lines = [line for caution in cautions for line in _lines(caution)]
    return "\n".join([words["arrive"][found[0].posture], have, "", *(f"{line} [3s]" for line in lines)])


def _lines(caution: str) -> list[str]:
    return caution.strip().splitlines()


def _boosted(request: CompositionRequest) -> set[str]:
    return {body_data().area(area).key for area in request.boost}


def _origin_comment(request: CompositionRequest) -> tree.Comment:
    options = {
        "--areas": ",".join(request.areas),
        "--tools": ",".join(request.tools),
        "--length": format_duration(request.length) if request.length else "",
        "--boost": ",".join(request.boost),
        "--skip": ",".join(request.skip),
        "--language": request.language if request.language != "en" else "",
        "--seed": str(request.seed),
    }
    requested = [f"{flag} {value}" for flag, value in options.items() if value] + ["--less-talk"] * request.less_talk
    return tree.Comment(f"Composed with {' '.join(requested)}. It is yours: change what you like.")


def _parsed(text: str) -> list[Node]:
    return list(parse(f"---\ntitle: block\n---\n\n{text}\n", "block").body)


def _words(request: CompositionRequest) -> dict[str, Any]:
    with (Path(__file__).parent / "data" / "compose.toml").open("rb") as file:
        words: dict[str, Any] = in_language(tomllib.load(file), request.language)
    return words


def _name(area: str, language: str) -> str:
    return str(in_language(body_data().areas[area].name, language))


def _listed(names: Sequence[str], request: CompositionRequest) -> str:
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {_words(request)['and']} {names[-1]}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _short(language: str) -> str:
    return language.split("-")[0].lower()
