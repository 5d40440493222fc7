"""Which blocks stay and how often bodies are repeated: the best choice for a length, found by dynamic programming.

Lengths are whole grid steps. The elastic rests turn every choice of blocks and counts into an interval of lengths
that it can have, without a hole; lengths and costs add up over the places of the script. So for what follows a place
it is enough to know, for every length, the least cost of reaching it: a few disjoint intervals, each with a cost.
From the last place to the first each alternative moves and widens these intervals, and the cheapest wins where they
overlap. Then the choice is read off from the first place to the last.

Costs compare block by block of priority 1, then of 2 and so on, then by changed counts. They are packed into one
integer, a field for each, so that they add and compare as integers do.
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
    options,
    turns,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from unknot.planning._measurement import MeasuredScore, MeasuredSequence

CostPiece: TypeAlias = tuple[int, int, int]
"""The least cost of lengths: cost, shortest, longest; both ends belong to it."""

LEVELS = 32
"""So many levels of change in the rests are told apart where several choices cost the same."""
LEVEL = ONE // 16
"""From one to the next; the last has no bound but the rests' own."""
UNBOUND = 1 << 62
"""A level above every other."""


@dataclass(slots=True)
class MeasuredBody:
    """What has no choice in it, taken together, and the choices, in order of the script."""

    natural: int = 0
    kinds: dict[Glue, int] = field(default_factory=dict)
    """Elastic rests by kind, each side counted."""
    choices: list[ChoicePoint] = field(default_factory=list)
    low: int = 0
    """Shortest length of what has no choice, at the level considered."""
    high: int = 0


@dataclass(slots=True)
class ChoicePoint:
    """One place of the script where the fitting decides."""

    key: Key
    ways: list[ChoiceOption]
    """Natural first, then by how far they are from it."""
    low: int = 0
    """Shortest length of all its ways."""
    high: int = 0


@dataclass(slots=True)
class ChoiceOption:
    """One way to decide."""

    value: int
    """How many turns; 1 and 0 for a block that stays and one that does not."""
    cost: int
    body: MeasuredBody
    found: list[CostPiece] = field(default_factory=list)
    """What it costs to go this way and on to the end, by length."""


@dataclass(frozen=True, slots=True)
class CostFields:
    """Where each priority and the counts stand in a packed cost."""

    priorities: dict[int, int]
    """Priority to the position of its field's lowest bit."""
    counts: int
    """A mask of the lowest field, which holds the changed counts."""
    guards: int
    """A bit above every field, never set in a cost: no field of a cost is larger than that of a cap when every guard
    is still set in (cap | guards) − cost."""

    @property
    def everything(self) -> int:
        """The cost of everything at its worst, and more."""
        return ((1 << self.guards.bit_length()) - 1) & ~self.guards

    def left_out(self, option: OptionalPart) -> int:
        """The cost of going without a block and every block inside it."""
        return sum(1 << self.priorities[o.priority] for o in (option, *options(option.body)))


@dataclass(frozen=True, slots=True)
class ChosenOptions:
    """The blocks and counts of a session."""

    values: dict[Key, int]
    cost: int


# --- from a measured score to places and ways -------------------------------------------------------------------


