"""Which areas and which blocks a composed routine has room for."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from unknot.library._anatomy import body_data
from unknot.library._sections import spoken_texts
from unknot.planning import natural_length, reach

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from unknot.library._blocks import RoutineBlock
    from unknot.routine import Routine
    from unknot.units import Frames

MOST_AREAS = 12
"""More areas in one session make more chapters than anybody finds their way in."""
_SHORTEST_WORD = 4
"""Letters of a word that tells two blocks apart."""
_ALIKE = 0.5
"""Two blocks that share this part of their words or more are nearly the same to a listener."""
_SQUEEZED = 4, 5
"""An area that nobody asked for by name is taken when at least 4/5 of the natural length fits."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """The blocks that can be used for an area, all in one posture, in the order of the seed."""

    area: str
    blocks: tuple[RoutineBlock, ...]


class RoutineOf(Protocol):
    """Makes the routine of some blocks for each area."""

    def __call__(self, chosen: Sequence[Sequence[RoutineBlock]]) -> Routine:
        """The routine."""


def candidates(
    areas: Sequence[str], known: Iterable[RoutineBlock], tools: Sequence[str], seed: int
) -> tuple[Candidates, ...]:
    """The blocks for each area in the posture that suits most areas, without areas that have none, in session order."""
    usable = [block for block in known if block.tool in tools]
    postures = _by_count(block.posture for block in usable if block.area in areas)
    found = []
    for area in areas:
        choice = sorted((b for b in usable if b.area == area), key=lambda b: (postures.index(b.posture), b.origin))
        near = [block for block in choice if block.posture == choice[0].posture]
        random.Random(f"{seed}:{area}").shuffle(near)  # noqa: S311 - no secret
        if near:
            found.append(Candidates(area, tuple(near)))
    return in_session_order(found)


def in_session_order(found: Iterable[Candidates]) -> tuple[Candidates, ...]:
    """The areas by posture, from the chair to the floor, and within a posture from the head to the feet."""
    order, areas = list(body_data().postures), list(body_data().areas)
    return tuple(sorted(found, key=lambda one: (order.index(one.blocks[0].posture), areas.index(one.area))))


def areas_with_room(
    found: Sequence[Candidates], preferred: Sequence[str], named: bool, length: Frames | None, routine: RoutineOf
) -> tuple[Candidates, ...]:
    """The areas that fit into the length, by preference, in session order; at least one.

    Args:
        found: All areas that can be worked on.
        preferred: Their keys, the most wanted first.
        named: Whether the person named them. Then each is taken that fits at all; otherwise only as many as keep about
            their natural time.
        length: The length of the session; None has room for `MOST_AREAS`.
        routine: Makes the routine of blocks.
    """
    by_area = {one.area: one for one in found}
    taken: list[Candidates] = []
    for area in (key for key in preferred if key in by_area):
        wanted = in_session_order([*taken, by_area[area]])
        if not taken or (len(taken) < MOST_AREAS and _fits(wanted, length, named, routine)):
            taken.append(by_area[area])
    return in_session_order(taken)


def blocks_with_room(
    found: Sequence[Candidates], length: Frames | None, routine: RoutineOf
) -> tuple[tuple[RoutineBlock, ...], ...]:
    """The first block of each area, and further ones in turn while the longest session is shorter than `length`."""
    chosen = [[one.blocks[0]] for one in found]
    more = [_unlike_first(one.blocks) for one in found]
    while length is not None and any(more) and reach(routine(chosen)).longest < length:
        shortest = min((n for n in range(len(found)) if more[n]), key=lambda n: (len(chosen[n]), n))
        chosen[shortest].append(more[shortest].pop(0))
    return tuple(map(tuple, chosen))


def _fits(wanted: Sequence[Candidates], length: Frames | None, named: bool, routine: RoutineOf) -> bool:
    if length is None:
        return True
    result = routine([[one.blocks[0]] for one in wanted])
    if named:
        return reach(result).shortest <= length
    return natural_length(result) * _SQUEEZED[0] <= length * _SQUEEZED[1]


def _unlike_first(blocks: Sequence[RoutineBlock]) -> list[RoutineBlock]:
    """The blocks after the first one that are nearly the same as no block before them."""
    kept: list[RoutineBlock] = []
    for block in blocks:
        if not any(_alike(block, other) for other in kept):
            kept.append(block)
    return kept[1:]


def _alike(one: RoutineBlock, other: RoutineBlock) -> bool:
    words, others = _words(one), _words(other)
    return len(words & others) >= _ALIKE * min(len(words), len(others))


def _words(block: RoutineBlock) -> set[str]:
    """The longer words of a block, in lower case; the short ones are the same everywhere."""
    words = re.findall(r"\w+", " ".join(spoken_texts(block.nodes)).lower())
    return {word for word in words if len(word) >= _SHORTEST_WORD}


def _by_count(postures: Iterable[str]) -> list[str]:
    """The postures, the one with the most blocks first."""
    every = list(postures)
    return sorted(set(every), key=lambda posture: (-every.count(posture), body_data().postures.index(posture)))
