"""A plan changed while it is played: the rest is fitted again, and what was heard stays as it was.

First only the pauses ahead change. Where that is not enough, counts and blocks are chosen again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from unknot.errors import ScriptError
from unknot.planning._glue import Glue, glue, share
from unknot.planning._moves import LEAD_IN
from unknot.planning._plan import PlanItem, SessionPlan, items_of, mark_at
from unknot.planning._refit import refit
from unknot.timeline import BackgroundSpan, Chapter, Cue, Rest
from unknot.units import GRID, NO_FRAMES, Frames, frames, on_grid

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from unknot.planning._fit import Fit
    from unknot.planning._moves import PlanMove
    from unknot.planning._plan import Mark
    from unknot.routine import Utterance

CROSSFADE: Final = frames(2.0)
"""The crossfade where a jump leads to another background."""


@dataclass(frozen=True, slots=True)
class ChangedPlan:
    """A plan that was changed."""

    plan: SessionPlan
    exact: bool
    """Whether it has the length that was asked for. If not, its pauses kept their lengths."""


def replan(plan: SessionPlan, move: PlanMove, length: Frames | None) -> ChangedPlan:
    """The plan after a move, `length` frames long from its beginning; for None its pauses keep their lengths.

    Where `length` is out of reach the pauses keep their lengths too.
    """
    head, tail = _split(plan, move)
    if move.natural:
        tail = [_natural(item) for item in tail]
    fitted = None if length is None else _fitted(tail, length - _frames(head))
    return ChangedPlan(plan.with_items([*head, *(fitted or tail)]), length is None or fitted is not None)


def with_lengths(
    plan: SessionPlan, at: Frames, lengths: Mapping[Utterance, Frames], length: Frames | None
) -> ChangedPlan:
    """The plan with the measured lengths of cues that have not begun at frame `at`; `length` as in `replan`."""
    here = plan.index_at(at)
    head, tail = plan.items[: here + 1], _measured(plan.items[here + 1 :], lengths)
    fitted = None if length is None else _fitted(tail, length - plan.items[here].end)
    planned = tuple(_measured(plan.planned, lengths))
    return ChangedPlan(plan.with_items([*head, *(fitted or tail)], planned), length is None or fitted is not None)


def choose_again(plan: SessionPlan, fit: Fit, move: PlanMove, length: Frames) -> tuple[SessionPlan, Fit] | None:
    """The plan after a move, `length` frames long, with other counts and blocks ahead; None where that is impossible.

    A refit knows the session as it was planned, not how the listener went through it. So the planned session is
    fitted again from the item where the listener continues, to the length that is left.

    `fit` is the session as it was planned. Its items are `plan.planned`, except for clips that were measured since.
    """
    head, tail = _split(plan, move)
    if not tail:
        return None
    first = tail[0].origin
    planned = items_of(fit.timeline)
    start = planned[first].start
    try:
        fitted = refit(fit, start, Frames(start + length - _frames(head)))
    except ScriptError:
        return None
    items = items_of(fitted.timeline)
    if fitted.late or [i.event for i in items[:first]] != [i.event for i in planned[:first]]:
        return None
    begun = items[first] if move.to is None else replace(items[first], marks=())
    return plan.with_items([*head, begun, *items[first + 1 :]], items), fitted


# --- what is fixed and what comes -------------------------------------------------------------------------------


def _split(plan: SessionPlan, move: PlanMove) -> tuple[list[PlanItem], list[PlanItem]]:
    """The items that are fixed after a move, and those that follow, whose pauses may change."""
    if move.to is not None:
        return _after_jump(plan, move.at, move.to)
    last = max([plan.index_at(move.at), *move.lengths])  # what is played, or the last item with a given length
    items = [item.with_frames(move.lengths.get(i, item.event.frames)) for i, item in enumerate(plan.items)]
    return items[: last + 1], items[last + 1 :]


def _after_jump(plan: SessionPlan, at: Frames, to: int) -> tuple[list[PlanItem], list[PlanItem]]:
    """What was heard, cut off and followed by a lead-in; and what comes from planned item `to` on."""
    here, first = plan.index_at(at), plan.planned[to]
    lead = _lead_in(at, plan.planned[to:])
    heard = [*plan.items[:here], *_cut_off(plan.items[here], at)]
    marks = (*_changed_marks(plan, heard, to), *first.marks)
    head = [*heard, PlanItem(Rest(NO_FRAMES, lead, lead, "lead"), marks, to)]
    return head, [replace(first, marks=()), *plan.planned[to + 1 :]]


def _lead_in(at: Frames, tail: Sequence[PlanItem]) -> Frames:
    """The length of a lead-in at frame `at` that puts the first cue of `tail` on the grid."""
    before = 0
    for item in tail:
        if isinstance(item.event, Cue):
            break
        before += item.event.frames
    return Frames(on_grid(at + LEAD_IN + before) - at - before)


def _cut_off(item: PlanItem, at: int) -> list[PlanItem]:
    """The part of an item before frame `at`, as a rest: a cue that was cut off must not be played further."""
    heard = at - item.start
    if heard <= 0:
        return []
    return [replace(item, event=Rest(item.start, Frames(heard), Frames(heard), "cut", item.event.place))]


def _changed_marks(plan: SessionPlan, heard: Sequence[PlanItem], to: int) -> list[Mark]:
    """The chapter and the background at planned item `to`, where they differ from those that were heard last."""
    found: list[Mark] = []
    for kind in (Chapter, BackgroundSpan):
        own = any(isinstance(m, kind) for m in plan.planned[to].marks)
        mark, last = mark_at(plan.planned, to, kind), mark_at(heard, len(heard) - 1, kind)
        if mark is not None and not own and not _is_same(mark, last):
            found.append(replace(mark, over=CROSSFADE) if isinstance(mark, BackgroundSpan) else mark)
    return found


def _is_same(mark: Mark, other: Mark | None) -> bool:
    if isinstance(mark, BackgroundSpan) and isinstance(other, BackgroundSpan):
        return (mark.name, mark.change) == (other.name, other.change)
    return isinstance(mark, Chapter) and isinstance(other, Chapter) and mark.title == other.title


# --- lengths ----------------------------------------------------------------------------------------------------


def _fitted(tail: Sequence[PlanItem], length: int) -> list[PlanItem] | None:
    """The items with their elastic rests shared again, `length` frames long together; None when out of reach."""
    elastic = [i for i, item in enumerate(tail) if _is_elastic(item)]
    rests = [event for i in elastic if isinstance(event := tail[i].event, Rest)]
    glues = [_glue(rest) for rest in rests]
    items = [_natural(item) for item in tail]
    change = length - _frames(items)
    steps = share(glues, change // GRID) if glues else []
    left = change - GRID * sum(steps)
    if not 0 <= left < GRID or not items:
        return None
    for index, rest, step in zip(elastic, rests, steps, strict=True):
        items[index] = items[index].with_frames(_natural_frames(rest) + step * GRID)
    items[-1] = items[-1].with_frames(items[-1].event.frames + left)
    return items


def _is_elastic(item: PlanItem) -> bool:
    event = item.event
    return isinstance(event, Rest) and event.least is not None and event.most is not None


def _natural(item: PlanItem) -> PlanItem:
    """The item with its natural length; also the close, which was longer where something was left over."""
    event = item.event
    if isinstance(event, Rest) and (_is_elastic(item) or event.reason == "close"):
        return item.with_frames(event.natural if event.reason == "close" else _natural_frames(event))
    return item


def _glue(rest: Rest) -> Glue:
    natural = _natural_frames(rest)
    least, most = min(rest.least or natural, natural), max(rest.most or natural, natural)
    return glue(natural, Frames(least), Frames(most), hold=rest.reason == "hold")


def _natural_frames(rest: Rest) -> Frames:
    """The natural length, changed by whole grid steps only: a smaller difference can belong to the cue before."""
    return Frames(rest.frames - round((rest.frames - rest.natural) / GRID) * GRID)


def _frames(items: Sequence[PlanItem]) -> int:
    return sum(item.event.frames for item in items)


def _measured(items: Sequence[PlanItem], lengths: Mapping[Utterance, Frames]) -> list[PlanItem]:
    """The items, each cue with the length of its clip and as much silence as puts the next cue on the grid."""
    found: list[PlanItem] = []
    after = 0
    for item in reversed(items):
        event = item.event
        if isinstance(event, Cue):
            clip = lengths.get(event.utterance)
            if clip is not None:
                item = item.with_frames(clip + -(clip + after) % GRID)
            after = 0
        else:
            after += event.frames
        found.append(item)
    return found[::-1]
