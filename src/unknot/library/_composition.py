"""A routine composed from the library's blocks, as a script that a person can edit.

The order is that of a session for the whole body: first in a chair, then at a wall, then on the floor, with few changes
of posture; within a posture from the head to the feet. The same request gives the same text.
"""

from __future__ import annotations

import random
import tomllib
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from unknot import routine as tree
from unknot.errors import UsageError
from unknot.library._anatomy import body_data, has_words, in_language, one_of
from unknot.library._blocks import blocks, boosted, with_fewer_words, with_shared_headings
from unknot.library._body_parts import all_parts
from unknot.library._one_side import on_one_side
from unknot.library._preferences import Preferences, has_step, nodes_without_steps
from unknot.library._sections import spoken_texts
from unknot.library._selection import areas_with_room, blocks_with_room, candidates
from unknot.library._work_limit import longest_work, within
from unknot.planning import reach
from unknot.script import parse, to_text
from unknot.units import SAMPLE_RATE, Frames, clock, format_duration

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from unknot.library._blocks import RoutineBlock
    from unknot.library._body_parts import BodyPart
    from unknot.library._routines import RoutineEntry
    from unknot.routine import Node, Routine

_MOST_CHAPTERS = 6
"""Blocks above which left and right share a chapter; a phone shows about fifteen chapters."""
_MOST_IN_TITLE = 4
"""More areas are not listed one by one in the title."""
_WHOLE = 8
"""The number of areas from which a routine is one for the whole body."""
_ARMS_UP = frozenset({"scalp", "brow", "temples", "jaw", "neck"})
"""Areas that are worked on with raised arms."""
_MARGIN = 11, 10
"""The estimate of the shortest length may be that much too short for a slow voice."""
_MOST_CALM = 3
"""The steps in which a session gets more time without work: breathing at the end, at the beginning, and quiet."""
_STEP = Frames(15 * SAMPLE_RATE)
"""A length that is found by estimates is a multiple of this."""


@dataclass(frozen=True, slots=True)
class CompositionRequest:
    """What `compose` is asked for."""

    areas: tuple[str, ...] = ()
    """Parts of the body as people name them, with or without a side; empty for the whole body."""
    tools: tuple[str, ...] = ("hands",)
    """The tools that the person has. Hands are always among them."""
    length: Frames | None = None
    """None leaves the length open."""
    less_talk: bool = False
    """Without questions and without words inside holds."""
    boost: tuple[str, ...] = ()
    """Parts with longer holds and more turns."""
    skip: tuple[str, ...] = ()
    """Parts to leave out."""
    language: str = "en"
    seed: int = 0
    """Another seed chooses other blocks and words, where there are several."""
    background: str | None = None
    preferences: Preferences = field(default_factory=Preferences)
    """Steps that the person wants more of, or never."""


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
    return _Composer(request).composed(library)


@dataclass(frozen=True, slots=True)
class _Wish:
    """The areas of a request, in the order in which they are wanted, each with its side."""

    sides: Mapping[str, str | None]
    """The side of each area; None is both."""
    skipped: tuple[str, ...]
    """Areas that were named and are left out."""
    named: bool
    """Whether the person named areas."""


