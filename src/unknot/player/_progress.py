"""Emits the events of the timeline as they are heard, and saves the position."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from unknot.planning import place_of
from unknot.player._events import Began, Progress, Sounding
from unknot.player._position import Position
from unknot.timeline import Cue, Rest
from unknot.units import SAMPLE_RATE, Frames

if TYPE_CHECKING:
    from collections.abc import Callable

    from unknot.player._events import PlayerEvent
    from unknot.player._position import PositionStore
    from unknot.timeline import Event, Timeline


class ProgressTracker:
    """Follows the session as it is heard. State: the last session frame and the last second that were heard."""

    def __init__(self, emit: Callable[[PlayerEvent], None], positions: PositionStore, session: str) -> None:
        self._emit = emit
        self._positions = positions
        self._session = session
        self._timeline: Timeline | None = None
        self._starts: list[int] = []
        self._heard = -1
        self._second = -1

    def update(self, timeline: Timeline, at: Frames, *, keep: bool = True) -> None:
        """Emits each event that began since the last call, up to session frame `at`, and each second that has passed.

        With `keep` the position of each cue is saved. After a jump that is the cue that comes.

        Of a timeline without events nothing is emitted: what has begun is emitted when the session is known.
        """
        if self._timeline is None:
            self._emit(Sounding())
        if timeline is not self._timeline:
            self._timeline = timeline
            self._starts = [event.start for event in timeline.events]
        if timeline.events:
            self._follow(timeline, at, keep=keep)

    def _follow(self, timeline: Timeline, at: Frames, *, keep: bool) -> None:
        first, after = bisect_right(self._starts, self._heard), bisect_right(self._starts, at)
        for event in timeline.events[first:after]:
            self._emit(Began(event, at))
            cue = _resumed_with(timeline, event) if keep else None
            if cue is not None:
                self._save(timeline, cue)
        self._heard = max(self._heard, at)
        if at // SAMPLE_RATE != self._second:
            self._second = at // SAMPLE_RATE
            self._emit(Progress(at, Frames(timeline.frames - at)))

    def _save(self, timeline: Timeline, cue: Cue) -> None:
        left = Frames(timeline.frames - cue.start)
        self._positions.save(Position(self._session, timeline.title, place_of(timeline, cue), left))


def _resumed_with(timeline: Timeline, event: Event) -> Cue | None:
    """The cue with which a session goes on that is broken off in `event`; None where that does not change."""
    if isinstance(event, Rest) and event.reason == "lead" and event.start:  # after a jump
        return next((cue for cue in timeline.cues if cue.start >= event.start), None)
    return event if isinstance(event, Cue) else None
