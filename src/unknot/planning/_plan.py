"""A timeline as the row of what stands one behind the other, which can be cut, moved and laid out again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias, TypeGuard, cast

from unknot.timeline import BackgroundSpan, Chapter, Chime, Cue, Event, Note, Rest
from unknot.units import Frames

if TYPE_CHECKING:
    from collections.abc import Sequence

    from unknot.timeline import Timeline

Mark: TypeAlias = Chapter | BackgroundSpan | Note | Chime
"""What takes no time of its own: it begins with an item. A chime only where it is under the words."""


@dataclass(frozen=True, slots=True)
class PlanItem:
    """A cue, a rest or a chime, and the marks that begin with it."""

    event: Cue | Rest | Chime
    marks: tuple[Mark, ...] = ()
    origin: int = 0
    """Which item of the session as it was planned this is, or is a part of, or leads to."""

    @property
    def start(self) -> Frames:
        """Its first frame."""
        return self.event.start

    @property
    def end(self) -> Frames:
        """The frame behind its last."""
        return Frames(self.event.start + self.event.frames)

    def lasting(self, count: int) -> PlanItem:
        """The same, `count` frames long."""
        return replace(self, event=replace(self.event, frames=Frames(count)))


@dataclass(frozen=True, slots=True)
class SessionPlan:
    """A session while it is played."""

    timeline: Timeline
    """What was heard, and what comes."""
    row: tuple[PlanItem, ...]
    """The timeline as a row."""
    whole: tuple[PlanItem, ...]
    """The session as it was planned, with what was skipped and without what was repeated."""

    @classmethod
    def of(cls, timeline: Timeline) -> SessionPlan:
        """A plan of which nothing was heard yet."""
        row = items(timeline)
        return cls(timeline, row, row)

    def changed(self, row: Sequence[PlanItem], whole: tuple[PlanItem, ...] | None = None) -> SessionPlan:
        """The plan with another row, laid out from frame 0."""
        timeline = laid(self.timeline, row)
        starts = (e for e in timeline.events if _is_item(e))
        placed = (replace(item, event=event) for item, event in zip(row, starts, strict=True))
        return SessionPlan(timeline, tuple(placed), self.whole if whole is None else whole)

    def place(self, at: int) -> int:
        """The index in the row of the item that sounds at frame `at`; the last one behind the end."""
        return place(self.row, at)


def _is_item(event: Event) -> TypeGuard[Cue | Rest | Chime]:
    return isinstance(event, Cue | Rest) or (isinstance(event, Chime) and not event.under)


def items(timeline: Timeline) -> tuple[PlanItem, ...]:
    """The row of a timeline."""
    found: list[PlanItem] = []
    marks: list[Mark] = []
    for event in timeline.events:
        if _is_item(event):
            found.append(PlanItem(event, tuple(marks), len(found)))
            marks = []
        else:
            marks.append(cast(Mark, event))
    return tuple(found)


def place(row: Sequence[PlanItem], at: int) -> int:
    """The index of the item that sounds at frame `at`; the last one behind the end."""
    return next((i for i, item in enumerate(row) if item.end > at), len(row) - 1)


def in_force(row: Sequence[PlanItem], index: int, kind: type[Mark]) -> Mark | None:
    """The last mark of a kind that begins with item `index` or before it."""
    marks = (m for item in reversed(row[: index + 1]) for m in reversed(item.marks) if isinstance(m, kind))
    return next(marks, None)


def laid(timeline: Timeline, row: Sequence[PlanItem]) -> Timeline:
    """A timeline with this row, one behind the other from frame 0, its marks reaching to the next of their kind."""
    events: list[Event] = []
    at = 0
    for item in row:
        events += [replace(mark, start=Frames(at)) for mark in item.marks]
        events.append(replace(item.event, start=Frames(at)))
        at += item.event.frames
    return replace(timeline, frames=Frames(at), events=tuple(_reaching(events, at)))


def _reaching(events: list[Event], end: int) -> list[Event]:
    until: dict[type[Event], int] = dict.fromkeys((Chapter, BackgroundSpan, Note), end)
    found: list[Event] = []
    for event in reversed(events):
        kind = type(event)
        if kind in until:
            event = replace(event, frames=Frames(until[kind] - event.start))
            until[kind] = event.start
            if kind is Chapter:
                until[Note] = event.start
        found.append(event)
    return found[::-1]