class ChoiceProblem:
    """A measured score, as the choices in it."""

    def __init__(self, parts: Sequence[Part], sheet: MeasuredScore, fields: CostFields) -> None:
        self.sheet, self.fields = sheet, fields
        self.body = self._body([tuple(parts)])
        self._set_level(UNBOUND)
        self.natural, low, high = _naturally(self.body)
        """Every block, every count at its natural value."""
        self.natural_span = low, high

    def _body(self, instances: Sequence[tuple[Part, ...]]) -> MeasuredBody:
        """What stands at the same places of several turns and sides: it is chosen once for all of them."""
        body = MeasuredBody()
        for parts in zip(*instances, strict=True):
            self._add(body, parts)
        return body

    def _add(self, body: MeasuredBody, parts: Sequence[Part]) -> None:
        match parts[0]:
            case SlotSequence():
                for part in parts:
                    _put(body, self.sheet.lines[id(part)], self.sheet.glues)
            case OptionalPart() as option:
                inner = self._body([p.body for p in parts if isinstance(p, OptionalPart)])
                ways = [ChoiceOption(1, 0, inner)] + (
                    [] if option.kept else [ChoiceOption(0, self.fields.left_out(option), MeasuredBody())]
                )
                body.choices.append(ChoicePoint(option.key, ways))
            case RepeatPart() as turns:
                each = [p.turns for p in parts if isinstance(p, RepeatPart)]
                body.choices.append(ChoicePoint(turns.key, self._turns(each, turns)))
            case SidesPart():
                inner = self._body([side for p in parts if isinstance(p, SidesPart) for side in p.sides])
                _merge(body, inner)
            case UntilPart():
                raise AssertionError("anchors are met one after the other")

    def _turns(self, each: Sequence[tuple[tuple[Part, ...], ...]], turns: RepeatPart) -> list[ChoiceOption]:
        counts = sorted(range(turns.least, len(turns.turns) + 1), key=lambda n: (abs(n - turns.natural), n))
        bodies = self._growing(each)
        if any(choice for body in bodies for choice in body.choices):
            bodies = [self._body([turn for some in each for turn in some[:n]] or [()]) for n in range(len(bodies))]
        return [ChoiceOption(count, count_cost(count, turns.natural), bodies[count]) for count in counts]

    def _growing(self, each: Sequence[tuple[tuple[Part, ...], ...]]) -> list[MeasuredBody]:
        """No turn, the first, the first two, and so on, each on what it adds to the one before."""
        bodies = [MeasuredBody()]
        for turn in zip(*each, strict=True):
            last = bodies[-1]
            body = MeasuredBody(last.natural, dict(last.kinds))
            _merge(body, self._body(turn))
            bodies.append(body)
        return bodies

    # --- levels ---

    def _set_level(self, level: int) -> None:
        """Afterwards the lengths of all bodies are those with rests changed by at most `level`."""
        _measure(self.body, {kind: (kind.at(-level), kind.at(level)) for kind in set(self.sheet.glues)})

    # --- questions ---

    def reach(self) -> list[tuple[int, int]]:
        """The lengths that can be reached, as intervals that do not touch, in order."""
        end = longest(self.body)
        pieces = _envelope(self._found(self.body, [(0, 0, 0)], (0, end), 0, self.fields.everything))
        return joined((low, high) for _, low, high in pieces)

    def extreme(self, side: int) -> tuple[int, dict[Key, int]]:
        """The least length (−1) or the greatest (1), in steps, and the choice that gives it; natural where equal."""
        return _extreme(self.body, side)

    def best(self, low: int, high: int) -> ChosenOptions | None:
        """The best choice with a length from `low` to `high`; None when there is none."""
        if self.natural_span[0] <= high and low <= self.natural_span[1]:
            return ChosenOptions(self.natural, 0)
        window = (low, high)
        left_out = self._least(window, ~self.fields.counts, self.fields.everything)
        if left_out is None:
            return None
        cost = self._with_counts(window, left_out)
        return self._evenest(window, cost)

    def _with_counts(self, window: tuple[int, int], left_out: int) -> int:
        """The least cost with these blocks left out. Small changes of counts are tried first, since they are few."""
        for allowed in (7, 31, 127, 511):
            if allowed < self.fields.counts:
                cost = self._least(window, -1, left_out | allowed)
                if cost is not None:
                    return cost
        cost = self._least(window, -1, left_out | self.fields.counts)
        if cost is None:
            raise AssertionError("what can be reached with any counts has a cost")
        return cost

    def _evenest(self, window: tuple[int, int], cost: int) -> ChosenOptions:
        """Of the choices of this cost one that changes the rests least; of those the first in order."""
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

    # --- the dynamic programme ---

    def _least(self, window: tuple[int, int], mask: int, cap: int) -> int | None:
        found = self._found(self.body, [(0, 0, 0)], window, mask, cap)
        return min((cost for cost, _, _ in found), default=None)

    def _found(
        self, body: MeasuredBody, after: list[CostPiece], window: tuple[int, int], mask: int, cap: int
    ) -> list[CostPiece]:
        """The least costs of `body` and all that comes after it, by length, as far as they lie in the window."""
        low, high = window[0] - body.high, window[1] - body.low
        windows = []
        for choice in body.choices:
            windows.append((low, high))
            low, high = low - choice.high, high - choice.low
        near = _Reachable(body, window, cap, self.fields.counts) if body is self.body and mask == -1 else None
        for index in reversed(range(len(body.choices))):
            choice, inner = body.choices[index], windows[index]
            pieces: list[CostPiece] = []
            for way in choice.ways:
                way.found = self._way(way, after, inner, mask, cap)
                pieces += way.found
            after = _envelope(pieces)
            if near is not None:
                after = near.of(after, index)
        least, most, start, end = body.low, body.high, *window
        return [(c, a + least, b + most) for c, a, b in after if a + least <= end and b + most >= start]

    def _way(
        self, way: ChoiceOption, after: list[CostPiece], window: tuple[int, int], mask: int, cap: int
    ) -> list[CostPiece]:
        """The least costs of one way and all that comes after it."""
        cost, body, guards = way.cost & mask, way.body, self.fields.guards
        limit = (cap | guards) - cost
        if body.choices:
            found = self._found(body, after, window, mask, cap)
            return [(c + cost, a, b) for c, a, b in found if (limit - c) & guards == guards]
        least, most, start, end = body.low, body.high, window[0] - body.high, window[1] - body.low
        return [
            (c + cost, a + least, b + most)
            for c, a, b in after
            if a <= end and b >= start and (limit - c) & guards == guards
        ]

    def _read(
        self, body: MeasuredBody, window: tuple[int, int], cost: int, values: dict[Key, int]
    ) -> tuple[tuple[int, int], int]:
        """Write down the ways that lead to `window` at `cost`; what is left of both after them."""
        low, high = window[0] - body.high, window[1] - body.low
        for choice in body.choices:
            for way in choice.ways:
                if any(c <= cost and a <= high and b >= low for c, a, b in way.found):
                    values[choice.key] = way.value
                    (low, high), cost = self._read(way.body, (low, high), cost - way.cost, values)
                    break
        return (low, high), cost


