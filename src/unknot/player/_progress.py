"""What is being heard, told as it sounds."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from unknot.player._events import Began, Progress, Sounding
from unknot.player._position import Position
from unknot.timeline import Cue
from unknot.units import SAMPLE_RATE, Frames

if TYPE_CHECKING:
    from collections.abc import Callable

    from unknot.player._events import PlayerEvent
    from unknot.player._position import PositionStore
    from unknot.timeline import Timeline


class ProgressTracker:
    """Follows the session as it is heard, and remembers the place."""

    def __init__(self, tell: Callable[[PlayerEvent], None], keeper: PositionStore, session: str) -> None:
        self._tell = tell
        self._keeper = keeper
        self._session = session
        self._timeline: Timeline | None = None
        self._starts: list[int] = []
        self._heard = -1
        self._second = -1

    def hear(self, timeline: Timeline, at: Frames) -> None:
        """Tells what began since the last call, up to session frame `at`, and each second that has gone by.

        Of a timeline without events nothing is known yet: what begins meanwhile is told once it is.
        """
        if self._timeline is None:
            self._tell(Sounding())
        if timeline is not self._timeline:
            self._timeline = timeline
            self._starts = [event.start for event in timeline.events]
        if timeline.events:
            self._follow(timeline, at)

    def _follow(self, timeline: Timeline, at: Frames) -> None:
        first, behind = bisect_right(self._starts, self._heard), bisect_right(self._starts, at)
        for event in timeline.events[first:behind]:
            self._tell(Began(event, at))
            if isinstance(event, Cue):
                self._keep(timeline, event)
        self._heard = max(self._heard, at)
        if at // SAMPLE_RATE != self._second:
            self._second = at // SAMPLE_RATE
            self._tell(Progress(at, Frames(timeline.frames - at)))

    def _keep(self, timeline: Timeline, cue: Cue) -> None:
        left = sum(1 for other in timeline.cues if other.start >= cue.start)
        self._keeper.save(Position(self._session, timeline.title, left, Frames(timeline.frames - cue.start)))
