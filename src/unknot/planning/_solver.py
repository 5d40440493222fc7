"""The best blocks, counts and rests for a length, over all the times of the session that the script names.

An `until` cuts the session: what stands before it need only be over in time and stays natural while it can; what
follows the last of them takes the whole difference.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import product
from typing import TYPE_CHECKING

from unknot.errors import Finding, ScriptError
from unknot.planning._choices import ChoiceProblem, ChosenOptions, CostFields, fields_of, joined
from unknot.planning._glue import share
from unknot.planning._layout import CLOSE, LEAD, FitDecisions
from unknot.planning._score import Key, OptionalPart, Part, UntilPart, chosen_stretches, every
from unknot.units import GRID, Frames, clock, on_grid

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from unknot.errors import Place
    from unknot.planning._measurement import MeasuredScore

MOST_TIMED_BLOCKS = 6
"""So many optional blocks with an `until` inside are tried with and without."""


@dataclass(slots=True)
class Solution:
    """What was decided, and what it costs."""

    values: dict[Key, int]
    cost: int
    steps: list[int]
    """By glue of the sheet."""
    close: Frames
    length: Frames

    @property
    def chosen(self) -> FitDecisions:
        """As the layout takes it."""
        return FitDecisions(self.values, self.steps, self.close)


@dataclass(slots=True)
class TimedCase:
    """One decision about the optional blocks that have an `until` inside."""

    values: dict[Key, int]
    cost: int
    segments: list[TimedSegment]


@dataclass(slots=True)
class TimedSegment:
    """What stands between two times that the script names; the last ends with the session."""

    parts: tuple[Part, ...]
    problem: ChoiceProblem
    anchor: UntilPart | None
    start: int = 0
    """Grid steps from the beginning of the session."""


@dataclass(slots=True)
class Solver:
    """A measured score, ready to be asked for any length."""

    sheet: MeasuredScore
    cases: list[TimedCase] = field(default_factory=list)

    @property
    def natural(self) -> Frames:
        """The length of the natural session."""
        return self.solve(None).length

    def solve(self, target: Frames | None, values: dict[Key, int] | None = None) -> Solution:
        """The best session of that length; the natural one for None. With `values` blocks and counts are these.

        Raises:
            LookupError: There is none.
        """
        found = [s for case in self.cases if (s := self._solved(case, target, values)) is not None]
        if not found:
            raise LookupError(target)
        return min(found, key=lambda solution: solution.cost)

    def reach(self) -> list[tuple[Frames, Frames]]:
        """Every length that can be had, as intervals that do not touch, in order."""
        spans = []
        for case in self.cases:
            last = case.segments[-1]
            spans += [(last.start + low, last.start + high) for low, high in last.problem.reach()]
        return [(Frames(a * GRID + CLOSE), Frames((b + 1) * GRID - 1 + CLOSE)) for a, b in joined(spans)]

    def shortest_with(self, key: Key) -> Frames | None:
        """The shortest session with a block that has an `until` inside; None for every other block."""
        lasts = [case.segments[-1] for case in self.cases if case.values.get(key) == 1]
        return min((Frames((s.start + s.problem.extreme(-1)[0]) * GRID + CLOSE) for s in lasts), default=None)

    def end(self, side: int) -> dict[Key, int]:
        """The choice that gives the shortest session (−1) or the longest one (1)."""
        found = [_end(case, side) for case in self.cases]
        return min(found, key=lambda one: -side * one[0])[1]

    def _solved(self, case: TimedCase, target: Frames | None, values: dict[Key, int] | None) -> Solution | None:
        if values is not None and any(values.get(key) != value for key, value in case.values.items()):
            return None
        solution = Solution(dict(case.values), case.cost, [0] * len(self.sheet.glues), CLOSE, Frames(0))
        for segment in case.segments:
            if not self._decide(segment, target, solution, values):
                return None
        return solution

    def _decide(
        self, segment: TimedSegment, target: Frames | None, solution: Solution, values: dict[Key, int] | None
    ) -> bool:
        """Add one segment to the solution; False when it cannot be had."""
        room = _room(segment, target)
        best: ChosenOptions | None = ChosenOptions(segment.problem.natural, 0)
        if values is not None:
            best = ChosenOptions(values, 0) if self._can(segment, room, values) else None
        elif room is not None:
            best = segment.problem.best(0 if segment.anchor is not None else room, room)
        if best is None:
            return False
        solution.values |= best.values
        solution.cost += best.cost
        natural, glues = chosen_lines(segment.parts, best.values, self.sheet)
        more = 0 if room is None else room - natural
        more = min(0, more) if segment.anchor is not None else more
        for glue, steps in zip(glues, share([self.sheet.glues[g] for g in glues], more), strict=True):
            solution.steps[glue] = steps
        if segment.anchor is None:
            taken = natural + sum(self.sheet.glues[g].size * solution.steps[g] for g in glues)
            solution.length = target if target is not None else Frames((segment.start + taken) * GRID + CLOSE)
            solution.close = Frames(solution.length - (segment.start + taken) * GRID)
        return True

    def _can(self, segment: TimedSegment, room: int | None, values: dict[Key, int]) -> bool:
        """Whether the rests alone can give the segment its length."""
        natural, glues = chosen_lines(segment.parts, values, self.sheet)
        rests = [self.sheet.glues[g] for g in glues]
        least, most = (natural + sum(r.size * r.least for r in rests), natural + sum(r.size * r.most for r in rests))
        return room is None or (least <= room and (segment.anchor is not None or room <= most))


def make_solver(parts: tuple[Part, ...], sheet: MeasuredScore, start: int = LEAD // GRID) -> Solver:
    """What answers for any length, with `start` grid steps before the parts.

    Raises:
        ScriptError: A time that the script names is past before it comes.
    """
    fields = fields_of(parts)
    timed = [part for part in parts if isinstance(part, OptionalPart) and _has_anchor(part.body)]
    if len(timed) > MOST_TIMED_BLOCKS:
        raise _fault(timed[-1].place, f"more than {MOST_TIMED_BLOCKS} optional blocks with an until")
    found = Solver(sheet)
    late: ScriptError | None = None
    for keeps in product((True, False), repeat=len(timed)):
        values = {part.key: int(keep) for part, keep in zip(timed, keeps, strict=True)}
        if any(part.kept and not values[part.key] for part in timed):
            continue
        try:
            found.cases.append(_case(parts, values, sheet, fields, start))
        except ScriptError as fault:
            late = late or fault
    if late is not None and not found.cases:
        raise late
    return found


def chosen_lines(parts: Iterable[Part], values: dict[Key, int], sheet: MeasuredScore) -> tuple[int, list[int]]:
    """The natural length in steps of what was chosen, and its glues in the order of the session."""
    natural, glues = 0, dict[int, None]()
    for stretch in chosen_stretches(parts, values):
        line = sheet.lines[id(stretch)]
        natural += line.steps
        glues.update(dict.fromkeys(line.glues))
    return natural, list(glues)


def _end(case: TimedCase, side: int) -> tuple[int, dict[Key, int]]:
    """The shortest or longest session of a case in steps, and its choice. Before an `until` it stays natural."""
    values = dict(case.values)
    for segment in case.segments[:-1]:
        values |= segment.problem.natural
    last = case.segments[-1]
    steps, chosen = last.problem.extreme(side)
    return last.start + steps, values | chosen


def _room(segment: TimedSegment, target: Frames | None) -> int | None:
    """The steps that the segment may take at most, and the last one takes; None lets it be natural."""
    if segment.anchor is not None:
        return on_grid(segment.anchor.time) // GRID - segment.start
    return None if target is None else (target - CLOSE) // GRID - segment.start


def _case(
    parts: tuple[Part, ...], values: dict[Key, int], sheet: MeasuredScore, fields: CostFields, start: int
) -> TimedCase:
    flat = tuple(_flat(parts, values))
    cost = sum(fields.left_out(p) for p in parts if isinstance(p, OptionalPart) and values.get(p.key) == 0)
    segments: list[TimedSegment] = []
    for some, anchor in _cut(flat):
        segment = TimedSegment(some, ChoiceProblem(some, sheet, fields), anchor, start)
        segments.append(segment)
        if anchor is not None:
            _in_time(segment, anchor)
            start = on_grid(anchor.time) // GRID
    return TimedCase(values, cost, segments)


def _in_time(segment: TimedSegment, anchor: UntilPart) -> None:
    least = segment.problem.reach()[0][0] + segment.start
    if least * GRID > on_grid(anchor.time):
        raise _fault(
            anchor.place, f"{clock(anchor.time)} is past: what stands before takes {clock(least * GRID)} or more"
        )


def _flat(parts: Sequence[Part], values: dict[Key, int]) -> Iterator[Part]:
    for part in parts:
        if isinstance(part, OptionalPart) and part.key in values:
            if any(isinstance(p, OptionalPart) and _has_anchor(p.body) for p in part.body):
                raise _fault(part.place, "an until inside an optional block inside another cannot be fitted")
            if values[part.key]:
                yield from part.body
        else:
            yield part


def _cut(parts: Sequence[Part]) -> Iterator[tuple[tuple[Part, ...], UntilPart | None]]:
    since: list[Part] = []
    for part in parts:
        if isinstance(part, UntilPart):
            yield tuple(since), part
            since = []
        else:
            since.append(part)
    yield tuple(since), None


def _has_anchor(parts: Iterable[Part]) -> bool:
    return any(isinstance(part, UntilPart) for part in every(parts))


def _fault(place: Place, message: str) -> ScriptError:
    hint = "give a later time, or write a pause instead"
    return ScriptError(
        f"{place}: {message}", findings=[Finding(place, "until", "error", message, hint)], next_step=hint
    )
