"""Plays a session through a speaker and follows the commands that come meanwhile.

The only clock is the count of frames that the speaker has played. What needs a clock of the machine is in `_recovery`.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Final

from unknot.errors import DeviceError
from unknot.planning import go_on, less, more, next_chapter, previous_chapter, repeat
from unknot.player._commands import Command
from unknot.player._context import PlaybackOptions, PlayerContext
from unknot.player._events import Answered, Concern, Ended, Recovered
from unknot.player._feedback import CommandFeedback
from unknot.player._level_control import STEPS, LevelControl
from unknot.player._output_buffer import OutputBuffer
from unknot.player._playback import Playback
from unknot.player._progress import ProgressTracker
from unknot.player._prompt_player import PromptPlayer
from unknot.player._prompt_queue import PromptQueue
from unknot.player._recovery import WAYS, DeviceRecovery
from unknot.units import MILLISECOND, Frames

if TYPE_CHECKING:
    from collections.abc import Callable

    from unknot.audio import Samples
    from unknot.player._events import PlayerEvent, Way
    from unknot.player._plan_controller import PlanController
    from unknot.player._playback import FindMove
    from unknot.player._position import StartItem
    from unknot.ports import Renderable, Speaker

FADE_OUT: Final = Frames(1000 * MILLISECOND)
"""How long the fade takes when a person ends the session."""
POLL: Final = 0.1
"""Seconds between two checks for commands while the device is closed."""


class _WholeSource:
    """A source whose levels nobody changes. An `_output_mix.PlaybackSource`."""

    def __init__(self, rendered: Renderable) -> None:
        self.timeline = rendered.timeline
        self.render = rendered.render

    def stems(self, start: int, count: int) -> tuple[Samples, Samples]:
        """All of it as words, and silence."""
        whole = self.render(start, count)
        return whole, whole * 0


def play(source: Renderable, speaker: Speaker, emit: Callable[[PlayerEvent], None]) -> None:
    """Plays all of `source`, without commands.

    Raises:
        DeviceError: The speaker could not be opened.
        WriteError: The speaker writes a file, and could not.
    """
    from unknot.player._session_controller import SessionController  # here, because the lead-in needs no fitting

    play_session(SessionController(source.timeline, lambda _: _WholeSource(source)), PlayerContext(speaker, emit))


def play_session(controller: PlanController, context: PlayerContext, options: PlaybackOptions | None = None) -> Ended:
    """Plays the session to its end, or until a person ends it. Every event was emitted.

    Raises:
        DeviceError: The speaker could not be opened at the beginning. A device that is lost later is tried again.
        WriteError: The speaker writes a file, and could not.
        VoiceError: A cue could not be spoken.
    """
    options = options or PlaybackOptions()
    loop = PlayerLoop(controller, context, options)
    try:
        return loop.run(options.start)
    finally:
        loop.close()


class PlayerLoop:
    """One session while it is played: a loop that follows new commands and writes to the speaker, again and again.

    State: how the session will end, once that is certain, and its end. Everything else is in the parts: the plan in
    `Playback`, the device in `DeviceRecovery`, prompts in `PromptPlayer`, levels in `LevelControl`.
    """

    def __init__(self, controller: PlanController, context: PlayerContext, options: PlaybackOptions) -> None:
        language = controller.timeline.language
        queue = PromptQueue(context.announcer, language)
        self._context = context
        self._buffer = OutputBuffer(context.speaker)
        self._device = DeviceRecovery(context, self._buffer)
        self._playback = Playback(controller, self._buffer, self._device, queue, context.emit)
        self._prompts = PromptPlayer(queue, self._playback, self._buffer, context.emit)
        self._levels = LevelControl(self._buffer.mix)
        self._progress = ProgressTracker(context.emit, context.positions, options.session)
        self._feedback = CommandFeedback(options.feedback, context.announcer, language)
        self._way: Way | None = None
        """How the session will end, if a command ends it before the plan does."""
        self._ended: Ended | None = None

    def run(self, start: StartItem | None) -> Ended:
        """Plays to the end, from the beginning or from another item on."""
        self._playback.start(start)
        self._device.open()
        self._device.keep_awake()
        trouble: DeviceError | None = None
        while self._ended is None:
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
        return self._ended

    def close(self) -> None:
        """Afterwards the speaker is closed and the machine may sleep."""
        self._device.close()

    # --- one turn ---------------------------------------------------------------------------------------------

    def _turn(self) -> None:
        """Follows new commands, and writes what the speaker has room for."""
        self._device.check_sleep()
        for command in self._context.controls.commands():
            self._follow(command)
        if not self._device.is_open:
            self._context.controls.wait(POLL)
            return
        if self._device.close_after(self._playback.stopped_for):
            return
        if self._way is None:
            self._prompts.play_next()
        if self._buffer.write() == 0 and self._buffer.at_end:
            self._drain()
        if self._way is None:
            self._playback.update_plan()
        self._report()

    def _drain(self) -> None:
        """Ends the session, if its last sample was heard."""
        if self._context.speaker.drain():
            self._report()
            self._end(self._way or ("closed" if self._playback.closing else "finished"))

    def _end(self, way: Way) -> None:
        """Ends the session, after all concerns were emitted."""
        if way in ("finished", "closed"):
            self._context.positions.clear()
        for concern in self._context.concerns():
            self._context.emit(Concern(concern))
        self._ended = Ended(self._buffer.next_position, self._context.speaker.underruns, way)
        self._context.emit(self._ended)

    def _report(self) -> None:
        """Afterwards the event of everything that was heard is emitted."""
        if self._buffer.mix.source(self._buffer.heard) is not None:
            self._progress.update(self._playback.timeline, self._buffer.heard_position, keep=not self._playback.closing)

    def _recover(self, fault: DeviceError) -> None:
        """Afterwards the device plays again from the beginning of the cue, or the session was ended."""
        self._device.close()
        at = self._playback.cut_off()
        way = self._device.retry(fault)
        if way is not None:
            self._end(way)
            return
        self._context.emit(Recovered(at))
        if not self._playback.paused:
            self._playback.resume()

    # --- commands ---------------------------------------------------------------------------------------------

    def _follow(self, command: Command) -> None:
        match command:
            case Command.PAUSE:
                self._resume() if self._playback.is_stopped else self._pause()
            case Command.WHERE:
                self._answer(command)
                self._prompts.request_position()
            case Command.CLOSE:
                self._close_early()
            case Command.SUSPEND:
                self._suspend()
            case _ if command in _MOVES:
                self._change_plan(command)
            case _ if command in STEPS:
                self._change_level(command)
            case _:
                self._end_now(WAYS[command])

    def _answer(self, command: Command, *, done: bool = True) -> None:
        """Afterwards the answer to a command is the next thing that is heard."""
        self._context.emit(Answered(command, done))
        resumed = command is Command.PAUSE and self._playback.is_stopped
        sound = self._feedback.sound(command, done=done, resumed=resumed)
        if sound is not None:
            self._buffer.mix.add_overlay(self._buffer.take_back(), sound)

    def _change_plan(self, command: Command) -> None:
        """Afterwards the plan is changed, or the command is refused because it is not possible here."""
        self._device.ensure_open()
        refused = self._playback.is_stopped and command in _WHILE_IT_PLAYS
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
        self._playback.resume()

    def _change_level(self, command: Command) -> None:
        self._answer(command, done=self._levels.step(command))
        self._levels.fade(command, self._buffer.take_back())
        self._context.emit(self._levels.levels)

    def _close_early(self) -> None:
        """Afterwards the closing words come next. Without any, or when asked again, the session ends now."""
        if not self._playback.can_close:
            self._end_now("ended")
            return
        self._answer(Command.CLOSE)
        self._playback.close_early()

    def _end_now(self, way: Way) -> None:
        """Fades the sound out and ends the session. When asked again, it ends at once."""
        if self._way is not None or not self._device.is_open:
            self._end(way)
            return
        self._way = way
        self._buffer.end_at(self._buffer.fade_out(FADE_OUT))

    def _suspend(self) -> None:
        """Afterwards the process was suspended, and the shell has continued it."""
        if self._device.is_open and not self._playback.is_stopped:
            silent = self._playback.stop()
            with contextlib.suppress(DeviceError):
                self._buffer.play_out(silent)
        self._device.close()
        self._context.controls.suspend()
        self._device.open()
        if not self._playback.paused:
            self._playback.resume()


_WHILE_IT_PLAYS: Final = (Command.GO_ON, Command.MORE, Command.LESS)
"""Commands that are refused while the session is stopped."""
_MOVES: Final[dict[Command, FindMove]] = {
    Command.REPEAT: repeat,
    Command.NEXT: next_chapter,
    Command.BACK: previous_chapter,
    Command.GO_ON: go_on,
    Command.MORE: more,
    Command.LESS: less,
}
"""How each command changes the plan."""
