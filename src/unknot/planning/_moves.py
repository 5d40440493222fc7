"""The change of the plan that each command makes: where the session continues, and which rest gets another length.

Each function takes a plan and the frame of it that is heard, and gives a `PlanMove`, or None where nothing changes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from unknot.planning._plan import mark_at
from unknot.timeline import Chapter, Cue, Rest
from unknot.units import GRID, NO_FRAMES, Frames, frames, on_grid

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from unknot.planning._plan import PlanItem, SessionPlan

LEAD_IN: Final = frames(1.0)
"""Background before the words after a jump: over Bluetooth the beginning of a sound can be lost."""
CHANGE: Final = Frames(1250 * GRID)
"""`more` adds this to a pause and `less` takes it away: exactly 30 s."""
PAUSE_END: Final = Frames(21 * GRID)
"""How long a pause that is ended still lasts: half a second, in which the background is ducked before the words."""
BEGINNING: Final = frames(4.0)
"""During this time after the beginning of a chapter, `previous_chapter` goes to the chapter before it."""
JUST_BEGUN: Final = frames(0.5)
"""A cue that began less than this ago is not the one that is repeated."""
LONGEST_CLOSING: Final = frames(75.0)
"""A last chapter of at most this length is the closing; else the last cue is."""


@dataclass(frozen=True, slots=True)
class PlanMove:
    """A change of the plan."""

    at: Frames
    """Everything before this frame has been heard."""
    to: int | None = None
    """The index of the planned item that begins now, in place of what is played; None where that continues."""
    lengths: Mapping[int, Frames] = field(default_factory=dict)
    """New lengths of items, by their index in the plan."""
    natural: bool = False
    """Whether all later rests get their natural length."""


def repeat(plan: SessionPlan, at: Frames) -> PlanMove | None:
    """The last cue begins again."""
    cue = _last_cue(plan, at - JUST_BEGUN)
    return None if cue is None else PlanMove(at, cue)


def resume(plan: SessionPlan, at: Frames) -> PlanMove:
    """The last cue begins again, however short a time ago it began; before the first cue there is a lead-in."""
    cue = _last_cue(plan, at)
    return pause_of_at_least(plan, at, LEAD_IN) or PlanMove(at) if cue is None else PlanMove(at, cue)


def next_chapter(plan: SessionPlan, at: Frames) -> PlanMove | None:
    """The next chapter begins now."""
    here = plan.items[plan.index_at(at)].origin
    ahead = [i for i in _chapters(plan.planned) if i > here]
    return PlanMove(at, ahead[0]) if ahead else None


def previous_chapter(plan: SessionPlan, at: Frames) -> PlanMove | None:
    """This chapter begins again; the one before it, when this one has only begun."""
    here = plan.items[plan.index_at(at)].origin
    begun = [i for i in _chapters(plan.planned) if i <= here]
    if len(begun) > 1 and at - _last_start(plan, begun[-1], at) < BEGINNING:
        begun.pop()
    return PlanMove(at, begun[-1]) if begun else None


def go_on(plan: SessionPlan, at: Frames) -> PlanMove | None:
    """The current pause ends in half a second."""
    here = plan.index_at(at)
    steps = (plan.items[here].end - at - PAUSE_END) // GRID
    if not _can_change(plan.items[here]) or steps <= 0:
        return None
    return PlanMove(at, lengths={here: Frames(plan.items[here].event.frames - steps * GRID)})


def more(plan: SessionPlan, at: Frames, extra: int = CHANGE) -> PlanMove | None:
    """The current pause, or the next one, lasts `extra` frames longer."""
    pause = _pause(plan, at)
    return None if pause is None else PlanMove(at, lengths={pause: Frames(plan.items[pause].event.frames + extra)})


def less(plan: SessionPlan, at: Frames) -> PlanMove | None:
    """The current pause, or the next one, lasts 30 s less, or as much less as is left of it."""
    pause = _pause(plan, at)
    if pause is None:
        return None
    item = plan.items[pause]
    steps = min(CHANGE, item.end - max(at, item.start) - PAUSE_END) // GRID
    return PlanMove(at, lengths={pause: Frames(item.event.frames - steps * GRID)}) if steps > 0 else None


def pause_of_at_least(plan: SessionPlan, at: Frames, count: int) -> PlanMove | None:
    """The current pause lasts at least `count` frames from `at` on; None when it does anyway."""
    item = plan.items[plan.index_at(at)]
    missing = at + count - item.end
    return more(plan, at, on_grid(missing)) if missing > 0 and _can_change(item) else None


def closing(plan: SessionPlan, at: Frames) -> PlanMove | None:
    """The closing begins now, with its natural pauses; None when it has begun."""
    first = closing_item(plan.planned)
    return None if first is None or plan.items[plan.index_at(at)].origin >= first else PlanMove(at, first, natural=True)


def closing_item(items: Sequence[PlanItem]) -> int | None:
    """The index of the item with which the closing begins: a short last chapter, else the last cue."""
    chapters = _chapters(items)
    if len(chapters) > 1 and items[-1].end - items[chapters[-1]].start <= LONGEST_CLOSING:
        return chapters[-1]
    cues = [i for i, item in enumerate(items) if isinstance(item.event, Cue)]
    return cues[-1] if cues else None


def chapter_at(plan: SessionPlan, at: int) -> str:
    """The title of the chapter at frame `at`; the title of the session where there is none."""
    chapter = mark_at(plan.items, plan.index_at(at), Chapter)
    return chapter.title if isinstance(chapter, Chapter) else plan.timeline.title


def _last_cue(plan: SessionPlan, at: int) -> int | None:
    """The index of the planned item of the last cue that began before frame `at`."""
    found = [item.origin for item in plan.items if isinstance(item.event, Cue) and item.start < at]
    return found[-1] if found else None


def _last_start(plan: SessionPlan, origin: int, at: int) -> Frames:
    """The last frame up to `at` at which planned item `origin` began."""
    return max((i.start for i in plan.items if i.origin == origin and i.start <= at), default=NO_FRAMES)


def _chapters(items: Sequence[PlanItem]) -> list[int]:
    return [i for i, item in enumerate(items) if any(isinstance(m, Chapter) for m in item.marks)]


def _can_change(item: PlanItem) -> bool:
    """Whether it is a rest whose length the listener may change: not a breath, a beat or the close."""
    return isinstance(item.event, Rest) and item.event.reason not in ("breath", "beat", "close")


def _pause(plan: SessionPlan, at: int) -> int | None:
    """The index of the pause that is played at frame `at`, else of the next one."""
    return next((i for i in range(plan.index_at(at), len(plan.items)) if _can_change(plan.items[i])), None)
