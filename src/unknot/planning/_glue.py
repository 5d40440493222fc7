"""A difference in length shared over elastic rests: in proportion, inside every bound, at the least cost.

A rest of natural length n with weight w that changes by k grid steps of g frames costs g·k² / (2·w·n), plus k times
its start where it grows. That is convex, so the cheapest way to any total takes single steps in the order of what
each adds: the j-th step of a rest costs (2j − 1)·g / (2·w·n) plus its start, a number that is called its level. Steps
of equal level are taken in the order of the session. All rests at one level have changed in the same proportion,
except for weights and bounds: this is water-filling, and with whole steps it is the divisor method of Webster and
Sainte-Laguë, so a longer session never gives a shorter rest.

Levels are integers, so that the result is the same on every machine.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from unknot.units import GRID, Frames

if TYPE_CHECKING:
    from collections.abc import Sequence

ONE: Final = 1 << 32
"""The level at which a rest of weight 1 has doubled."""
HOLD_WEIGHT: Final = 4
"""How many times as fast as a pause a hold grows."""
HEAD_START: Final = ONE // 8
"""The level at which rests other than holds begin to grow. By then holds have grown by a half."""


@dataclass(frozen=True, slots=True)
class Glue:
    """The elasticity of a rest, in grid steps from its natural length; one for all sides of an `each`."""

    least: int
    """The most steps by which it can shrink, ≤ 0."""
    most: int
    """The most steps by which it can grow, ≥ 0."""
    growing: int
    """Half the distance of levels between two steps of growth."""
    shrinking: int
    """The same for steps of shrinking."""
    start: int = 0
    """The level at which growth begins."""
    size: int = 1
    """How many rests change together."""

    def at(self, level: int) -> int:
        """Its change in steps at a level: all steps of at most that level are taken. Below 0 it shrinks."""
        if level < 0:
            return max(self.least, -(((-level - 1) // self.shrinking + 1) // 2))
        return min(self.most, max(0, ((level - self.start) // self.growing + 1) // 2))

    @property
    def lowest(self) -> int:
        """A level at which it is at its least."""
        return 2 * (self.least - 1) * self.shrinking

    @property
    def highest(self) -> int:
        """A level at which it is at its most."""
        return self.start + 2 * (self.most + 1) * self.growing


def glue(natural: Frames, least: Frames, most: Frames, *, hold: bool, size: int = 1) -> Glue:
    """The glue of a rest with these bounds in frames; `size` rests change as one."""
    length = max(int(natural), GRID)
    return Glue(
        least=-((natural - least) // GRID),
        most=(most - natural) // GRID,
        growing=max(1, GRID * ONE // (2 * length * (HOLD_WEIGHT if hold else 1))),
        shrinking=max(1, GRID * ONE // (2 * length)),
        start=0 if hold else HEAD_START,
        size=size,
    )


def share(rests: Sequence[Glue], steps: int) -> list[int]:
    """The steps by which each rest changes so that together they change by `steps`.

    Inside the bounds, less than the largest `size` of a glue can be left over. The result is the cheapest of all that
    take as many steps.
    """
    if not steps:
        return [0] * len(rests)
    kinds: dict[Glue, int] = {}
    for rest in rests:
        kinds[rest] = kinds.get(rest, 0) + rest.size
    level = _level(kinds, steps)
    taken = [rest.at(level) for rest in rests]
    left = steps - sum(rest.size * k for rest, k in zip(rests, taken, strict=True))
    for index, rest in enumerate(rests):
        if rest.at(level + 1) > taken[index]:
            if rest.size > left:
                break
            taken[index] += 1
            left -= rest.size
    return taken


def _level(kinds: dict[Glue, int], steps: int) -> int:
    """The highest level at which the rests change by at most `steps`; the lowest level where there is none."""
    low = min((rest.lowest for rest in kinds), default=0)
    high = max((rest.highest for rest in kinds), default=0)
    while low < high:
        middle = (low + high + 1) // 2
        if sum(count * rest.at(middle) for rest, count in kinds.items()) <= steps:
            low = middle
        else:
            high = middle - 1
    return low
