"""Which blocks stay and how often bodies are repeated: the best choice for a length, found by dynamic programming.

Lengths are whole grid steps. Because rests are elastic, every choice of blocks and counts can have all lengths of an
interval. Lengths and costs add up over the places of the script. So for the parts after a place it is enough to know,
for every length, the least cost of reaching it: a few disjoint intervals, each with a cost. From the last place to the
first, each option moves and widens these intervals, and where they overlap the cheapest is kept. Then the choices are
read from the first place to the last.

Costs compare by the blocks of priority 1 that are left out, then of priority 2 and so on, then by changed counts. They
are packed into one integer with a field for each, so that they add and compare as integers do.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from itertools import accumulate
from typing import TYPE_CHECKING, TypeAlias

from unknot.planning._glue import ONE, Glue
from unknot.planning._score import (
    Key,
    OptionalPart,
    Part,
    RepeatPart,
    SidesPart,
    SlotSequence,
    UntilPart,
    optional_parts,
    repeat_parts,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from unknot.planning._measurement import MeasuredScore, MeasuredSequence

CostPiece: TypeAlias = tuple[int, int, int]
"""An interval of lengths and their least cost: cost, shortest, longest; both ends belong to it."""

LEVELS = 32
"""The number of levels of change in the rests that are compared where several choices cost the same."""
LEVEL = ONE // 16
"""The distance of two levels; at the last one rests have only their own bounds."""
UNBOUND = 1 << 62
"""A level above all others."""


@dataclass(slots=True)
class MeasuredBody:
    """The parts of a body without a choice, as a sum, and its choices, in order of the script."""

    natural: int = 0
    """Natural length in grid steps of the parts without a choice."""
    kinds: dict[Glue, int] = field(default_factory=dict)
    """The elastic rests of these parts: how many of each kind, counted on every side."""
    choices: list[ChoicePoint] = field(default_factory=list)
    low: int = 0
    """Shortest length in steps of the parts without a choice, at the current level."""
    high: int = 0
    """Longest length, as `low`."""


@dataclass(slots=True)
class ChoicePoint:
    """One place of the script where the fit decides."""

    key: Key
    options: list[ChoiceOption]
    """The natural one first, then by their distance from it."""
    low: int = 0
    """Shortest length in steps of all options."""
    high: int = 0
    """Longest length in steps of all options."""


@dataclass(slots=True)
class ChoiceOption:
    """One possible decision."""

    value: int
    """How many turns; 1 for a block that is kept and 0 for one that is left out."""
    cost: int
    body: MeasuredBody
    pieces: list[CostPiece] = field(default_factory=list)
    """The cost of this option and of everything after it, by length."""


@dataclass(frozen=True, slots=True)
class CostFields:
    """The positions of the priorities and the counts in a packed cost."""

    priorities: dict[int, int]
    """Priority → the position of its field's lowest bit."""
    counts: int
    """A mask of the lowest field, which has the cost of changed counts."""
    guards: int
    """A bit above every field, never set in a cost. No field of a cost is larger than that of a cap if every guard is
    still set in (cap | guards) − cost."""

    @property
    def highest(self) -> int:
        """A cost that no choice exceeds in any field."""
        return ((1 << self.guards.bit_length()) - 1) & ~self.guards

    def without(self, block: OptionalPart) -> int:
        """The cost of leaving out a block and every block inside it."""
        return sum(1 << self.priorities[o.priority] for o in (block, *optional_parts(block.body)))


@dataclass(frozen=True, slots=True)
class ChosenOptions:
    """The blocks and counts of a session."""

    values: dict[Key, int]
    cost: int


# --- from a measured score to choices --------------------------------------------------------------------------


