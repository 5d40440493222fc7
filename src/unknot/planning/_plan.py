"""The plan of a session that is being played: a list of cues, rests and chimes that can be changed and laid out again.

Frames of the plan are frames of what the listener hears. A cue that is repeated is in it twice, and a part that was
skipped is not in it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias, TypeGuard, cast

from unknot.timeline import BackgroundSpan, Chapter, Chime, Cue, Event, Note, Rest, until_next
from unknot.units import Frames

if TYPE_CHECKING:
    from collections.abc import Sequence

    from unknot.timeline import Timeline

Mark: TypeAlias = Chapter | BackgroundSpan | Note | Chime
"""An event that takes no time of its own and begins with an item. A chime is a mark only where it is under words."""


@dataclass(frozen=True, slots=True)
class PlanItem:
    """A cue, a rest or a chime, and the marks that begin with it."""

    event: Cue | Rest | Chime
    marks: tuple[Mark, ...] = ()
    origin: int = 0
    """The index of the planned item that this is, or is a part of, or leads to."""

    @property
    def start(self) -> Frames:
        """Its first frame."""
        return self.event.start

    @property
    def end(self) -> Frames:
        """The frame after its last."""
        return Frames(self.event.start + self.event.frames)

    def with_frames(self, count: int) -> PlanItem:
        """The same item, `count` frames long."""
        return replace(self, event=replace(self.event, frames=Frames(count)))


@dataclass(frozen=True, slots=True)
class SessionPlan:
    """The plan of a session that is being played."""

    timeline: Timeline
    """What was heard, and what comes."""
    items: tuple[PlanItem, ...]
    """The items of the timeline."""
    planned: tuple[PlanItem, ...]
    """The items as they were planned: with those that were skipped, and without repetitions."""

    @classmethod
    def of(cls, timeline: Timeline) -> SessionPlan:
        """The plan of a session of which nothing was heard yet."""
        items = items_of(timeline)
        return cls(timeline, items, items)

    def with_items(self, items: Sequence[PlanItem], planned: tuple[PlanItem, ...] | None = None) -> SessionPlan:
        """The plan with other items, laid out from frame 0."""
        timeline = laid_out(self.timeline, items)
        events = (e for e in timeline.events if _is_item(e))
        placed = (replace(item, event=event) for item, event in zip(items, events, strict=True))
        return SessionPlan(timeline, tuple(placed), self.planned if planned is None else planned)

    def index_at(self, at: int) -> int:
        """The index of the item that is played at frame `at`; the last one after the end."""
        return next((i for i, item in enumerate(self.items) if item.end > at), len(self.items) - 1)


def _is_item(event: Event) -> TypeGuard[Cue | Rest | Chime]:
    return isinstance(event, Cue | Rest) or (isinstance(event, Chime) and not event.under)


def items_of(timeline: Timeline) -> tuple[PlanItem, ...]:
    """The items of a timeline."""
    found: list[PlanItem] = []
    marks: list[Mark] = []
    for event in timeline.events:
        if _is_item(event):
            found.append(PlanItem(event, tuple(marks), len(found)))
            marks = []
        else:
            marks.append(cast(Mark, event))
    return tuple(found)


def mark_at(items: Sequence[PlanItem], index: int, kind: type[Mark]) -> Mark | None:
    """The last mark of a kind that begins with item `index` or before it."""
    marks = (m for item in reversed(items[: index + 1]) for m in reversed(item.marks) if isinstance(m, kind))
    return next(marks, None)


def laid_out(timeline: Timeline, items: Sequence[PlanItem]) -> Timeline:
    """The timeline with these items, one after the other from frame 0. Each mark lasts until the next of its kind."""
    events: list[Event] = []
    at = 0
    for item in items:
        events += [replace(mark, start=Frames(at)) for mark in item.marks]
        events.append(replace(item.event, start=Frames(at)))
        at += item.event.frames
    return replace(timeline, frames=Frames(at), events=until_next(events, at))
