"""What plays from the first moment on: the background of the lead-in, while the session itself is still being made.

A session begins with a few seconds of background, whatever comes behind them. So nobody has to wait for the script to
be checked, the cues to be fetched and the pauses to be fitted: the lead-in sounds meanwhile, and the session takes over
at the frame at which it is.
"""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING, Generic, TypeVar

from unknot.planning import SessionPlan
from unknot.player._plan_controller import PlanChange
from unknot.player._speech import LINGER
from unknot.timeline import BackgroundSpan, Rest, Timeline
from unknot.units import NO_FRAMES, Frames

if TYPE_CHECKING:
    from collections.abc import Callable

    from unknot.planning import PlanMove
    from unknot.player._output_mix import PlaybackSource
    from unknot.player._session_controller import SessionController

Made = TypeVar("Made")


class PendingResult(Generic[Made]):
    """Something that is being made in a thread of its own, once it was started."""

    def __init__(self, make: Callable[[], Made]) -> None:
        self._make = make
        self._made: Made | None = None
        self._fault: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name="unknot-coming", daemon=True)

    def get(self) -> Made | None:
        """What was made, or None as long as it is not there. The first call starts the work.

        Raises:
            BaseException: What the making raised.
        """
        if self._thread.ident is None:
            self._thread.start()
        if self._fault is not None:
            raise self._fault
        return self._made

    def close(self) -> None:
        """Afterwards the thread has ended, or is left to end by itself."""
        if self._thread.ident is not None:
            self._thread.join(LINGER)

    def _run(self) -> None:
        try:
            self._made = self._make()
        except BaseException as fault:  # noqa: BLE001  (raised again in the thread that plays)
            self._fault = fault


class LeadInController:
    """Directs a lead-in until the director of the session is there. A `_plan_controller.PlanController`."""

    def __init__(
        self,
        timeline: Timeline,
        stage: Callable[[Timeline], PlaybackSource],
        coming: PendingResult[SessionController],
        *,
        on_time: bool = True,
    ) -> None:
        """Nothing is made before the first samples are on their way.

        Args:
            timeline: A lead-in as long as the session, see `lead_in`.
            stage: Makes it sound.
            coming: The director of the session, whose plan begins with a lead-in.
            on_time: What it says of that director.
        """
        self.plan = SessionPlan.of(timeline)
        self.end: Frames = timeline.frames
        self.on_time = on_time
        self.source = stage(timeline)
        self.timeline = replace(timeline, events=())
        """Nothing is told of: the session tells all that has begun when it is there."""
        self._coming = coming
        self._gone = 0

    def change(self, _move: PlanMove) -> PlanChange:
        """The lead-in goes on: there is nothing yet that could be changed."""
        return PlanChange(self.source, NO_FRAMES)

    def lost(self, count: int) -> None:
        """So much time has gone by in which nothing was heard; the session is told when it is there."""
        self._gone += count

    def arrived(self, at: Frames) -> SessionController | None:
        """The director of the session once it is there, with a lead-in that reaches beyond frame `at`."""
        director = self._coming.get()
        if director is not None:
            director.follow_on(at, self._gone)
        return director


def lead_in(title: str, language: str, background: str, length: Frames) -> Timeline:
    """A timeline of background alone, for the beginning of a session that will be `length` frames long."""
    scene = BackgroundSpan(NO_FRAMES, length, background)
    return Timeline(length, title, language, (scene, Rest(NO_FRAMES, length, length, "close")))
