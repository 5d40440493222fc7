"""What each command means for the plan: where the session goes on, and which rest gets which length.

Every function looks at a plan and a frame of it and gives a `Move`, or None where the command means nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from unknot.planning._plan import in_force
from unknot.timeline import Chapter, Cue, Rest
from unknot.units import GRID, NO_FRAMES, Frames, frames, on_grid

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from unknot.planning._plan import PlanItem, SessionPlan

LEAD_IN: Final = frames(1.0)
"""Background before the words after a jump: Bluetooth swallows first syllables, and ears need a moment."""
MORE: Final = Frames(1250 * GRID)
"""What one `more` adds and one `less` takes: 30 s, exactly."""
LEFT: Final = Frames(21 * GRID)
"""What a pause that is ended still lasts: half a second, for the background to go down before the words."""
AGAIN: Final = frames(4.0)
"""So soon after a chapter began, `back` means the one before it."""
JUST: Final = frames(0.5)
"""A cue that began so shortly ago is not the one that somebody wants to hear again."""
SHORT: Final = frames(75.0)
"""A last chapter of at most this length is the closing; a longer one closes with its last cue."""


@dataclass(frozen=True, slots=True)
class PlanMove:
    """A change of the plan at one frame of it."""

    at: Frames
    """What is before it has been heard."""
    to: int | None = None
    """The item of the whole session that begins now, breaking off what sounds; None when what sounds goes on."""
    lengths: Mapping[int, Frames] = field(default_factory=dict)
    """Items of the row that get a length from the person."""
    natural: bool = False
    """Whether all later rests get their natural length."""


def repeat(plan: SessionPlan, at: Frames) -> PlanMove | None:
    """The last cue that was heard begins again."""
    cue = _last_cue(plan, at - JUST)
    return None if cue is None else PlanMove(at, cue)


def resume(plan: SessionPlan, at: Frames) -> PlanMove:
    """The cue that had begun last begins again, however short a time ago; before the first one there is a lead-in."""
    cue = _last_cue(plan, at)
    return room_for(plan, at, LEAD_IN) or PlanMove(at) if cue is None else PlanMove(at, cue)


def from_the_end(plan: SessionPlan, cues: int) -> PlanMove | None:
    """From the very beginning on, the last `cues` cues; None when there are not so many."""
    spoken = [i for i, item in enumerate(plan.whole) if isinstance(item.event, Cue)]
    return PlanMove(NO_FRAMES, spoken[-cues]) if 0 < cues <= len(spoken) else None


def next_chapter(plan: SessionPlan, at: Frames) -> PlanMove | None:
    """The next chapter begins now."""
    here = plan.row[plan.place(at)].origin
    ahead = [i for i in _chapters(plan.whole) if i > here]
    return PlanMove(at, ahead[0]) if ahead else None


def previous_chapter(plan: SessionPlan, at: Frames) -> PlanMove | None:
    """This chapter begins again; the one before it, when this one has only begun."""
    here = plan.row[plan.place(at)].origin
    begun = [i for i in _chapters(plan.whole) if i <= here]
    if len(begun) > 1 and at - _began(plan, begun[-1], at) < AGAIN:
        begun.pop()
    return PlanMove(at, begun[-1]) if begun else None


def go_on(plan: SessionPlan, at: Frames) -> PlanMove | None:
    """The pause that sounds ends in half a second."""
    here = plan.place(at)
    steps = (plan.row[here].end - at - LEFT) // GRID
    if not _can_change(plan.row[here]) or steps <= 0:
        return None
    return PlanMove(at, lengths={here: Frames(plan.row[here].event.frames - steps * GRID)})


def more(plan: SessionPlan, at: Frames, extra: int = MORE) -> PlanMove | None:
    """The pause that sounds, or the next one, lasts `extra` frames longer."""
    pause = _pause(plan, at)
    return None if pause is None else PlanMove(at, lengths={pause: Frames(plan.row[pause].event.frames + extra)})


def less(plan: SessionPlan, at: Frames) -> PlanMove | None:
    """The pause that sounds, or the next one, lasts 30 s less, or as much as it has."""
    pause = _pause(plan, at)
    if pause is None:
        return None
    item = plan.row[pause]
    steps = min(MORE, item.end - max(at, item.start) - LEFT) // GRID
    return PlanMove(at, lengths={pause: Frames(item.event.frames - steps * GRID)}) if steps > 0 else None


def room_for(plan: SessionPlan, at: Frames, count: int) -> PlanMove | None:
    """The pause that sounds lasts at least `count` frames from `at` on; None when it does anyway."""
    item = plan.row[plan.place(at)]
    missing = at + count - item.end
    return more(plan, at, on_grid(missing)) if missing > 0 and _can_change(item) else None


def closing(plan: SessionPlan, at: Frames) -> PlanMove | None:
    """The closing words come now, with their natural pauses; None when they have begun."""
    first = closing_item(plan.whole)
    return None if first is None or plan.row[plan.place(at)].origin >= first else PlanMove(at, first, natural=True)


def closing_item(whole: Sequence[PlanItem]) -> int | None:
    """Where the closing words begin: a short last chapter, else the last cue."""
    chapters = _chapters(whole)
    if len(chapters) > 1 and whole[-1].end - whole[chapters[-1]].start <= SHORT:
        return chapters[-1]
    cues = [i for i, item in enumerate(whole) if isinstance(item.event, Cue)]
    return cues[-1] if cues else None


def chapter_at(plan: SessionPlan, at: int) -> str:
    """The title of the chapter at a frame; the session's where there is none."""
    chapter = in_force(plan.row, plan.place(at), Chapter)
    return chapter.title if isinstance(chapter, Chapter) else plan.timeline.title


def _last_cue(plan: SessionPlan, at: int) -> int | None:
    """The last cue of the row that began before frame `at`, as an item of the whole session."""
    found = [item.origin for item in plan.row if isinstance(item.event, Cue) and item.start < at]
    return found[-1] if found else None


def _began(plan: SessionPlan, origin: int, at: int) -> Frames:
    """When an item of the whole session began last."""
    return max((i.start for i in plan.row if i.origin == origin and i.start <= at), default=NO_FRAMES)


def _chapters(row: Sequence[PlanItem]) -> list[int]:
    return [i for i, item in enumerate(row) if any(isinstance(m, Chapter) for m in item.marks)]


def _can_change(item: PlanItem) -> bool:
    """Whether it is a rest that belongs to the person: no breath, no beat, not the close."""
    return isinstance(item.event, Rest) and item.event.reason not in ("breath", "beat", "close")


def _pause(plan: SessionPlan, at: int) -> int | None:
    """The pause that sounds at a frame, else the next one."""
    return next((i for i in range(plan.place(at), len(plan.row)) if _can_change(plan.row[i])), None)
