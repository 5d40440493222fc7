"""The background of the lead-in, which plays while the session itself is still being made.

A session begins with a few seconds of background, whatever comes after them. So nobody has to wait until the script is
checked, the clips are made and the rests are fitted: the lead-in plays meanwhile, and the session takes over at the
frame at which the lead-in is.
"""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING, Generic, TypeVar

from unknot.planning import SessionPlan
from unknot.player._plan_controller import PlanChange
from unknot.player._speech import JOIN_TIMEOUT
from unknot.timeline import BackgroundSpan, Rest, Timeline
from unknot.units import NO_FRAMES, Frames

if TYPE_CHECKING:
    from collections.abc import Callable

    from unknot.planning import PlanMove
    from unknot.player._output_mix import PlaybackSource
    from unknot.player._session_controller import SessionController

Result = TypeVar("Result")


class PendingResult(Generic[Result]):
    """The result of a function that runs in a thread of its own, once it was started."""

    def __init__(self, make: Callable[[], Result]) -> None:
        self._make = make
        self._result: Result | None = None
        self._fault: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name="unknot-pending", daemon=True)

    def get(self) -> Result | None:
        """The result, or None as long as there is none. The first call starts the work.

        Raises:
            BaseException: What the function raised.
        """
        if self._thread.ident is None:
            self._thread.start()
        if self._fault is not None:
            raise self._fault
        return self._result

    def close(self) -> None:
        """Waits for the thread, at most `JOIN_TIMEOUT`. A slower one ends by itself."""
        if self._thread.ident is not None:
            self._thread.join(JOIN_TIMEOUT)

    def _run(self) -> None:
        try:
            self._result = self._make()
        except BaseException as fault:  # noqa: BLE001  (raised again in the thread that plays)
            self._fault = fault


class LeadInController:
    """The controller of a lead-in, until there is one of the session. A `_plan_controller.PlanController`."""

    def __init__(
        self,
        timeline: Timeline,
        render: Callable[[Timeline], PlaybackSource],
        pending: PendingResult[SessionController],
        *,
        on_time: bool = True,
    ) -> None:
        """The work of `pending` is not started here, so that the first samples come first.

        Args:
            timeline: A lead-in as long as the session, see `lead_in`.
            render: Gives the sound of a timeline.
            pending: The controller of the session, whose plan begins with a lead-in.
            on_time: The value that the controller of the session will have.
        """
        self.plan = SessionPlan.of(timeline)
        self.end: Frames = timeline.frames
        self.on_time = on_time
        self.source = render(timeline)
        self.timeline = replace(timeline, events=())
        """Without events: the session emits all that has begun as soon as it is there."""
        self._pending = pending
        self._lost = 0

    def change(self, _move: PlanMove) -> PlanChange:
        """The lead-in goes on: there is nothing yet that could be changed."""
        return PlanChange(self.source, NO_FRAMES)

    def add_lost(self, count: int) -> None:
        """Counts frames in which nothing was heard. The session is told of them when it is there."""
        self._lost += count

    def update(self, at: Frames) -> SessionController | None:
        """The controller of the session once it is there, with a lead-in that lasts beyond frame `at`."""
        controller = self._pending.get()
        if controller is not None:
            controller.take_over(at, self._lost)
        return controller


def lead_in(title: str, language: str, background: str, length: Frames) -> Timeline:
    """A timeline of background alone, for the beginning of a session that will be `length` frames long."""
    span = BackgroundSpan(NO_FRAMES, length, background)
    return Timeline(length, title, language, (span, Rest(NO_FRAMES, length, length, "close")))