class ChoiceProblem:
    """The choices in parts of a measured score."""

    def __init__(self, parts: Sequence[Part], measured: MeasuredScore, fields: CostFields) -> None:
        self.measured, self.fields = measured, fields
        self.body = self._body([tuple(parts)])
        self._set_level(UNBOUND)
        self.natural, low, high = _natural(self.body)
        """Every block kept, every count natural."""
        self.natural_span = low, high
        """The shortest and the longest length with these choices, in steps."""

    def _body(self, instances: Sequence[tuple[Part, ...]]) -> MeasuredBody:
        """The body of several turns or sides that make the same choices."""
        body = MeasuredBody()
        for parts in zip(*instances, strict=True):
            self._add(body, parts)
        return body

    def _add(self, body: MeasuredBody, parts: Sequence[Part]) -> None:
        match parts[0]:
            case SlotSequence():
                for part in parts:
                    _add_sequence(body, self.measured.sequences[id(part)], self.measured.glues)
            case OptionalPart() as block:
                inner = self._body([p.body for p in parts if isinstance(p, OptionalPart)])
                without = ChoiceOption(0, self.fields.without(block), MeasuredBody())
                options = [ChoiceOption(1, 0, inner), *([] if block.kept else [without])]
                body.choices.append(ChoicePoint(block.key, options))
            case RepeatPart() as repeat:
                sides = [p.turns for p in parts if isinstance(p, RepeatPart)]
                body.choices.append(ChoicePoint(repeat.key, self._turns(sides, repeat)))
            case SidesPart():
                inner = self._body([side for p in parts if isinstance(p, SidesPart) for side in p.sides])
                _merge(body, inner)
            case UntilPart():
                raise AssertionError("the parts between two untils are solved on their own")

    def _turns(self, sides: Sequence[tuple[tuple[Part, ...], ...]], repeat: RepeatPart) -> list[ChoiceOption]:
        """The options of a repeat, whose turns are given for each side."""
        counts = sorted(range(repeat.least, len(repeat.turns) + 1), key=lambda n: (abs(n - repeat.natural), n))
        bodies = self._turn_sums(sides)
        if any(choice for body in bodies for choice in body.choices):
            bodies = [self._body([turn for side in sides for turn in side[:n]] or [()]) for n in range(len(bodies))]
        return [ChoiceOption(count, count_cost(count, repeat.natural), bodies[count]) for count in counts]

    def _turn_sums(self, sides: Sequence[tuple[tuple[Part, ...], ...]]) -> list[MeasuredBody]:
        """The bodies of no turn, of the first turn, of the first two, and so on."""
        bodies = [MeasuredBody()]
        for turn in zip(*sides, strict=True):
            last = bodies[-1]
            body = MeasuredBody(last.natural, dict(last.kinds))
            _merge(body, self._body(turn))
            bodies.append(body)
        return bodies

    # --- levels ---

    def _set_level(self, level: int) -> None:
        """Afterwards the lengths of all bodies are those with rests that change by at most `level`."""
        _set_lengths(self.body, {kind: (kind.at(-level), kind.at(level)) for kind in set(self.measured.glues)})

    # --- questions ---

    def reach(self) -> list[tuple[int, int]]:
        """All possible lengths in steps, as intervals that do not touch, in order."""
        end = longest(self.body)
        pieces = _cheapest(self._costs(self.body, [(0, 0, 0)], (0, end), 0, self.fields.highest))
        return joined((low, high) for _, low, high in pieces)

    def extreme(self, side: int) -> tuple[int, dict[Key, int]]:
        """The shortest (−1) or longest (1) length in steps, and its choices; natural ones where several give it."""
        return _extreme(self.body, side)

    def best(self, low: int, high: int) -> ChosenOptions | None:
        """The best choices with a length from `low` to `high` steps; None where there are none."""
        if self.natural_span[0] <= high and low <= self.natural_span[1]:
            return ChosenOptions(self.natural, 0)
        window = (low, high)
        blocks = self._least(window, ~self.fields.counts, self.fields.highest)
        if blocks is None:
            return None
        return self._with_least_change(window, self._least_with_counts(window, blocks))

    def _least_with_counts(self, window: tuple[int, int], blocks: int) -> int:
        """The least cost when the blocks left out cost `blocks`. Small changes of counts are tried first, for speed."""
        for allowed in (7, 31, 127, 511):
            if allowed < self.fields.counts:
                cost = self._least(window, -1, blocks | allowed)
                if cost is not None:
                    return cost
        cost = self._least(window, -1, blocks | self.fields.counts)
        if cost is None:
            raise AssertionError("a length that can be reached with any counts has a cost")
        return cost

    def _with_least_change(self, window: tuple[int, int], cost: int) -> ChosenOptions:
        """Of the choices of this cost, those that change the rests least; of these the first in order."""
        low, high = 0, LEVELS
        while low < high:
            middle = (low + high) // 2
            self._set_level(middle * LEVEL)
            if self._least(window, -1, cost) is not None:
                high = middle
            else:
                low = middle + 1
        self._set_level(low * LEVEL if low < LEVELS else UNBOUND)
        self._least(window, -1, cost)
        values: dict[Key, int] = {}
        self._read(self.body, window, cost, values)
        self._set_level(UNBOUND)
        return ChosenOptions(values, cost)

    # --- dynamic programming ---

    def _least(self, window: tuple[int, int], mask: int, cap: int) -> int | None:
        """The least cost of a length in the window, at most `cap` in each field; only the fields in `mask` count."""
        pieces = self._costs(self.body, [(0, 0, 0)], window, mask, cap)
        return min((cost for cost, _, _ in pieces), default=None)

    def _costs(
        self, body: MeasuredBody, after: list[CostPiece], window: tuple[int, int], mask: int, cap: int
    ) -> list[CostPiece]:
        """The least costs of `body` and everything after it, by length, for lengths in the window."""
        low, high = window[0] - body.high, window[1] - body.low
        windows = []
        for choice in body.choices:
            windows.append((low, high))
            low, high = low - choice.high, high - choice.low
        outermost = body is self.body and mask == -1
        reachable = _Reachable(body, window, cap, self.fields.counts) if outermost else None
        for index in reversed(range(len(body.choices))):
            choice, inner = body.choices[index], windows[index]
            pieces: list[CostPiece] = []
            for option in choice.options:
                option.pieces = self._option_costs(option, after, inner, mask, cap)
                pieces += option.pieces
            after = _cheapest(pieces)
            if reachable is not None:
                after = reachable.of(after, index)
        least, most, start, end = body.low, body.high, *window
        return [(c, a + least, b + most) for c, a, b in after if a + least <= end and b + most >= start]

    def _option_costs(
        self, option: ChoiceOption, after: list[CostPiece], window: tuple[int, int], mask: int, cap: int
    ) -> list[CostPiece]:
        """The least costs of one option and everything after it."""
        cost, body, guards = option.cost & mask, option.body, self.fields.guards
        limit = (cap | guards) - cost
        if body.choices:
            pieces = self._costs(body, after, window, mask, cap)
            return [(c + cost, a, b) for c, a, b in pieces if (limit - c) & guards == guards]
        least, most, start, end = body.low, body.high, window[0] - body.high, window[1] - body.low
        return [
            (c + cost, a + least, b + most)
            for c, a, b in after
            if a <= end and b >= start and (limit - c) & guards == guards
        ]

    def _read(
        self, body: MeasuredBody, window: tuple[int, int], cost: int, values: dict[Key, int]
    ) -> tuple[tuple[int, int], int]:
        """Add the choices with a length in `window` and this cost to `values`.

        Gives the part of the window and of the cost that is left for what follows the body.
        """
        low, high = window[0] - body.high, window[1] - body.low
        for choice in body.choices:
            for option in choice.options:
                if any(c <= cost and a <= high and b >= low for c, a, b in option.pieces):
                    values[choice.key] = option.value
                    (low, high), cost = self._read(option.body, (low, high), cost - option.cost, values)
                    break
        return (low, high), cost


