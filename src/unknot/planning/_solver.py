"""The best blocks, counts and rests for a length, with all times of the session that the script names.

Each `until` divides the session into segments. A segment before an `until` only has to be over in time and is natural
where it can be. The last segment takes up the whole difference in length.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import product
from typing import TYPE_CHECKING

from unknot.errors import ScriptError
from unknot.planning._choices import ChoiceProblem, ChosenOptions, CostFields, cost_fields, joined
from unknot.planning._glue import share
from unknot.planning._layout import CLOSE, LEAD, FitDecisions
from unknot.planning._score import Key, OptionalPart, Part, UntilPart, all_parts, chosen_sequences
from unknot.units import GRID, Frames, clock, on_grid

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from unknot.errors import Place
    from unknot.planning._measurement import MeasuredScore

MOST_TIMED_BLOCKS = 6
"""At most this many optional blocks may have an `until` inside: each is tried with and without."""


@dataclass(slots=True)
class Solution:
    """What was decided, and what it costs."""

    values: dict[Key, int]
    """As `FitDecisions.values`."""
    cost: int
    steps: list[int]
    """As `FitDecisions.steps`."""
    close: Frames
    length: Frames

    @property
    def decisions(self) -> FitDecisions:
        """What the timeline is written from."""
        return FitDecisions(self.values, self.steps, self.close)


@dataclass(slots=True)
class TimedCase:
    """One decision about the optional blocks that have an `until` inside."""

    values: dict[Key, int]
    cost: int
    segments: list[TimedSegment]


@dataclass(slots=True)
class TimedSegment:
    """What is between two times that the script names; the last one ends with the session."""

    parts: tuple[Part, ...]
    problem: ChoiceProblem
    until: UntilPart | None
    """The time at which it ends; None for the last one."""
    start: int = 0
    """Grid steps from the beginning of the session."""


@dataclass(slots=True)
class Solver:
    """A measured score, ready to be solved for any length."""

    measured: MeasuredScore
    cases: list[TimedCase] = field(default_factory=list)

    @property
    def natural(self) -> Frames:
        """The length of the natural session."""
        return self.solve(None).length

    def solve(self, length: Frames | None, values: dict[Key, int] | None = None) -> Solution:
        """The best session of that length; the natural one for None. With `values` blocks and counts are these.

        Raises:
            LookupError: There is none.
        """
        found = [s for case in self.cases if (s := self._solve_case(case, length, values)) is not None]
        if not found:
            raise LookupError(length)
        return min(found, key=lambda solution: solution.cost)

    def reach(self) -> list[tuple[Frames, Frames]]:
        """Every possible length, as intervals that do not touch, in order."""
        spans = []
        for case in self.cases:
            last = case.segments[-1]
            spans += [(last.start + low, last.start + high) for low, high in last.problem.reach()]
        return [(Frames(a * GRID + CLOSE), Frames((b + 1) * GRID - 1 + CLOSE)) for a, b in joined(spans)]

    def shortest_with(self, key: Key) -> Frames | None:
        """The shortest session with a block that has an `until` inside; None for every other block."""
        lasts = [case.segments[-1] for case in self.cases if case.values.get(key) == 1]
        return min((Frames((s.start + s.problem.extreme(-1)[0]) * GRID + CLOSE) for s in lasts), default=None)

    def extreme(self, side: int) -> dict[Key, int]:
        """The choices of the shortest session (−1) or the longest one (1)."""
        found = [_extreme(case, side) for case in self.cases]
        return min(found, key=lambda one: -side * one[0])[1]

    def _solve_case(self, case: TimedCase, length: Frames | None, values: dict[Key, int] | None) -> Solution | None:
        if values is not None and any(values.get(key) != value for key, value in case.values.items()):
            return None
        solution = Solution(dict(case.values), case.cost, [0] * len(self.measured.glues), CLOSE, Frames(0))
        for segment in case.segments:
            if not self._solve_segment(segment, length, solution, values):
                return None
        return solution

    def _solve_segment(
        self, segment: TimedSegment, length: Frames | None, solution: Solution, values: dict[Key, int] | None
    ) -> bool:
        """Add one segment to the solution; False when there is no solution for it."""
        steps = _steps(segment, length)
        best: ChosenOptions | None = ChosenOptions(segment.problem.natural, 0)
        if values is not None:
            best = ChosenOptions(values, 0) if self._is_possible(segment, steps, values) else None
        elif steps is not None:
            best = segment.problem.best(0 if segment.until is not None else steps, steps)
        if best is None:
            return False
        solution.values |= best.values
        solution.cost += best.cost
        natural, glues = natural_and_glues(segment.parts, best.values, self.measured)
        change = 0 if steps is None else steps - natural
        change = min(0, change) if segment.until is not None else change
        for glue, changed in zip(glues, share([self.measured.glues[g] for g in glues], change), strict=True):
            solution.steps[glue] = changed
        if segment.until is None:
            end = segment.start + natural + sum(self.measured.glues[g].size * solution.steps[g] for g in glues)
            solution.length = length if length is not None else Frames(end * GRID + CLOSE)
            solution.close = Frames(solution.length - end * GRID)
        return True

    def _is_possible(self, segment: TimedSegment, steps: int | None, values: dict[Key, int]) -> bool:
        """Whether the rests alone can give the segment its length in steps."""
        natural, glues = natural_and_glues(segment.parts, values, self.measured)
        rests = [self.measured.glues[g] for g in glues]
        least, most = (natural + sum(r.size * r.least for r in rests), natural + sum(r.size * r.most for r in rests))
        return steps is None or (least <= steps and (segment.until is not None or steps <= most))


def make_solver(parts: tuple[Part, ...], measured: MeasuredScore, start: int = LEAD // GRID) -> Solver:
    """The solver of measured parts that begin `start` grid steps after the beginning of the session.

    Raises:
        ScriptError: A time that the script names is past before it is reached.
    """
    fields = cost_fields(parts)
    timed = [part for part in parts if isinstance(part, OptionalPart) and _has_until(part.body)]
    if len(timed) > MOST_TIMED_BLOCKS:
        raise _error(timed[-1].place, f"more than {MOST_TIMED_BLOCKS} optional blocks with an until")
    solver = Solver(measured)
    past: ScriptError | None = None
    for keeps in product((True, False), repeat=len(timed)):
        values = {part.key: int(keep) for part, keep in zip(timed, keeps, strict=True)}
        if any(part.kept and not values[part.key] for part in timed):
            continue
        try:
            solver.cases.append(_case(parts, values, measured, fields, start))
        except ScriptError as error:
            past = past or error
    if past is not None and not solver.cases:
        raise past
    return solver


def natural_and_glues(parts: Iterable[Part], values: dict[Key, int], measured: MeasuredScore) -> tuple[int, list[int]]:
    """The natural length in steps of what was chosen, and its glues in the order of the session."""
    natural, glues = 0, dict[int, None]()
    for sequence in chosen_sequences(parts, values):
        line = measured.sequences[id(sequence)]
        natural += line.steps
        glues.update(dict.fromkeys(line.glues))
    return natural, list(glues)


def _extreme(case: TimedCase, side: int) -> tuple[int, dict[Key, int]]:
    """The length in steps and the choices of the shortest (−1) or longest (1) session of a case.

    Segments before an `until` stay natural.
    """
    values = dict(case.values)
    for segment in case.segments[:-1]:
        values |= segment.problem.natural
    last = case.segments[-1]
    steps, chosen = last.problem.extreme(side)
    return last.start + steps, values | chosen


def _steps(segment: TimedSegment, length: Frames | None) -> int | None:
    """The most steps of a segment that ends at an `until`, and exactly those of the last one; None is natural."""
    if segment.until is not None:
        return on_grid(segment.until.time) // GRID - segment.start
    return None if length is None else (length - CLOSE) // GRID - segment.start


def _case(
    parts: tuple[Part, ...], values: dict[Key, int], measured: MeasuredScore, fields: CostFields, start: int
) -> TimedCase:
    cost = sum(fields.without(p) for p in parts if isinstance(p, OptionalPart) and values.get(p.key) == 0)
    segments: list[TimedSegment] = []
    for some, until in _divided(tuple(_without_blocks(parts, values))):
        segment = TimedSegment(some, ChoiceProblem(some, measured, fields), until, start)
        segments.append(segment)
        if until is not None:
            _check_in_time(segment, until)
            start = on_grid(until.time) // GRID
    return TimedCase(values, cost, segments)


def _check_in_time(segment: TimedSegment, until: UntilPart) -> None:
    least = segment.problem.reach()[0][0] + segment.start
    if least * GRID > on_grid(until.time):
        raise _error(until.place, f"{clock(until.time)} is past: what is before it takes {clock(least * GRID)} or more")


def _without_blocks(parts: Sequence[Part], values: dict[Key, int]) -> Iterator[Part]:
    """The parts, with the bodies of blocks that `values` keeps in place of these blocks."""
    for part in parts:
        if isinstance(part, OptionalPart) and part.key in values:
            if any(isinstance(p, OptionalPart) and _has_until(p.body) for p in part.body):
                raise _error(part.place, "an until inside an optional block inside another cannot be fitted")
            if values[part.key]:
                yield from part.body
        else:
            yield part


def _divided(parts: Sequence[Part]) -> Iterator[tuple[tuple[Part, ...], UntilPart | None]]:
    """The parts before each until, with the until; at last the parts after all of them."""
    since: list[Part] = []
    for part in parts:
        if isinstance(part, UntilPart):
            yield tuple(since), part
            since = []
        else:
            since.append(part)
    yield tuple(since), None


def _has_until(parts: Iterable[Part]) -> bool:
    return any(isinstance(part, UntilPart) for part in all_parts(parts))


def _error(place: Place, message: str) -> ScriptError:
    return ScriptError.at(place, "until", message, "give a later time, or write a pause instead")
