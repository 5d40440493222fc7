"""Playback of a plan: it is played, stopped, resumed and changed."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Final, TypeAlias

from unknot.errors import DeviceError, UnknotError
from unknot.planning import LEAD_IN, PlanMove, closing, closing_item, resume
from unknot.player._events import Paused, Replanned, Resumed
from unknot.units import MILLISECOND, NO_FRAMES, Frames

if TYPE_CHECKING:
    from collections.abc import Callable

    from unknot.planning import SessionPlan
    from unknot.player._events import PlayerEvent
    from unknot.player._output_buffer import OutputBuffer
    from unknot.player._plan_controller import PlanChange, PlanController
    from unknot.player._position import StartItem
    from unknot.player._prompt_queue import PromptQueue
    from unknot.player._recovery import DeviceRecovery
    from unknot.timeline import Timeline

    FindMove: TypeAlias = Callable[[SessionPlan, Frames], PlanMove | None]
    """The move of a plan at a session frame; None where it is not possible."""

FADE: Final = Frames(350 * MILLISECOND)
"""How long the fade takes when the session stops."""
FADE_IN: Final = Frames(800 * MILLISECOND)
"""How long the fade takes when it goes on."""


class Playback:
    """Puts the plan on the output buffer.

    State: the controller that has the plan, since when the session is stopped and whether a person paused it, and
    whether only the closing words are left.
    """

    def __init__(
        self,
        controller: PlanController,
        buffer: OutputBuffer,
        device: DeviceRecovery,
        prompts: PromptQueue,
        emit: Callable[[PlayerEvent], None],
    ) -> None:
        self._controller = controller
        self._buffer = buffer
        self._device = device
        self._prompts = prompts
        self._emit = emit
        self._stopped_at: int | None = None
        """The first silent output frame; None while the session plays."""
        self.paused = False
        """Whether the session is stopped because a person paused it."""
        self.closing = False
        """Whether a person asked for the closing words."""

    @property
    def plan(self) -> SessionPlan:
        """The plan as it is now."""
        return self._controller.plan

    @property
    def timeline(self) -> Timeline:
        """The timeline whose events are emitted as they are heard. It has none while the session is being made."""
        return self._controller.timeline

    @property
    def is_stopped(self) -> bool:
        """Whether the session is stopped, because of a pause or because there is no device."""
        return self._stopped_at is not None

    @property
    def stopped_for(self) -> int:
        """For how many output frames the session has been stopped."""
        return 0 if self._stopped_at is None else max(0, self._buffer.written - self._stopped_at)

    @property
    def can_close(self) -> bool:
        """Whether there are closing words that can be played now."""
        return not self.closing and not self.is_stopped and closing_item(self.plan.planned) is not None

    def allows(self, find_move: FindMove) -> bool:
        """Whether a move is possible at the frame that is heard."""
        return find_move(self.plan, self._buffer.heard_position) is not None

    def start(self, first: StartItem | None) -> None:
        """Puts the plan on the empty buffer: from its beginning, or from another item on."""
        source = self._controller.source
        if first is not None:
            planned = self.plan.timeline.frames - self.plan.planned[first.item].start
            self._controller.end = Frames((planned if first.left is None else first.left) + LEAD_IN)
            source = self._controller.change(PlanMove(NO_FRAMES, first.item)).source
        self._buffer.play(0, source, 0)

    def change(self, find_move: FindMove) -> None:
        """Afterwards the changed plan plays, if the move is possible. A session that was stopped goes on.

        The old plan is written ahead first, so that it plays while the new one is made.
        """
        written = self._buffer.write_ahead()
        at = self._buffer.mix.position(written)
        self._report_lost(written)
        move = find_move(self.plan, at)
        if move is not None:
            self._switch(written, at, self._controller.change(move))

    def close_early(self) -> None:
        """Afterwards the closing words come next."""
        self.closing = True
        self.change(closing)

    def update_plan(self) -> None:
        """Afterwards the plan contains what was spoken or made in the meantime.

        Raises:
            UnknotError: A part of the session cannot be made. The sound has been faded out.
        """
        if self.is_stopped:
            return
        written, at = self._buffer.written, self._buffer.next_position
        try:
            controller = self._controller.update(at)
        except UnknotError:
            with contextlib.suppress(DeviceError):
                self._buffer.play_out(self._buffer.fade_out(FADE))
            raise
        if controller is not None:
            self._controller = controller
            self._buffer.play(written, controller.source, at)

    def pause(self) -> None:
        """Afterwards the session is stopped until a person resumes it, and the machine may sleep."""
        self.paused = True
        self.stop()
        self._device.let_sleep()

    def stop(self) -> int:
        """Fades out. The first silent output frame."""
        silent = self._stopped_at = self._buffer.fade_out(FADE)
        self._emit(Paused(self._buffer.mix.position(silent)))
        return silent

    def cut_off(self) -> Frames:
        """Stops without a fade, because the device is lost. The session frame at which that was."""
        written, at = self._buffer.written, self._buffer.next_position
        self._buffer.mix.master.move(written, 0.0, 1)
        self._buffer.play(written, None, at)
        self._stopped_at = written if self._stopped_at is None else self._stopped_at
        return at

    def resume(self) -> None:
        """Afterwards the cue that was interrupted begins again. The session still ends on time if that is wanted."""
        self.change(resume)

    def _report_lost(self, written: int) -> None:
        """Tells the controller of all the time in which nothing of the plan was heard."""
        stopped = 0 if self._stopped_at is None else max(0, written - self._stopped_at)
        lost = stopped + self._device.take_lost()
        if lost:
            self._controller.add_lost(lost)

    def _switch(self, written: int, at: Frames, change: PlanChange) -> None:
        """Afterwards the changed plan plays from output frame `written` on, which is session frame `at`."""
        self._buffer.play(written, change.source, at)
        if self._stopped_at is not None:
            self._stopped_at, self.paused = None, False
            self._device.keep_awake()
            self._buffer.mix.master.move(written, 1.0, FADE_IN)
            self._emit(Resumed(at))
        self._emit(Replanned(Frames(change.source.timeline.frames - at), change.late))
        if self._controller.on_time and not self.closing:
            self._prompts.request_end(change.late)
