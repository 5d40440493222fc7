"""Written rests: the length and bounds of pauses, moves and holds, and of the rests in beats and breaths."""

from __future__ import annotations

from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Final

from unknot.planning._score import RestSlot
from unknot.units import GRID, Frames, frames

if TYPE_CHECKING:
    from collections.abc import Sequence

    from unknot.errors import Place
    from unknot.routine import Count, Length, Pace

LONGEST_HOLD: Final = frames(90.0)
"""A hold without written bounds grows no longer than this: longer on one spot gains nothing (EVIDENCE, bodies)."""
MOVE_GROWTH: Final = 2
"""A move without written bounds grows to this multiple of its natural length."""


def flexible(length: Length, reason: str, pace: Pace, place: Place, name: str) -> RestSlot:
    """The rest that a script writes, with its bounds.

    Args:
        length: As written.
        reason: `pause`, `move` or `hold`.
        pace: Gives the bounds that are not written.
        place: Where it is written.
        name: As `Silence.name` has it.
    """
    natural = natural_length(length)
    least, most = _bounds(length, natural, reason, pace)
    return RestSlot(natural, least, most, reason, place, name=name)


def natural_length(length: Length) -> Frames:
    """The natural length as written, or the middle of the written bounds."""
    if length.natural is not None:
        return length.natural
    bounds = [bound for bound in (length.least, length.most) if bound is not None]
    return Frames(sum(bounds) // max(1, len(bounds)))


def natural_count(count: Count) -> int:
    """The middle of a range of counts; halves are rounded down."""
    return (count.least + count.most) // 2


def phase_lengths(phases: Sequence[Frames], turn: int) -> tuple[Frames, ...]:
    """The lengths of the phases of breath cycle `turn`, counted from 0, in whole grid steps.

    Each phase ends on the grid step that is nearest to its exact end since the first cycle began, so errors do not
    add up.
    """
    ends = accumulate(phases, initial=Frames(turn * sum(phases)))
    return tuple(whole_steps(start, end) for start, end in pairwise(ends))


def whole_steps(start: int, end: int) -> Frames:
    """The frames between two exact times, each moved to the nearest grid step."""
    return Frames((_nearest_step(end) - _nearest_step(start)) * GRID)


def _bounds(length: Length, natural: Frames, reason: str, pace: Pace) -> tuple[Frames, Frames]:
    """The written bounds; those that are not written come from the pace. Both include the natural length."""
    if length.fixed:
        return natural, natural
    least, most = round(natural * pace.shrink), round(natural * pace.stretch)
    if reason == "move":
        least, most = natural, natural * MOVE_GROWTH
    if reason == "hold":
        most = min(most, LONGEST_HOLD)
    least = length.least if length.least is not None else least
    most = length.most if length.most is not None else most
    return Frames(min(least, natural)), Frames(max(most, natural))


def _nearest_step(at: int) -> int:
    return (at + GRID // 2) // GRID
