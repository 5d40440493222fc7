"""The rest of a session, fitted again while it is heard. What was heard stays as it was; the plan never goes back.

Frames of the plan are frames of what a listener has heard, so a cue that is repeated stands in it twice, and a part
that was skipped does not stand in it at all.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from unknot.planning._glue import Glue, glue, share
from unknot.planning._moves import LEAD_IN
from unknot.planning._plan import PlanItem, in_force
from unknot.timeline import BackgroundSpan, Chapter, Cue, Rest
from unknot.units import GRID, NO_FRAMES, Frames, frames, on_grid

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from unknot.planning._moves import PlanMove
    from unknot.planning._plan import Mark, SessionPlan
    from unknot.routine import Utterance

CROSSING: Final = frames(2.0)
"""The crossfade where a jump leads into another background."""


@dataclass(frozen=True, slots=True)
class ChangedPlan:
    """A plan that was changed."""

    plan: SessionPlan
    met: bool
    """Whether it is as long as asked for. If not, it kept its pauses."""


def replan(plan: SessionPlan, move: PlanMove, total: Frames | None) -> ChangedPlan:
    """The plan after a move, `total` frames long with what was heard, or with its pauses as they are for None.

    Where `total` is out of reach the pauses keep their lengths, and the plan is as long as that makes it.
    """
    head, tail = parted(plan, move)
    if move.natural:
        tail = [_natural(item) for item in tail]
    fitted = None if total is None else _fitted(tail, total - _length(head))
    return ChangedPlan(plan.changed([*head, *(fitted or tail)]), total is None or fitted is not None)


def measured(plan: SessionPlan, at: Frames, lengths: Mapping[Utterance, Frames], total: Frames | None) -> ChangedPlan:
    """The plan with the measured lengths of cues that have not begun at frame `at`."""
    here = plan.place(at)
    head, tail = plan.row[: here + 1], _measured(plan.row[here + 1 :], lengths)
    fitted = None if total is None else _fitted(tail, total - plan.row[here].end)
    whole = tuple(_measured(plan.whole, lengths))
    return ChangedPlan(plan.changed([*head, *(fitted or tail)], whole), total is None or fitted is not None)


def parted(plan: SessionPlan, move: PlanMove) -> tuple[list[PlanItem], list[PlanItem]]:
    """What stands fast after a move, and what comes behind it, whose pauses are free."""
    return _went_on(plan, move) if move.to is None else _jumped(plan, move.at, move.to)


# --- what comes -------------------------------------------------------------------------------------------------


def _went_on(plan: SessionPlan, move: PlanMove) -> tuple[list[PlanItem], list[PlanItem]]:
    """What is fixed, up to the item that sounds or the last one that a person gave a length; and what is free."""
    last = max([plan.place(move.at), *move.lengths])
    changed = [item.lasting(move.lengths.get(i, item.event.frames)) for i, item in enumerate(plan.row)]
    return changed[: last + 1], changed[last + 1 :]


def _jumped(plan: SessionPlan, at: Frames, to: int) -> tuple[list[PlanItem], list[PlanItem]]:
    """What was heard, broken off, with a moment of background behind it; and what comes from the new place on."""
    here, first = plan.place(at), plan.whole[to]
    lead = _lead(at, plan.whole[to:])
    heard = [*plan.row[:here], *_broken_off(plan.row[here], at)]
    marks = (*_taken_along(plan, heard, to), *first.marks)
    head = [*heard, PlanItem(Rest(NO_FRAMES, lead, lead, "lead"), marks, to)]
    return head, [replace(first, marks=()), *plan.whole[to + 1 :]]


def _lead(at: Frames, tail: Sequence[PlanItem]) -> Frames:
    """The frames of the lead-in with which the first cue behind it stands on the grid."""
    before = 0
    for item in tail:
        if isinstance(item.event, Cue):
            break
        before += item.event.frames
    return Frames(on_grid(at + LEAD_IN + before) - at - before)


def _broken_off(item: PlanItem, at: int) -> list[PlanItem]:
    """What was heard of an item. A cue that was broken off is no cue any more: it must not sound on."""
    heard = at - item.start
    if heard <= 0:
        return []
    return [replace(item, event=Rest(item.start, Frames(heard), Frames(heard), "cut", item.event.place))]


def _taken_along(plan: SessionPlan, heard: Sequence[PlanItem], to: int) -> list[Mark]:
    """The chapter and the background of the new place, where they differ from those of what was heard last."""
    found: list[Mark] = []
    for kind in (Chapter, BackgroundSpan):
        own = any(isinstance(m, kind) for m in plan.whole[to].marks)
        mark, now = in_force(plan.whole, to, kind), in_force(heard, len(heard) - 1, kind)
        if mark is not None and not own and not _same(mark, now):
            found.append(replace(mark, over=CROSSING) if isinstance(mark, BackgroundSpan) else mark)
    return found


def _same(mark: Mark, other: Mark | None) -> bool:
    if isinstance(mark, BackgroundSpan) and isinstance(other, BackgroundSpan):
        return (mark.name, mark.change) == (other.name, other.change)
    return isinstance(mark, Chapter) and isinstance(other, Chapter) and mark.title == other.title


# --- how long it takes ------------------------------------------------------------------------------------------


def _fitted(tail: Sequence[PlanItem], total: int) -> list[PlanItem] | None:
    """The items with their elastic rests shared anew, `total` frames long together; None when out of reach."""
    free = [i for i, item in enumerate(tail) if _elastic(item)]
    rests = [event for i in free if isinstance(event := tail[i].event, Rest)]
    glues = [_glue(r) for r in rests]
    still = [_natural(item) for item in tail]
    wanted = total - _length(still)
    steps = share(glues, wanted // GRID) if glues else []
    left = wanted - GRID * sum(steps)
    if not 0 <= left < GRID or not still:
        return None
    for index, rest, step in zip(free, rests, steps, strict=True):
        still[index] = still[index].lasting(_unstretched(rest) + step * GRID)
    still[-1] = still[-1].lasting(still[-1].event.frames + left)
    return still


def _elastic(item: PlanItem) -> bool:
    event = item.event
    return isinstance(event, Rest) and event.least is not None and event.most is not None


def _natural(item: PlanItem) -> PlanItem:
    """The item with its own length; the close too, whose fitted length held what was left over."""
    event = item.event
    if isinstance(event, Rest) and (_elastic(item) or event.reason == "close"):
        return item.lasting(event.natural if event.reason == "close" else _unstretched(event))
    return item


def _glue(rest: Rest) -> Glue:
    natural = _unstretched(rest)
    least, most = min(rest.least or natural, natural), max(rest.most or natural, natural)
    return glue(natural, Frames(least), Frames(most), hold=rest.reason == "hold")


def _unstretched(rest: Rest) -> Frames:
    """The natural length, to the grid step that the rest keeps: less than that may belong to words before it."""
    return Frames(rest.frames - round((rest.frames - rest.natural) / GRID) * GRID)


def _length(row: Sequence[PlanItem]) -> int:
    return sum(item.event.frames for item in row)


def _measured(row: Sequence[PlanItem], lengths: Mapping[Utterance, Frames]) -> list[PlanItem]:
    """The row, each cue with the length of its clip and so much silence that the next cue stands on the grid."""
    found: list[PlanItem] = []
    behind = 0
    for item in reversed(row):
        event = item.event
        if isinstance(event, Cue):
            clip = lengths.get(event.utterance)
            if clip is not None:
                item = item.lasting(clip + -(clip + behind) % GRID)
            behind = 0
        else:
            behind += event.frames
        found.append(item)
    return found[::-1]