class _Reachable:
    """Drops pieces that cannot become part of a solution, whatever is chosen at the places before them.

    It bounds the length that those places can add or save, with the cost of counts that a piece leaves of the cap. The
    bound takes the turns that give most for their cost, from all places and in parts, so it is tight where the cap is
    nearly the least cost.
    """

    def __init__(self, body: MeasuredBody, window: tuple[int, int], cap: int, counts: int) -> None:
        self.window, self.budget, self.counts = window, cap & counts, counts
        spans = [_free_span(choice, counts) for choice in body.choices]
        self.lows = list(accumulate((low for low, _ in spans), initial=body.low))
        self.highs = list(accumulate((high for _, high in spans), initial=body.high))
        repeats = [choice.options for choice in body.choices if any(one.cost & counts for one in choice.options)]
        self.longer = _most([gain for options in repeats for gain in _gains(options, longest, 1)], self.budget)
        self.shorter = _most([gain for options in repeats for gain in _gains(options, shortest, -1)], self.budget)

    def of(self, pieces: list[CostPiece], index: int) -> list[CostPiece]:
        """Those of the pieces from place `index` on that can still get a length in the window."""
        low, high = self.window[0] - self.highs[index], self.window[1] - self.lows[index]
        longer, shorter, budget, counts = self.longer, self.shorter, self.budget, self.counts
        return [
            (c, a, b)
            for c, a, b in pieces
            if b + longer[budget - (c & counts)] >= low and a - shorter[budget - (c & counts)] <= high
        ]


