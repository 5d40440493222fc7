"""Which stretches of speech in a take are which of the lines that were to be read: of all ways to tell, the best.

Three things speak for a way: long pauses between lines, short ones within them, and lengths that fit the words. A line
may be missing. Of what was heard, only an earlier reading of what follows it is left over.
"""

from __future__ import annotations

import itertools
import math
import statistics
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from unknot.voices._clip import ANY_PACE, SpeechPace

if TYPE_CHECKING:
    from collections.abc import Sequence, Set as AbstractSet

Span: TypeAlias = tuple[float, float]
"""Begin and end in seconds."""
Way: TypeAlias = "tuple[tuple[int, int] | None, ...]"
"""For each line the first of its stretches and the one behind its last; None where it is missing."""

_MISSING: Final = 1.5
"""What a missing line costs: as much as a length that is wrong by a factor of 4.5."""
_AGAIN: Final = 0.1
"""What an earlier reading that is left over costs: as much as a length that is wrong by a tenth."""
_PAUSE: Final = 2.0
"""How much a pause weighs against a length, each in its own proportion."""
_MOST: Final = 8
"""Stretches of which one line may consist."""
_ROUNDS: Final = 3
"""How fast the reader speaks follows from the lines that were read, and the other way round; this often settles it."""


def aligned(heard: Sequence[Span], weights: Sequence[float], again: AbstractSet[tuple[int, int]] = frozenset()) -> Way:
    """The best way for lines whose texts have these weights; every line is missing where there is none.

    Args:
        heard: Every stretch of speech.
        weights: Of each line.
        again: Pairs of stretches (earlier, later): what was read from the earlier one on is read again from the later.
    """
    pause, pace = edge(heard, len(weights)), ANY_PACE
    way: Way = ()
    for _ in range(_ROUNDS):
        way = _best(heard, weights, _Reading(pace, pause, again))
        read = [(heard[at[0]][0], heard[at[1] - 1][1], w) for at, w in zip(way, weights, strict=False) if at]
        if not read:
            return (None,) * len(weights)
        pace = reader([end - start for start, end, _ in read], [weight for *_, weight in read])
    return _without_false_starts(heard, weights, way, again)


def _without_false_starts(
    heard: Sequence[Span], weights: Sequence[float], way: Way, again: AbstractSet[tuple[int, int]]
) -> Way:
    """The way without what was begun twice inside a line, by the pace of the lines without such a place."""
    read = [(at, weight) for at, weight in zip(way, weights, strict=True) if at]
    clear = [one for one in read if not any(begin == one[0][0] and end < one[0][1] for begin, end in again)] or read
    pace = reader([heard[end - 1][1] - heard[first][0] for (first, end), _ in clear], [weight for _, weight in clear])
    lengths = [pace.seconds(weight) for weight in weights]
    return tuple(_last_begin(heard, at, n, again) if at else None for at, n in zip(way, lengths, strict=True))


def _last_begin(
    heard: Sequence[Span], at: tuple[int, int], expected: float, again: AbstractSet[tuple[int, int]]
) -> tuple[int, int]:
    """The stretches of a line without a false start among them, where what is left has a better length."""

    def wrong(first: int) -> float:
        return abs(math.log((heard[at[1] - 1][1] - heard[first][0]) / expected))

    later = (end for begin, end in again if begin == at[0] and end < at[1])
    return min((at[0], *later), key=wrong), at[1]


def reader(lengths: Sequence[float], weights: Sequence[float]) -> SpeechPace:
    """How somebody speaks who took so many seconds for texts of these weights."""
    spoken = max(0.1, sum(lengths) - ANY_PACE.rest * len(lengths))
    return SpeechPace(ANY_PACE.rest, spoken / sum(weights))


def gaps(heard: Sequence[Span]) -> list[float]:
    """Seconds of quiet behind each stretch but the last."""
    return [after[0] - before[1] for before, after in itertools.pairwise(heard)]


def edge(heard: Sequence[Span], lines: int) -> float:
    """Seconds: a pause that is as likely within a line as between two."""
    longest = sorted(gaps(heard), reverse=True)
    between, within = longest[: lines - 1], longest[lines - 1 :]
    if not between:
        return max(within, default=1.0) * 2.0
    low = statistics.median(within) if within else statistics.median(between) / 4.0
    return math.sqrt(statistics.median(between) * low)


@dataclass(frozen=True, slots=True)
class _Reading:
    """How somebody reads."""

    pace: SpeechPace
    edge: float
    """Seconds: a pause that is as likely within a line as between two."""
    again: AbstractSet[tuple[int, int]]


def _best(heard: Sequence[Span], weights: Sequence[float], reading: _Reading) -> Way:
    """The cheapest way. `best[n]` is the cheapest for the first n stretches and the lines so far, with its cost."""
    apart = [_PAUSE * math.log(gap / reading.edge) for gap in gaps(heard)]
    best: list[tuple[float, Way]] = [(0.0, ()), *[(math.inf, ())] * len(heard)]
    for weight in weights:
        _leave_over(best, reading.again)
        expected = reading.pace.seconds(weight)
        longer = [(cost + _MISSING, (*way, None)) for cost, way in best]
        for first, (cost, way) in enumerate(best[:-1]):
            for end in range(first + 1, min(first + _MOST, len(heard)) + 1) if cost < math.inf else ():
                total = cost + abs(math.log((heard[end - 1][1] - heard[first][0]) / expected)) + _odd(apart, first, end)
                if total < longer[end][0]:
                    longer[end] = (total, (*way, (first, end)))
        best = longer
    return best[-1][1]


def _leave_over(best: list[tuple[float, Way]], again: AbstractSet[tuple[int, int]]) -> None:
    """Afterwards `best` has the ways that leave earlier readings over."""
    for earlier, later in sorted(again):
        cost, way = best[earlier]
        if cost + _AGAIN < best[later][0]:
            best[later] = (cost + _AGAIN, way)


def _odd(apart: Sequence[float], first: int, end: int) -> float:
    """What it costs that these stretches are one line: long pauses within it, a short one behind it."""
    behind = max(0.0, -apart[end - 1]) if end <= len(apart) else 0.0
    return behind + sum(max(0.0, gap) for gap in apart[first : end - 1])