class _Composer:
    """Composes one request."""

    def __init__(self, request: CompositionRequest) -> None:
        """Nothing is composed yet.

        Raises:
            UsageError: An area or a tool is unknown.
        """
        known = body_data()
        self._request = request
        self._tools = tuple(dict.fromkeys(["hands", *(one_of(tool, known.tools, "tool") for tool in request.tools)]))
        self._boost = frozenset(part.area for part in all_parts(request.boost))
        self._wish = _wish(request)
        self._data = _compose_data()
        self._words: dict[str, Any] = in_language(self._data, request.language)
        self._messages: list[str] = [f"{_name(area)}: left out, as asked" for area in self._wish.skipped]

    def composed(self, library: Iterable[RoutineEntry]) -> Composition:
        """The script with its messages.

        Raises:
            UsageError: Nothing is left to work on.
        """
        request, sides = self._request, self._wish.sides
        known = self._liked(blocks(library, request.language.split("-")[0].lower()))
        found = candidates(tuple(sides), known, self._tools, request.seed)
        self._tell_missing({one.area for one in found}, known)
        room = areas_with_room(found, self._preferred(), self._wish.named, request.length, self._routine)
        self._tell_no_room({one.area for one in found} - {one.area for one in room})
        routine = self._with_length(blocks_with_room(room, request.length, self._routine))
        text = to_text(routine)
        return Composition(text, parse(text, "composed.md"), tuple(self._messages))

    def _liked(self, known: Iterable[RoutineBlock]) -> list[RoutineBlock]:
        """The blocks without the steps that never come; of an area with a liked step only those that have it."""
        never, more = self._request.preferences.never, self._request.preferences.more
        without = [replace(block, nodes=nodes_without_steps(block.nodes, never)) for block in known]
        left = [block for block in without if longest_work(block.nodes)] if never else without
        liked = [block for block in left if has_step(block.nodes, more)] if more else []
        areas = {block.area for block in liked}
        return [block for block in left if block.area not in areas or block in liked]

    def _preferred(self) -> tuple[str, ...]:
        """The wanted areas: those with a boost first, and then in the order of the request or of the data."""
        order = self._wish.sides if self._wish.named else self._data["whole"]
        return tuple(sorted(order, key=lambda area: area not in self._boost))

    # --- what cannot be done ---------------------------------------------------------------------------------------

    def _tell_missing(self, found: set[str], known: Sequence[RoutineBlock]) -> None:
        missing = [area for area in self._wish.sides if area not in found]
        reasons = [f"{_name(area)}: {self._why_missing(area, known)}" for area in missing]
        if found:
            self._messages += reasons if self._wish.named else []
            return
        if not self._wish.sides:
            why = f"{_and([_name(area) for area in self._wish.skipped])} left out, and nothing else was asked for"
            raise UsageError(
                f"nothing is left to work on: {why}", next_step="name other areas, or see `unknot profile`"
            )
        raise UsageError(f"nothing is left to work on: {reasons[0]}", next_step="name other areas, or more --tools")

    def _why_missing(self, area: str, known: Sequence[RoutineBlock]) -> str:
        tools = sorted({block.tool for block in known if block.area == area})
        if tools:
            return f"the library works on it with {_and([_tool_name(tool) for tool in tools])}"
        return f"no routine of the library works on it in the language {self._request.language}"

    def _tell_no_room(self, left_out: set[str]) -> None:
        length = self._request.length
        for area in self._wish.sides:
            if self._wish.named and length is not None and area in left_out:
                self._messages.append(f"{_name(area)}: left out, no room for it in {clock(length)}")

    # --- the routine -----------------------------------------------------------------------------------------------

    def _routine(self, chosen: Sequence[Sequence[RoutineBlock]], calm: int = 0) -> Routine:
        flat = [block for near in chosen for block in near]
        parts = [part for near in chosen for part in zip(near, self._nodes(near), strict=True)]
        nodes = self._body(parts, calm)
        if len(flat) > _MOST_CHAPTERS:
            nodes = list(with_shared_headings(nodes))
        return tree.Routine(self._header(flat), (_origin_comment(self._request), *nodes))

    def _nodes(self, near: Sequence[RoutineBlock]) -> list[tuple[Node, ...]]:
        """The nodes of the blocks for one area: boosted, on the wanted side, and bounded by the longest time for it.

        Several blocks share that time in proportion to their own.
        """
        area = near[0].area
        every = [self._boosted(block) for block in near]
        times, most, side = list(map(longest_work, every)), body_data().areas[area].most, self._wish.sides[area]
        limits = [Frames(most * time // max(most, sum(times))) for time in times]
        return [
            within(on_one_side(nodes, side) if side else nodes, limit)
            for nodes, limit in zip(every, limits, strict=True)
        ]

    def _boosted(self, block: RoutineBlock) -> tuple[Node, ...]:
        return boosted(block.nodes) if block.area in self._boost else block.nodes

    def _header(self, flat: Sequence[RoutineBlock]) -> tree.Header:
        keys = tuple(dict.fromkeys(block.area for block in flat))
        areas = self._listed([_name(key, self._request.language) for key in keys])
        sides = {self._wish.sides[key] for key in keys if body_data().areas[key].sided}
        side = sides.pop() or "" if len(sides) == 1 else ""
        return tree.Header(
            title=self._words["one_side"][side].format(title=self._title(keys)) if side else self._title(keys),
            summary=self._words["summary"].format(areas=areas),
            language=self._request.language,
            areas=keys,
            tools=tuple(dict.fromkeys(block.tool for block in flat)),
            side=side,
            posture=flat[0].posture,
            background=self._request.background,
            allow=("uneven-sides",) if len(sides) > 1 else (),
        )

    def _title(self, keys: Sequence[str]) -> str:
        """The areas where they are few, and otherwise the first and the last one, or the whole body."""
        words, names = self._words, [_name(key, self._request.language) for key in keys]
        if len(keys) <= _MOST_IN_TITLE:
            return _capital(str(words["title"].format(areas=self._listed(names))))
        if not self._wish.named and not self._request.skip and len(keys) >= _WHOLE:
            return str(words["whole"])
        return str(words["many"].format(first=names[0], last=names[-1]))

    def _with_length(self, chosen: Sequence[Sequence[RoutineBlock]]) -> Routine:
        """The routine with the requested length in its header, or with the nearest one that it can reach.

        When the work on the areas is too short for the length, it gets time for breathing and for quiet.
        """
        wanted = self._request.length
        if wanted is None:
            return self._routine(chosen)
        for calm in range(_MOST_CALM + 1):
            routine = self._routine(chosen, calm)
            possible = reach(routine, wanted)
            if possible.longest * _MARGIN[1] >= wanted * _MARGIN[0]:
                break
        shortest = Frames(possible.shortest * _MARGIN[0] // _MARGIN[1])
        longest = Frames(possible.longest * _MARGIN[1] // _MARGIN[0])
        length = wanted
        if wanted < shortest:
            length = Frames(-(-shortest // _STEP) * _STEP)
        elif wanted > longest:
            length = Frames(longest // _STEP * _STEP)
        if length != wanted:
            short, long = clock(possible.shortest), clock(possible.longest)
            self._messages.append(
                f"reaches from about {short} to {long}, so its header says {clock(length)} and not {clock(wanted)}"
            )
        return replace(routine, header=replace(routine.header, length=length))

    # --- the words around the blocks -------------------------------------------------------------------------------

    def _body(self, parts: Sequence[tuple[RoutineBlock, tuple[Node, ...]]], calm: int) -> list[Node]:
        words, choices = self._words, random.Random(f"{self._request.seed}:words")  # noqa: S311 - no secret
        notice, closing = choices.choice(words["notice"]), choices.choice(words["return"])
        breath, quiet = f"\n\n{words['breath']}", _parsed(words["quiet"])
        begin = breath if calm > 1 else ""
        nodes = _parsed(f"# {words['opening']}\n\n{self._opening(parts)}\n\n{notice}{begin}")
        before: RoutineBlock | None = None
        for block, inner in parts:
            nodes += [*_parsed(self._between(before, block, nodes)), *inner, *(quiet if calm > 2 else ())]
            before = block
        last = f"{self._away(before)} [move 5s]\n\n" if before and self._away(before) else ""
        end = breath if calm > 0 else ""
        nodes += _parsed(f"# {words['closing']}\n\n{last}{closing}{end}\n\n{words['end']}")
        return list(with_fewer_words(nodes)) if self._request.less_talk else nodes

    def _opening(self, parts: Sequence[tuple[RoutineBlock, tuple[Node, ...]]]) -> str:
        """The posture, what is needed, what is done before, the caution of each area, and then the eyes."""
        words, language = self._words, self._request.language
        flat = [block for block, _ in parts]
        things = list(dict.fromkeys(block.tool for block in flat if block.tool != "hands"))
        named = self._listed([in_language(body_data().tools[tool].name, language) for tool in things])
        have = words["have"].format(tools=named) if things else words["only_hands"]
        said = " ".join(text for _, nodes in parts for text in spoken_texts(nodes))
        props = [prop for prop, of in words["props"].items() if has_words(said, of)]
        areas = [body_data().areas[block.area] for block in flat]
        setups = dict.fromkeys(in_language(area.setup, language) for area in areas if area.setup)
        cautions = dict.fromkeys(line for area in areas for line in in_language(area.caution, language).splitlines())
        before = [f"{line} [4s, 2s..6s]" for line in (*props, *setups)]
        told = [*(f"{line} [3s, 2s..5s]" for line in cautions), *self._scale(parts)]
        return "\n".join([words["arrive"][flat[0].posture], have, *before, "", *told, "", words["eyes"]])

    def _scale(self, parts: Sequence[tuple[RoutineBlock, tuple[Node, ...]]]) -> list[str]:
        """What ten out of ten is, where a block uses the scale without having explained it."""
        texts = (text for _, nodes in parts for text in spoken_texts(nodes))
        first = next((text for text in texts if has_words(text, self._words["scale_words"])), "")
        return [self._words["scale"]] if first and not has_words(first, self._words["scale_told"]) else []

    def _between(self, before: RoutineBlock | None, block: RoutineBlock, nodes: Sequence[Node]) -> str:
        """What is said before a block: the tool of the one before is laid aside, the posture changes, arms rest."""
        lines = []
        if before and before.tool != block.tool and self._away(before):
            lines.append(f"{self._away(before)} [move 5s]")
        if before and before.posture != block.posture:
            lines.append(self._words["change"][block.posture])
        if before and block.tool not in {before.tool, "hands"}:
            lines.append(f"{in_language(body_data().tools[block.tool].take, self._request.language)} [move 6s]")
        if before and {before.area, block.area} <= _ARMS_UP and not _ends_with(nodes, self._words["rest_arms"]):
            lines.append(self._words["rest_arms"])
        return "\n\n".join(lines)

    def _away(self, block: RoutineBlock) -> str:
        away = body_data().tools[block.tool].away
        return str(in_language(away, self._request.language)) if away else ""

    def _listed(self, names: Sequence[str]) -> str:
        return _and(names, self._words["and"])


def _wish(request: CompositionRequest) -> _Wish:
    every = tuple(body_data().areas)
    parts = all_parts((*request.areas, *request.boost)) if request.areas else all_parts((*every, *request.boost))
    skipped = all_parts(request.skip)
    sides = {area: _side(area, parts, skipped) for area in dict.fromkeys(part.area for part in parts)}
    left = {area: side for area, side in sides.items() if side != "none"}
    out = tuple(area for area in sides if area not in left and request.areas)
    return _Wish({area: side or None for area, side in left.items()}, out, bool(request.areas))


def _side(area: str, parts: Sequence[BodyPart], skipped: Sequence[BodyPart]) -> str:
    """`left` or `right`, "" for both, or `none` when nothing of the area is left."""
    wanted = {side for part in parts if part.area == area for side in _both(part)}
    left = wanted - {side for part in skipped if part.area == area for side in _both(part)}
    if not left:
        return "none"
    return left.pop() if len(left) == 1 else ""


def _both(part: BodyPart) -> tuple[str, ...]:
    return (part.side,) if part.side else tree.SIDES


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
    return list(parse(f"---\ntitle: block\n---\n\n{text}\n", "block").body) if text.strip() else []


def _ends_with(nodes: Sequence[Node], line: str) -> bool:
    """Whether the last words of the nodes are those of the line."""
    last = next(iter(reversed([*spoken_texts(nodes)])), "")
    return bool(last) and line.startswith(last)


def _compose_data() -> dict[str, Any]:
    with (Path(__file__).parent / "data" / "compose.toml").open("rb") as file:
        return tomllib.load(file)


def _name(area: str, language: str = "en") -> str:
    return str(in_language(body_data().areas[area].name, language))


def _tool_name(tool: str) -> str:
    return str(in_language(body_data().tools[tool].name, "en"))


def _and(names: Sequence[str], word: str = "and") -> str:
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {word} {names[-1]}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