class _Reachable:
    """What the places before one can add to a piece, at most, with what the piece leaves of a budget of counts.

    A bound, and a tight one where the budget is nearly the least: it takes the best turns of all places first, parts of
    turns too, whichever place they belong to. It only drops what cannot become part of a solution.
    """

    def __init__(self, body: MeasuredBody, window: tuple[int, int], cap: int, counts: int) -> None:
        self.window, self.budget, self.counts = window, cap & counts, counts
        spans = [_free_span(choice, counts) for choice in body.choices]
        self.lows = list(accumulate((low for low, _ in spans), initial=body.low))
        self.highs = list(accumulate((high for _, high in spans), initial=body.high))
        repeats = [choice.ways for choice in body.choices if any(way.cost & counts for way in choice.ways)]
        self.longer = _most([gain for ways in repeats for gain in _gains(ways, longest, 1)], self.budget)
        self.shorter = _most([gain for ways in repeats for gain in _gains(ways, shortest, -1)], self.budget)

    def of(self, pieces: list[CostPiece], index: int) -> list[CostPiece]:
        """The pieces from a place on that can still lead into the window."""
        low, high = self.window[0] - self.highs[index], self.window[1] - self.lows[index]
        longer, shorter, budget, counts = self.longer, self.shorter, self.budget, self.counts
        return [
            (c, a, b)
            for c, a, b in pieces
            if b + longer[budget - (c & counts)] >= low and a - shorter[budget - (c & counts)] <= high
        ]


def _free_span(choice: ChoicePoint, counts: int) -> tuple[int, int]:
    """The lengths of a place that cost no counts: all that a block can be, and turns at their natural count."""
    if not any(way.cost & counts for way in choice.ways):
        return choice.low, choice.high
    return shortest(choice.ways[0].body), longest(choice.ways[0].body)


def _gains(ways: list[ChoiceOption], length: Callable[[MeasuredBody], int], side: int) -> list[tuple[int, int]]:
    """What each turn more (1) or less (−1) than natural adds or saves, and its cost."""
    found = []
    last = ways[0]
    for way in ways[1:]:
        if (way.value - ways[0].value) * side > 0:
            found.append((side * (length(way.body) - length(last.body)), way.cost - last.cost))
            last = way
    return found


