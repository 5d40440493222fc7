"""Which stretches of speech in a take are which of the lines that were to be read: of all ways to tell, the best.

Three things speak for a way: long pauses between lines, short ones within them, and lengths that fit the words. A line
may be missing. Nothing that was heard is left over.
"""

from __future__ import annotations

import itertools
import math
import statistics
from typing import TYPE_CHECKING, Final, TypeAlias

from unknot.voices._clip import ANY_PACE, SpeechPace

if TYPE_CHECKING:
    from collections.abc import Sequence

Span: TypeAlias = tuple[float, float]
"""Begin and end in seconds."""
Way: TypeAlias = "tuple[tuple[int, int] | None, ...]"
"""For each line the first of its stretches and the one behind its last; None where it is missing."""

_MISSING: Final = 1.5
"""What a missing line costs: as much as a length that is wrong by a factor of 4.5."""
_PAUSE: Final = 2.0
"""How much a pause weighs against a length, each in its own proportion."""
_MOST: Final = 8
"""Stretches of which one line may consist."""
_ROUNDS: Final = 3
"""How fast the reader speaks follows from the lines that were read, and the other way round; this often settles it."""


def aligned(heard: Sequence[Span], weights: Sequence[float]) -> Way:
    """The best way for lines whose texts have these weights; every line is missing where there is none."""
    edge, pace = _edge(heard, len(weights)), ANY_PACE
    way: Way = ()
    for _ in range(_ROUNDS):
        way = _best(heard, weights, pace, edge)
        read = [(heard[at[0]][0], heard[at[1] - 1][1], w) for at, w in zip(way, weights, strict=False) if at]
        if not read:
            return (None,) * len(weights)
        pace = reader([end - start for start, end, _ in read], [weight for *_, weight in read])
    return way


def reader(lengths: Sequence[float], weights: Sequence[float]) -> SpeechPace:
    """How somebody speaks who took so many seconds for texts of these weights."""
    spoken = max(0.1, sum(lengths) - ANY_PACE.rest * len(lengths))
    return SpeechPace(ANY_PACE.rest, spoken / sum(weights))


def gaps(heard: Sequence[Span]) -> list[float]:
    """Seconds of quiet behind each stretch but the last."""
    return [after[0] - before[1] for before, after in itertools.pairwise(heard)]


def _edge(heard: Sequence[Span], lines: int) -> float:
    """Seconds: a pause that is as likely within a line as between two."""
    longest = sorted(gaps(heard), reverse=True)
    between, within = longest[: lines - 1], longest[lines - 1 :]
    if not between:
        return max(within, default=1.0) * 2.0
    low = statistics.median(within) if within else statistics.median(between) / 4.0
    return math.sqrt(statistics.median(between) * low)


def _best(heard: Sequence[Span], weights: Sequence[float], pace: SpeechPace, edge: float) -> Way:
    """The cheapest way. `best[n]` is the cheapest for the first n stretches and the lines so far, with its cost."""
    apart = [_PAUSE * math.log(gap / edge) for gap in gaps(heard)]
    best: list[tuple[float, Way]] = [(0.0, ()), *[(math.inf, ())] * len(heard)]
    for weight in weights:
        expected = pace.seconds(weight)
        longer = [(cost + _MISSING, (*way, None)) for cost, way in best]
        for first, (cost, way) in enumerate(best[:-1]):
            for end in range(first + 1, min(first + _MOST, len(heard)) + 1) if cost < math.inf else ():
                total = cost + abs(math.log((heard[end - 1][1] - heard[first][0]) / expected)) + _odd(apart, first, end)
                if total < longer[end][0]:
                    longer[end] = (total, (*way, (first, end)))
        best = longer
    return best[-1][1]


def _odd(apart: Sequence[float], first: int, end: int) -> float:
    """What it costs that these stretches are one line: long pauses within it, a short one behind it."""
    behind = max(0.0, -apart[end - 1]) if end <= len(apart) else 0.0
    return behind + sum(max(0.0, gap) for gap in apart[first : end - 1])
