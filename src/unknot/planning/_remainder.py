"""What is left of a score from one place on, ready to be solved like a score of its own.

Turns and sides that have begun have made their choices: the rest of them keeps these. Rests that change together
with one that has been played keep its length, unless they are set free.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from unknot.planning._measurement import MeasuredSequence, MeasuredSlot
from unknot.planning._score import (
    CueSlot,
    Key,
    OptionalPart,
    Part,
    RepeatPart,
    SidesPart,
    SlotSequence,
    UntilPart,
    chosen,
    sequences,
)
from unknot.units import GRID

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from unknot.planning._measurement import MeasuredScore
    from unknot.planning._score import Slot
    from unknot.planning._solver import Solution


@dataclass(slots=True)
class Remainder:
    """The parts from a place on, with their own measures."""

    parts: tuple[Part, ...]
    sheet: MeasuredScore
    begun: dict[Key, int]
    """The turns that lie before, of bodies that are being repeated."""
    kept: set[int] = field(default_factory=set)
    """Glues that keep their steps."""


@dataclass(slots=True)
class _ScoreCut:
    """A score being cut at a place."""

    sheet: MeasuredScore
    values: dict[Key, int]
    lines: dict[int, MeasuredSequence] = field(default_factory=dict)
    begun: dict[Key, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OpenChoices:
    """What may be decided again."""

    choosing: bool = False
    """Counts and blocks that have not begun."""
    free: bool = False
    """Rests, apart from those that change together with them and have been played."""
    timed: bool = True
    """Whether the times that the script names are kept."""


def remainder(
    parts: tuple[Part, ...], path: tuple[int, ...], sheet: MeasuredScore, old: Solution, may: OpenChoices
) -> Remainder:
    """What is left of a measured score and its solution from `path` on."""
    cut = _ScoreCut(sheet, old.values)
    left = _tail(cut, parts, path, choosing=may.choosing)
    left = left if may.timed else _untimed(left)
    lines = {id(s): cut.lines.get(id(s)) or sheet.lines[id(s)] for s in sequences(left)}
    there = Counter(glue for line in lines.values() for glue in line.glues)
    glues = [replace(glue, size=max(1, there[index])) for index, glue in enumerate(sheet.glues)]
    kept = set() if may.free else {index for index, count in there.items() if count < sheet.glues[index].size}
    if kept:
        lines = {name: _without(line, kept, old.steps) for name, line in lines.items()}
    return Remainder(left, replace(sheet, lines=lines, glues=glues), cut.begun, kept)


def missing(laid: Iterable[MeasuredSlot]) -> int:
    """The frames before these slots that put the next cue on the grid, when they begin on it."""
    frames = 0
    for one in laid:
        if isinstance(one.slot, CueSlot):
            break
        frames += one.frames
    return -frames % GRID


def _tail(cut: _ScoreCut, parts: tuple[Part, ...], path: tuple[int, ...], *, choosing: bool) -> tuple[Part, ...]:
    if not path or path[0] >= len(parts):
        return parts[path[0] :] if path else _decided(cut, parts, choosing=choosing)
    first, later = parts[path[0]], parts[path[0] + 1 :]
    return (*_begun(cut, first, path[1:], choosing=choosing), *_decided(cut, later, choosing=choosing))


def _begun(cut: _ScoreCut, part: Part, path: tuple[int, ...], *, choosing: bool) -> tuple[Part, ...]:
    """What is left of a part that has begun."""
    match part:
        case SlotSequence() if path and path[0]:
            return (_sliced(cut, part, path[0]),)
        case OptionalPart():
            return _tail(cut, part.body, path, choosing=choosing)
        case RepeatPart() if path:
            tail = _tail(cut, part.turns[path[0]], path[1:], choosing=False)
            return (*tail, *_later(cut, part, path[0] + 1, choosing=choosing))
        case SidesPart() if path:
            later = (one for side in part.sides[path[0] + 1 :] for one in _decided(cut, side, choosing=False))
            return (*_tail(cut, part.sides[path[0]], path[1:], choosing=False), *later)
        case _:
            return _decided(cut, (part,), choosing=choosing)


def _later(cut: _ScoreCut, part: RepeatPart, begun: int, *, choosing: bool) -> tuple[Part, ...]:
    """The turns that are left when so many have begun."""
    if not choosing:
        count = cut.values.get(part.key, part.natural)
        return tuple(one for turn in part.turns[begun:count] for one in _decided(cut, turn, choosing=False))
    cut.begun[part.key] = begun
    turns = tuple(_decided(cut, turn, choosing=False) for turn in part.turns[begun:])
    return (replace(part, least=max(0, part.least - begun), natural=max(0, part.natural - begun), turns=turns),)


def _decided(cut: _ScoreCut, parts: Iterable[Part], *, choosing: bool) -> tuple[Part, ...]:
    return tuple(parts) if choosing else tuple(chosen(parts, cut.values))


def _sliced(cut: _ScoreCut, stretch: SlotSequence, since: int) -> SlotSequence:
    laid = cut.sheet.lines[id(stretch)].laid[since:]
    slots: list[Slot] = [one.slot for one in laid if one.slot is not None]
    sliced = SlotSequence(tuple(slots))
    frames = sum(one.frames for one in laid)
    cut.lines[id(sliced)] = MeasuredSequence(
        laid, frames + missing(laid), tuple(one.glue for one in laid if one.glue >= 0)
    )
    return sliced


def _without(line: MeasuredSequence, kept: set[int], steps: Sequence[int]) -> MeasuredSequence:
    """The line with some of its glues as hard as they have become."""
    stiff = [glue for glue in line.glues if glue in kept]
    if not stiff:
        return line
    natural = line.natural + sum(steps[glue] for glue in stiff) * GRID
    return MeasuredSequence(line.laid, natural, tuple(glue for glue in line.glues if glue not in kept))


def _untimed(parts: Iterable[Part]) -> tuple[Part, ...]:
    found = (replace(p, body=_untimed(p.body)) if isinstance(p, OptionalPart) else p for p in parts)
    return tuple(part for part in found if not isinstance(part, UntilPart))
