"""The best fit found by trying everything, as simply as possible."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from unknot.planning import chosen_sequences
from unknot.planning._choices import LEVEL, LEVELS, count_cost
from unknot.planning._layout import CLOSE, LEAD
from unknot.planning._measurement import measure_score
from unknot.planning._score import KnownFacts, optional_parts, repeat_parts
from unknot.planning._unfold import unfold_with
from unknot.units import GRID

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from unknot.planning import Measurer, Score
    from unknot.planning._glue import Glue
    from unknot.planning._score import Key, OptionalPart, RepeatPart


def every_choice(score: Score) -> Iterator[dict[Key, int]]:
    """Every choice: each block kept and left out, with each count."""
    blocks, repeats = optional_parts(score.body), repeat_parts(score.body)
    ranges = [range(2) if not block.kept else (1,) for block in blocks]
    counts = [range(repeat.least, len(repeat.turns) + 1) for repeat in repeats]
    keys = [*(block.key for block in blocks), *(repeat.key for repeat in repeats)]
    for values in product(*ranges, *counts):
        yield dict(zip(keys, values, strict=True))


def spans(score: Score, measurer: Measurer, values: dict[Key, int]) -> list[tuple[int, int]]:
    """The shortest and longest length of a choice in frames, for each level of change in the rests."""
    frozen = unfold_with(score, KnownFacts(values))
    measured = measure_score(frozen, measurer)
    lines = [measured.sequences[id(sequence)] for sequence in chosen_sequences(frozen.body, values)]
    natural = LEAD + CLOSE + sum(line.natural for line in lines)
    rests = [measured.glues[g] for line in lines for g in line.glues]
    found = []
    for level in [*(n * LEVEL for n in range(LEVELS)), 1 << 62]:
        least, most = sum(r.at(-level) for r in rests), sum(r.at(level) for r in rests)
        found.append((natural + least * GRID, natural + (most + 1) * GRID - 1))
    return found


def best(score: Score, measurer: Measurer, length: int) -> dict[Key, int] | None:
    """The choice that the documentation calls the best, by trying all; None when there is none."""
    ranked = []
    for values in every_choice(score):
        fitting = [n for n, (low, high) in enumerate(spans(score, measurer, values)) if low <= length <= high]
        if fitting:
            ranked.append((_rank(score, values, fitting[0]), _present(score, values)))
    return min(ranked, key=lambda one: one[0])[1] if ranked else None


def cheapest(rests: Sequence[Glue], steps: int) -> int | None:
    """The least cost of changing rests, one each, by so many steps together; None when they cannot."""
    ways = product(*(range(rest.least, rest.most + 1) for rest in rests))
    return min((cost(rests, way) for way in ways if sum(way) == steps), default=None)


def cost(rests: Sequence[Glue], steps: Sequence[int]) -> int:
    """Twice the cost that the documentation gives for changed rests."""
    found = 0
    for rest, k in zip(rests, steps, strict=True):
        found += k * k * (rest.growing if k > 0 else rest.shrinking) + (rest.start * k if k > 0 else 0)
    return found


def _present(score: Score, values: dict[Key, int]) -> dict[Key, int]:
    """The choices without those inside a block that is left out."""
    out = [key for key, value in values.items() if value == 0]
    return {key: v for key, v in values.items() if not any(key != o and key[: len(o)] == o for o in out)}


def _rank(score: Score, values: dict[Key, int], level: int) -> tuple[object, ...]:
    blocks: list[OptionalPart] = optional_parts(score.body)
    repeats: list[RepeatPart] = repeat_parts(score.body)
    present = _present(score, values)
    missing = [block.priority for block in blocks if present.get(block.key) != 1]
    left_out = tuple(missing.count(priority) for priority in range(1, 4))
    counted = {t.key: (count_cost(present[t.key], t.natural), t) for t in repeats if t.key in present}
    order = []
    for key in sorted(present):
        natural = counted[key][1].natural if key in counted else 1
        order.append((abs(present[key] - natural), present[key]))
    return left_out, sum(c for c, _ in counted.values()), level, order