def _free_span(choice: ChoicePoint, counts: int) -> tuple[int, int]:
    """The shortest and longest length of a place without changed counts."""
    if not any(option.cost & counts for option in choice.options):
        return choice.low, choice.high
    return shortest(choice.options[0].body), longest(choice.options[0].body)


def _gains(options: list[ChoiceOption], length: Callable[[MeasuredBody], int], side: int) -> list[tuple[int, int]]:
    """The steps that each turn more (1) or fewer (−1) than natural adds or saves, and its cost."""
    found = []
    last = options[0]
    for option in options[1:]:
        if (option.value - options[0].value) * side > 0:
            found.append((side * (length(option.body) - length(last.body)), option.cost - last.cost))
            last = option
    return found


def _most(gains: list[tuple[int, int]], budget: int) -> list[int]:
    """For each cost up to `budget` the most steps that can be had for it, also by parts of turns, rounded up."""
    found = [0]
    taken = 0
    for gain, cost in sorted(gains, key=lambda pair: pair[0] / pair[1], reverse=True):
        if len(found) > budget or gain <= 0:
            break
        found += [taken + -(-gain * part // cost) for part in range(1, cost + 1)]
        taken += gain
    return (found + [taken] * (budget + 1))[: budget + 1]


def count_cost(count: int, natural: int) -> int:
    """The cost of `count` turns: the j-th turn more or fewer than `natural` costs 4·j / natural, rounded up.

    The cost is convex, so changes are spread over repeats, in proportion to their natural counts.
    """
    whole = max(1, natural)
    return sum(-(-4 * j // whole) for j in range(1, abs(count - natural) + 1))


def shortest(body: MeasuredBody) -> int:
    """The least length of a body in steps, over all options."""
    return body.low + sum(choice.low for choice in body.choices)


def longest(body: MeasuredBody) -> int:
    """The greatest length of a body in steps, over all options."""
    return body.high + sum(choice.high for choice in body.choices)


def _set_lengths(body: MeasuredBody, spans: dict[Glue, tuple[int, int]]) -> None:
    """Afterwards a body has its shortest and longest length, when its rests change inside these spans."""
    low = high = body.natural
    for kind, count in body.kinds.items():
        least, most = spans[kind]
        low, high = low + count * least, high + count * most
    body.low, body.high = low, high
    for choice in body.choices:
        for option in choice.options:
            _set_lengths(option.body, spans)
        choice.low = min(shortest(option.body) for option in choice.options)
        choice.high = max(longest(option.body) for option in choice.options)


def _natural(body: MeasuredBody) -> tuple[dict[Key, int], int, int]:
    """The natural option at every place, with the shortest and longest length."""
    values: dict[Key, int] = {}
    low, high = body.low, body.high
    for choice in body.choices:
        inner, least, most = _natural(choice.options[0].body)
        values |= {choice.key: choice.options[0].value} | inner
        low, high = low + least, high + most
    return values, low, high


def _extreme(body: MeasuredBody, side: int) -> tuple[int, dict[Key, int]]:
    length, values = body.low if side < 0 else body.high, dict[Key, int]()
    for choice in body.choices:
        ends = [(option, *_extreme(option.body, side)) for option in choice.options]
        option, steps, inner = min(ends, key=lambda end: -side * end[1])
        length += steps
        values |= {choice.key: option.value} | inner
    return length, values


def cost_fields(parts: Sequence[Part]) -> CostFields:
    """Fields that are wide enough for every block of `parts` left out and every count changed."""
    repeats = repeat_parts(parts)
    worst = sum(max(count_cost(r.least, r.natural), count_cost(len(r.turns), r.natural)) for r in repeats)
    at = max(1, worst.bit_length())
    counts, guards = (1 << at) - 1, 1 << at
    priorities: dict[int, int] = {}
    found = [block.priority for block in optional_parts(parts)]
    for priority in sorted(set(found), reverse=True):
        priorities[priority] = at + 1
        at += 1 + found.count(priority).bit_length()
        guards |= 1 << at
    return CostFields(priorities, counts, guards)


def _add_sequence(body: MeasuredBody, line: MeasuredSequence, glues: Sequence[Glue]) -> None:
    body.natural += line.steps
    for index in line.glues:
        kind = glues[index]
        body.kinds[kind] = body.kinds.get(kind, 0) + 1


def _merge(body: MeasuredBody, inner: MeasuredBody) -> None:
    body.natural += inner.natural
    for kind, count in inner.kinds.items():
        body.kinds[kind] = body.kinds.get(kind, 0) + count
    body.choices += inner.choices


def _cheapest(pieces: list[CostPiece]) -> list[CostPiece]:
    """The pieces without overlaps, the cheapest kept, in order of length."""
    pieces.sort()
    lows: list[int] = []
    highs: list[int] = []
    costs: list[int] = []
    whole = True
    for cost, low, high in pieces:
        if whole and lows:
            if lows[0] <= low and high <= highs[-1]:
                continue
            whole = low <= highs[-1] + 1 and lows[0] <= high + 1
            if whole:
                _widen(lows, highs, costs, (cost, low, high))
                continue
        first = bisect_left(highs, low)
        if not (first < len(lows) and lows[first] <= low and high <= highs[first]):
            _insert(lows, highs, costs, (cost, low, high), first)
    return list(zip(costs, lows, highs, strict=True))


def _widen(lows: list[int], highs: list[int], costs: list[int], piece: CostPiece) -> None:
    """Add the part of `piece` that is outside of all pieces, when these have no hole between them: the common case."""
    cost, low, high = piece
    if low < lows[0]:
        if costs[0] == cost:
            lows[0] = low
        else:
            highs.insert(0, lows[0] - 1)
            lows.insert(0, low)
            costs.insert(0, cost)
    if high > highs[-1]:
        if costs[-1] == cost:
            highs[-1] = high
        else:
            lows.append(highs[-1] + 1)
            highs.append(high)
            costs.append(cost)


def _insert(lows: list[int], highs: list[int], costs: list[int], piece: CostPiece, first: int) -> None:
    """Add the parts of `piece` that no cheaper piece covers; `first` is the first of these that could overlap it."""
    cost, at, high = piece
    start, new = max(0, first - 1), [(costs[first - 1], lows[first - 1], highs[first - 1])] if first else []
    last = first
    while last < len(lows) and lows[last] <= high + 1:
        if at < lows[last]:
            _append(new, (cost, at, lows[last] - 1))
        _append(new, (costs[last], lows[last], highs[last]))
        at = highs[last] + 1
        last += 1
    if at <= high:
        _append(new, (cost, at, high))
    costs[start:last] = [c for c, _, _ in new]
    lows[start:last] = [a for _, a, _ in new]
    highs[start:last] = [b for _, _, b in new]


def _append(pieces: list[CostPiece], piece: CostPiece) -> None:
    """Add a piece after the others, joined with the last where they touch and cost the same."""
    if pieces and pieces[-1][0] == piece[0] and pieces[-1][2] + 1 == piece[1]:
        pieces[-1] = (piece[0], pieces[-1][1], piece[2])
    else:
        pieces.append(piece)


def joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans in order, joined where they touch."""
    found: list[tuple[int, int]] = []
    for low, high in sorted(spans):
        if found and low <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(high, found[-1][1]))
        else:
            found.append((low, high))
    return found
