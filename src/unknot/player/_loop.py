"""A session through a loudspeaker, steered while it plays.

The only clock is the count of frames that the speaker has taken. What needs a clock of the machine is in `recovery`.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Final

from unknot.errors import DeviceError
from unknot.planning import go_on, less, more, next_chapter, previous_chapter, repeat
from unknot.player._commands import Command
from unknot.player._context import PlaybackOptions
from unknot.player._events import Answered, Concern, Ended, Recovered
from unknot.player._feedback import KeyFeedback
from unknot.player._level_control import STEPS, LevelControl
from unknot.player._output_buffer import OutputBuffer
from unknot.player._playback import Playback
from unknot.player._progress import ProgressTracker
from unknot.player._prompt_player import PromptPlayer
from unknot.player._prompt_queue import PromptQueue
from unknot.player._recovery import WAYS, DeviceRecovery
from unknot.units import MILLISECOND, Frames

if TYPE_CHECKING:
    from unknot.player._context import PlayerContext
    from unknot.player._events import Way
    from unknot.player._plan_controller import PlanController
    from unknot.player._playback import Make
    from unknot.player._position import Position

FADE_OUT: Final = Frames(1000 * MILLISECOND)
"""How long the fade takes when a person ends the session."""
NAP: Final = 0.1
"""Seconds between two looks at the commands while the device is closed."""


def play_session(director: PlanController, world: PlayerContext, settings: PlaybackOptions | None = None) -> Ended:
    """Afterwards the session was heard, or ended by a person. Everything was told as it happened.

    Raises:
        DeviceError: The speaker could not be opened at the beginning. A device that is lost later is tried again.
        WriteError: The speaker writes a file, and could not.
        VoiceError: A cue that was to be spoken ahead could not be spoken.
    """
    settings = settings or PlaybackOptions()
    performance = PlayerLoop(director, world, settings)
    try:
        return performance.run(settings.start)
    finally:
        performance.close()


class PlayerLoop:
    """One session while it is played: a loop of turns, and the commands that are obeyed in each.

    State: how the session will have ended, once that is certain, and the end. Everything else belongs to its parts:
    the plan to `Playback`, the device to `DeviceRecovery`, remarks to `PromptPlayer`, levels to `LevelControl`.
    """

    def __init__(self, director: PlanController, world: PlayerContext, settings: PlaybackOptions) -> None:
        language = director.timeline.language
        remarks = PromptQueue(world.announcer, language)
        self._world = world
        self._deck = OutputBuffer(world.speaker)
        self._device = DeviceRecovery(world, self._deck)
        self._playback = Playback(director, self._deck, self._device, remarks, world.tell)
        self._remarks = PromptPlayer(remarks, self._playback, self._deck, world.tell)
        self._levels = LevelControl(self._deck.tape)
        self._listening = ProgressTracker(world.tell, world.keeper, settings.session)
        self._answering = KeyFeedback(settings.feedback, world.announcer, language)
        self._way: Way | None = None
        """How the session will have ended, once it is certain that it ends before the plan does."""
        self._over: Ended | None = None

    def run(self, start: Position | None) -> Ended:
        """Plays to the end, from the beginning or from a position that was saved."""
        self._playback.start(start)
        self._device.open()
        self._device.keep_awake()
        trouble: DeviceError | None = None
        while self._over is None:
            try:
                if trouble is None:
                    self._turn()
                else:
                    known, trouble = trouble, None
                    self._recover(known)
            except DeviceError as fault:
                trouble = fault
                if self._way is not None:
                    self._end(self._way)
        return self._over

    def close(self) -> None:
        """Afterwards the speaker is closed and the machine may sleep."""
        self._device.close()

    # --- one turn ---------------------------------------------------------------------------------------------

    def _turn(self) -> None:
        """Afterwards new commands were obeyed, and the speaker was given what it takes."""
        self._device.check_sleep()
        for command in self._world.controls.commands():
            self._obey(command)
        if not self._device.is_open:
            self._world.controls.wait(NAP)
            return
        if self._device.close_after(self._playback.standstill):
            return
        if self._way is None:
            self._remarks.play_next()
        if self._deck.write() == 0 and self._deck.at_end:
            self._drain()
        if self._way is None:
            self._playback.take_in_news()
        self._report()

    def _drain(self) -> None:
        """Afterwards the session is over, if its last sample was heard."""
        if self._world.speaker.drain():
            self._report()
            self._end(self._way or ("closed" if self._playback.closing else "finished"))

    def _end(self, way: Way) -> None:
        """Afterwards the session is over, and the listener knows what there is to know."""
        if way in ("finished", "closed"):
            self._world.keeper.clear()
        for concern in self._world.concerns():
            self._world.tell(Concern(concern))
        self._over = Ended(self._deck.next, self._world.speaker.underruns, way)
        self._world.tell(self._over)

    def _report(self) -> None:
        """Afterwards everything that was heard has been told."""
        if self._deck.tape.source(self._deck.heard) is not None:
            self._listening.hear(self._playback.timeline, self._deck.here)

    def _recover(self, fault: DeviceError) -> None:
        """Afterwards the device plays again from the beginning of the cue, or the session was ended."""
        self._device.close()
        at = self._playback.cut_off()
        way = self._device.retry(fault)
        if way is not None:
            self._end(way)
            return
        self._world.tell(Recovered(at))
        if not self._playback.paused:
            self._playback.go_on()

    # --- commands ---------------------------------------------------------------------------------------------

    def _obey(self, command: Command) -> None:
        match command:
            case Command.PAUSE:
                self._resume() if self._playback.stands_still else self._pause()
            case Command.WHERE:
                self._answer(command)
                self._remarks.ask_where()
            case Command.CLOSE:
                self._close_down()
            case Command.SUSPEND:
                self._suspend()
            case _ if command in _MOVES:
                self._steer(command)
            case _ if command in STEPS:
                self._level(command)
            case _:
                self._end_now(WAYS[command])

    def _answer(self, command: Command, *, done: bool = True) -> None:
        """Afterwards the answer to a command is the next thing that is heard."""
        self._world.tell(Answered(command, done))
        resumed = command is Command.PAUSE and self._playback.stands_still
        sound = self._answering.answer(command, done=done, resumed=resumed)
        if sound is not None:
            self._deck.tape.over(self._deck.take_back(), sound)

    def _steer(self, command: Command) -> None:
        """Afterwards the plan is changed, or the command refused because it is not possible here."""
        self._device.ensure_open()
        refused = self._playback.stands_still and command in _WHILE_IT_PLAYS
        possible = not refused and self._playback.allows(_MOVES[command])
        self._answer(command, done=possible)
        if possible:
            self._playback.change(_MOVES[command])

    def _pause(self) -> None:
        self._answer(Command.PAUSE)
        self._playback.pause()

    def _resume(self) -> None:
        self._device.ensure_open()
        self._answer(Command.PAUSE)
        self._playback.go_on()

    def _level(self, command: Command) -> None:
        self._answer(command, done=self._levels.step(command))
        self._levels.fade(command, self._deck.take_back())
        self._world.tell(self._levels.levels)

    def _close_down(self) -> None:
        """Afterwards the closing words come next. Without any, or when asked again, the session ends now."""
        if not self._playback.can_close:
            self._end_now("ended")
            return
        self._answer(Command.CLOSE)
        self._playback.close_early()

    def _end_now(self, way: Way) -> None:
        """Afterwards the sound fades out and the session ends. When asked again, it is over."""
        if self._way is not None or not self._device.is_open:
            self._end(way)
            return
        self._way = way
        self._deck.end_at(self._deck.fade_out(FADE_OUT))

    def _suspend(self) -> None:
        """Afterwards the process was suspended and the shell has let it go on."""
        if self._device.is_open and not self._playback.stands_still:
            still = self._playback.stand_still()
            with contextlib.suppress(DeviceError):
                self._deck.play_out(still)
        self._device.close()
        self._world.controls.suspend()
        self._device.open()
        if not self._playback.paused:
            self._playback.go_on()


_WHILE_IT_PLAYS: Final = (Command.GO_ON, Command.MORE, Command.LESS)
"""Commands that mean nothing while the session stands still."""
_MOVES: Final[dict[Command, Make]] = {
    Command.REPEAT: repeat,
    Command.NEXT: next_chapter,
    Command.BACK: previous_chapter,
    Command.GO_ON: go_on,
    Command.MORE: more,
    Command.LESS: less,
}
"""How each command changes the plan."""
