"""Playback of a plan: it plays, stands still, goes on, and is changed."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Final, TypeAlias

from unknot.errors import DeviceError, UnknotError
from unknot.planning import LEAD_IN, closing, closing_item, from_the_end, resume
from unknot.player._events import Paused, Replanned, Resumed
from unknot.units import MILLISECOND, Frames

if TYPE_CHECKING:
    from collections.abc import Callable

    from unknot.planning import PlanMove, SessionPlan
    from unknot.player._events import PlayerEvent
    from unknot.player._output_buffer import OutputBuffer
    from unknot.player._plan_controller import PlanChange, PlanController
    from unknot.player._position import Position
    from unknot.player._prompt_queue import PromptQueue
    from unknot.player._recovery import DeviceRecovery
    from unknot.timeline import Timeline

    Make: TypeAlias = Callable[[SessionPlan, Frames], PlanMove | None]

FADE: Final = Frames(350 * MILLISECOND)
"""How long a pause takes to fade out."""
FADE_IN: Final = Frames(800 * MILLISECOND)
"""How long the sound takes to come back."""


class Playback:
    """Puts the plan on the output buffer.

    State: who holds the plan, since when the session stands still and whether a person paused it, and whether only
    the closing words are left.
    """

    def __init__(
        self,
        director: PlanController,
        deck: OutputBuffer,
        device: DeviceRecovery,
        remarks: PromptQueue,
        tell: Callable[[PlayerEvent], None],
    ) -> None:
        self._director = director
        self._deck = deck
        self._device = device
        self._remarks = remarks
        self._tell = tell
        self._still: int | None = None
        """The output frame from which on it is quiet; None while the session plays."""
        self.paused = False
        """Whether the session stands still because a person paused it."""
        self.closing = False
        """Whether a person asked for the closing words."""

    @property
    def plan(self) -> SessionPlan:
        """The plan as it is now."""
        return self._director.plan

    @property
    def timeline(self) -> Timeline:
        """The events that are told as they are heard. Without events nothing is known yet."""
        return self._director.timeline

    @property
    def stands_still(self) -> bool:
        """Whether the session stands still, for a pause or for want of a device."""
        return self._still is not None

    @property
    def standstill(self) -> int:
        """For how many output frames the session has stood still."""
        return 0 if self._still is None else max(0, self._deck.written - self._still)

    @property
    def can_close(self) -> bool:
        """Whether there are closing words that can be played now."""
        return not self.closing and not self.stands_still and closing_item(self.plan.planned) is not None

    def allows(self, make: Make) -> bool:
        """Whether a change is possible where the session is."""
        return make(self.plan, self._deck.here) is not None

    # --- from the beginning to the end ---

    def start(self, position: Position | None) -> None:
        """Afterwards the plan is what plays first: from its beginning, or from a position that was saved."""
        source = self._director.source
        move = None if position is None else from_the_end(self.plan, position.cues)
        if position is not None and move is not None:
            self._director.end = Frames(position.left + LEAD_IN)
            source = self._director.change(move).source
        self._deck.play(0, source, 0)

    def change(self, make: Make) -> None:
        """Afterwards the changed plan plays next, if the change is possible. Until it is made, the old one plays.

        A session that stood still goes on.
        """
        written = self._deck.write_ahead()
        at = self._deck.tape.position(written)
        self._report_lost(written)
        move = make(self.plan, at)
        if move is not None:
            self._switch(written, at, self._director.change(move))

    def close_early(self) -> None:
        """Afterwards the closing words come next."""
        self.closing = True
        self.change(closing)

    def take_in_news(self) -> None:
        """Afterwards the plan contains what was spoken or prepared in the meantime.

        Raises:
            UnknotError: What was waited for cannot come. The sound has been faded out.
        """
        if self.stands_still:
            return
        written, at = self._deck.written, self._deck.next
        try:
            director = self._director.arrived(at)
        except UnknotError:
            self._fade_away()
            raise
        if director is not None:
            self._director = director
            self._deck.play(written, director.source, at)

    # --- standing still ---

    def pause(self) -> None:
        """Afterwards the session stands still until a person lets it go on, and the machine may sleep."""
        self.paused = True
        self.stand_still()
        self._device.let_sleep()

    def stand_still(self) -> int:
        """Fades out. The output frame from which on it is quiet."""
        still = self._still = self._deck.fade_out(FADE)
        self._tell(Paused(self._deck.tape.position(still)))
        return still

    def cut_off(self) -> Frames:
        """Afterwards it is quiet at once, because the device is lost. The session frame at which that was."""
        written, at = self._deck.written, self._deck.next
        self._deck.tape.master.move(written, 0.0, 1)
        self._deck.play(written, None, at)
        self._still = written if self._still is None else self._still
        return at

    def go_on(self) -> None:
        """Afterwards the cue that was interrupted begins again. Lost time is made up for if that is wanted."""
        self.change(resume)

    def _report_lost(self, written: int) -> None:
        """Afterwards the plan knows of all the time in which nothing of it was heard."""
        standstill = 0 if self._still is None else max(0, written - self._still)
        lost = standstill + self._device.take_lost()
        if lost:
            self._director.lost(lost)

    def _switch(self, written: int, at: Frames, answer: PlanChange) -> None:
        """Afterwards the plan of an answer plays from output frame `written` on, which is session frame `at`."""
        self._deck.play(written, answer.source, at)
        if self._still is not None:
            self._still, self.paused = None, False
            self._device.keep_awake()
            self._deck.tape.master.move(written, 1.0, FADE_IN)
            self._tell(Resumed(at))
        self._tell(Replanned(Frames(answer.source.timeline.frames - at), answer.late))
        if self._director.on_time and not self.closing:
            self._remarks.ask_end(answer.late)

    def _fade_away(self) -> None:
        """Afterwards it is quiet, without a click."""
        with contextlib.suppress(DeviceError):
            self._deck.play_out(self._deck.fade_out(FADE))