def _most(gains: list[tuple[int, int]], budget: int) -> list[int]:
    """For each budget up to this one the most that it can buy, parts of turns too, rounded up."""
    found = [0]
    bought = 0
    for gain, cost in sorted(gains, key=lambda pair: pair[0] / pair[1], reverse=True):
        if len(found) > budget or gain <= 0:
            break
        found += [bought + -(-gain * part // cost) for part in range(1, cost + 1)]
        bought += gain
    return (found + [bought] * (budget + 1))[: budget + 1]


def count_cost(count: int, natural: int) -> int:
    """What it costs to have `count` turns: the j-th turn away from natural one for each quarter begun of the natural.

    Convex, so that changes are spread, and in proportion to the natural count.
    """
    whole = max(1, natural)
    return sum(-(-4 * j // whole) for j in range(1, abs(count - natural) + 1))


def shortest(body: MeasuredBody) -> int:
    """Its least length in steps, over all ways."""
    return body.low + sum(choice.low for choice in body.choices)


def longest(body: MeasuredBody) -> int:
    """Its greatest length in steps, over all ways."""
    return body.high + sum(choice.high for choice in body.choices)


def _measure(body: MeasuredBody, spans: dict[Glue, tuple[int, int]]) -> None:
    """Afterwards a body knows how short and long it can be, when its rests change inside their spans."""
    low = high = body.natural
    for kind, count in body.kinds.items():
        least, most = spans[kind]
        low, high = low + count * least, high + count * most
    body.low, body.high = low, high
    for choice in body.choices:
        for way in choice.ways:
            _measure(way.body, spans)
        choice.low = min(shortest(way.body) for way in choice.ways)
        choice.high = max(longest(way.body) for way in choice.ways)


def _naturally(body: MeasuredBody) -> tuple[dict[Key, int], int, int]:
    """The first way everywhere, with its shortest and longest length."""
    values: dict[Key, int] = {}
    low, high = body.low, body.high
    for choice in body.choices:
        inner, least, most = _naturally(choice.ways[0].body)
        values |= {choice.key: choice.ways[0].value} | inner
        low, high = low + least, high + most
    return values, low, high


def _extreme(body: MeasuredBody, side: int) -> tuple[int, dict[Key, int]]:
    length, values = body.low if side < 0 else body.high, dict[Key, int]()
    for choice in body.choices:
        ends = [(way, *_extreme(way.body, side)) for way in choice.ways]
        way, steps, inner = min(ends, key=lambda end: -side * end[1])
        length += steps
        values |= {choice.key: way.value} | inner
    return length, values


def fields_of(parts: Sequence[Part]) -> CostFields:
    """Room in a packed cost for everything that can be left out or counted otherwise in `parts`."""
    worst = sum(max(count_cost(t.least, t.natural), count_cost(len(t.turns), t.natural)) for t in turns(parts))
    at = max(1, worst.bit_length())
    counts, guards = (1 << at) - 1, 1 << at
    priorities: dict[int, int] = {}
    found = [option.priority for option in options(parts)]
    for priority in sorted(set(found), reverse=True):
        priorities[priority] = at + 1
        at += 1 + found.count(priority).bit_length()
        guards |= 1 << at
    return CostFields(priorities, counts, guards)


def _put(body: MeasuredBody, line: MeasuredSequence, glues: Sequence[Glue]) -> None:
    body.natural += line.steps
    for index in line.glues:
        kind = glues[index]
        body.kinds[kind] = body.kinds.get(kind, 0) + 1


def _merge(body: MeasuredBody, inner: MeasuredBody) -> None:
    body.natural += inner.natural
    for kind, count in inner.kinds.items():
        body.kinds[kind] = body.kinds.get(kind, 0) + count
    body.choices += inner.choices


def _envelope(pieces: list[CostPiece]) -> list[CostPiece]:
    """The cheapest of pieces that overlap: disjoint, in order of length."""
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
    """Put in what lies outside of pieces that have no hole between them, the common case."""
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
    """Put in what the cheaper pieces leave free of `piece`; `first` is the first of them that could meet it."""
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
    """Put a piece behind the others, as one with the last where they touch and cost the same."""
    if pieces and pieces[-1][0] == piece[0] and pieces[-1][2] + 1 == piece[1]:
        pieces[-1] = (piece[0], pieces[-1][1], piece[2])
    else:
        pieces.append(piece)


def joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans as one where they touch, in order."""
    found: list[tuple[int, int]] = []
    for low, high in sorted(spans):
        if found and low <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(high, found[-1][1]))
        else:
            found.append((low, high))
    return found
