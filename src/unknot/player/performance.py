"""A session through a loudspeaker, steered while it plays.

The only clock is the count of frames that the speaker has taken. A clock of the machine is read for two things that
no sample can tell: how long there was no device, and whether the machine was asleep.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Final

from unknot.errors import DeviceError, UnknotError
from unknot.player import moves
from unknot.player.answering import Answering
from unknot.player.commands import Command
from unknot.player.deck import AHEAD, Deck
from unknot.player.happenings import (
    Answered,
    Concern,
    Ended,
    Levels,
    Paused,
    Recovered,
    Replanned,
    Resumed,
    Said,
    Trouble,
)
from unknot.player.holding import Holding
from unknot.player.listening import Listening
from unknot.player.remarks import Remarks
from unknot.player.world import Settings
from unknot.timeline import Rest
from unknot.units import MILLISECOND, Decibels, Frames, factor, frames

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from unknot.audio import Samples
    from unknot.player.directing import Answer, Directing
    from unknot.player.happenings import Way
    from unknot.player.items import Plan
    from unknot.player.moves import Move
    from unknot.player.world import World

FADE: Final = Frames(350 * MILLISECOND)
"""The fade of a pause."""
FADE_IN: Final = Frames(800 * MILLISECOND)
"""The fade of going on."""
FADE_OUT: Final = Frames(1000 * MILLISECOND)
"""The fade of an end that somebody asked for."""
DUCK: Final = 0.35
"""The background under a line that is in no script."""
STEP: Final = 2.0
"""Decibels that one press of an arrow changes."""
SOFTEST: Final = -14.0
"""Decibels that a level goes down to, from the session's own."""
LOUDEST: Final = 8.0
"""Decibels that a level goes up to."""
PATIENT: Final = frames(120.0)
"""After so long a pause the device is let go."""
RETRIES: Final = (1.0, 2.0, 4.0, 8.0, 16.0, 30.0)
"""Seconds before a lost device is tried again; the last one again and again."""
NAP: Final = 0.1
"""Seconds between two looks at the keys while the device is let go."""


def perform(director: Directing, world: World, settings: Settings | None = None) -> Ended:
    """Afterwards the session was heard, or ended by who listened. What happened was told as it happened.

    Raises:
        DeviceError: The speaker could not be opened in the first place. Later trouble is waited out.
        WriteError: The speaker writes a file, and could not.
        VoiceError: A cue that was to be spoken ahead could not be spoken.
    """
    performance = Performance(director, world, settings or Settings())
    try:
        return performance.run()
    finally:
        performance.close()


class Performance:
    """One session while it is played: turn by turn, command by command."""

    def __init__(self, director: Directing, world: World, settings: Settings) -> None:
        language = director.timeline.language
        self._director = director
        self._world = world
        self._settings = settings
        self._speaker = world.speaker
        self._deck = Deck(world.speaker)
        self._holding = Holding(world.speaker, world.awake, world.clock)
        self._listening = Listening(world.tell, world.keeper, settings.session)
        self._answering = Answering(settings.feedback, world.announcer, language)
        self._remarks = Remarks(world.announcer, language)
        self._said_until = 0
        """The output frame before which no other remark may begin."""
        self._still: int | None = None
        """The output frame from which on the session stands still; None while it plays."""
        self._paused = False
        """Whether it stands still because somebody wants it to."""
        self._lost = 0
        """Frames lost beside those that were counted."""
        self._closing = False
        self._way: Way | None = None
        """How it will have ended, once it is certain that it ends before the plan does."""
        self._levels = {"voice": 0.0, "bed": 0.0}
        self._over: Ended | None = None

    def run(self) -> Ended:
        """Plays to the end."""
        self._begin()
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
        self._holding.let_go()

    # --- one turn ---------------------------------------------------------------------------------------------

    def _begin(self) -> None:
        source = self._director.source
        if self._settings.start is not None:
            move = moves.from_the_end(self._director.plan, self._settings.start.cues)
            if move is not None:
                self._director.end = Frames(self._settings.start.left + moves.LEAD_IN)
                source = self._director.change(move).source
        self._deck.play(0, source, 0)
        self._take_up()

    def _turn(self) -> None:
        self._look_for_sleep()
        for command in self._world.controls.commands():
            self._obey(command)
        if not self._holding.held:
            self._world.controls.wait(NAP)
            return
        if self._still is not None and self._deck.written - self._still > PATIENT:
            self._let_go()
            return
        self._take_in_lines()
        if self._deck.write() == 0 and self._deck.at_end:
            self._drain()
        self._take_in_news()
        self._report()

    def _drain(self) -> None:
        if self._speaker.drain():
            self._report()
            self._end(self._way or ("closed" if self._closing else "finished"))

    def _end(self, way: Way) -> None:
        if way in ("finished", "closed"):
            self._world.keeper.clear()
        for concern in self._world.concerns():
            self._world.tell(Concern(concern))
        self._over = Ended(self._deck.next, self._speaker.underruns, way)
        self._world.tell(self._over)

    def _report(self) -> None:
        if self._deck.tape.source(self._deck.heard) is not None:
            self._listening.hear(self._director.timeline, self._deck.here)

    def _look_for_sleep(self) -> None:
        slept = self._holding.slept()
        if slept:
            self._lost += slept
            raise DeviceError("the machine was asleep", next_step="nothing to do: it goes on by itself")

    def _take_in_news(self) -> None:
        """The plan, brought up to date with what was spoken or made meanwhile."""
        if self._still is not None or self._way is not None:
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

    def _fade_away(self) -> None:
        """Afterwards it is quiet, without a click."""
        with contextlib.suppress(DeviceError):
            self._deck.play_out(self._deck.fade_out(FADE))

    # --- commands ---------------------------------------------------------------------------------------------

    def _obey(self, command: Command) -> None:
        match command:
            case Command.PAUSE:
                self._pause() if self._still is None else self._resume()
            case Command.REPEAT | Command.NEXT | Command.BACK | Command.GO_ON | Command.MORE | Command.LESS:
                self._steer(command)
            case Command.VOICE_UP | Command.VOICE_DOWN | Command.BACKGROUND_UP | Command.BACKGROUND_DOWN:
                self._level(command)
            case Command.WHERE:
                self._where()
            case Command.CLOSE:
                self._close_down()
            case Command.SUSPEND:
                self._suspend()
            case _:
                self._end_now(_WAYS[command])

    def _answer(self, command: Command, *, done: bool = True) -> None:
        """Afterwards the answer to a command is the next thing that is heard."""
        self._world.tell(Answered(command, done))
        resumed = command is Command.PAUSE and self._still is not None
        sound = self._answering.answer(command, done=done, resumed=resumed)
        if sound is not None:
            self._deck.tape.over(self._deck.take_back(), sound)

    def _steer(self, command: Command) -> None:
        make = _MOVES[command]
        self._reopen()
        standing = self._still is not None and command in _WHILE_IT_PLAYS
        possible = not standing and make(self._director.plan, self._deck.here) is not None
        self._answer(command, done=possible)
        if possible:
            self._apply(make)

    def _apply(self, make: Callable[[Plan, Frames], Move | None]) -> None:
        """Afterwards the plan that comes of a move is what plays next. Meanwhile what is written ahead sounds."""
        written = self._deck.write_ahead()
        at = self._deck.tape.position(written)
        self._count_what_was_lost(written)
        move = make(self._director.plan, at)
        if move is not None:
            self._switch(written, at, self._director.change(move))

    def _switch(self, written: int, at: Frames, answer: Answer) -> None:
        self._deck.play(written, answer.source, at)
        if self._still is not None:
            self._still, self._paused = None, False
            self._holding.keep_awake()
            self._deck.tape.master.move(written, 1.0, FADE_IN)
            self._world.tell(Resumed(at))
        self._world.tell(Replanned(Frames(answer.source.timeline.frames - at), answer.late))
        if self._director.on_time and not self._closing:
            self._remarks.ask_end(answer.late)

    def _pause(self) -> None:
        self._answer(Command.PAUSE)
        self._paused = True
        self._stand_still()
        self._holding.let_sleep()

    def _stand_still(self) -> int:
        """The output frame from which on it is quiet."""
        still = self._still = self._deck.fade_out(FADE)
        self._lost = 0
        self._world.tell(Paused(self._deck.tape.position(still)))
        return still

    def _resume(self) -> None:
        self._reopen()
        self._answer(Command.PAUSE)
        self._go_on()

    def _go_on(self) -> None:
        """Afterwards the cue that was broken off begins again; what was lost is made up for where that is wanted."""
        self._apply(moves.resume)

    def _count_what_was_lost(self, written: int) -> None:
        """Afterwards the plan knows of all the time in which it stood still."""
        gone = max(0, written - self._still) if self._still is not None else 0
        if gone + self._lost:
            self._director.lost(gone + self._lost)
        self._lost = 0

    def _level(self, command: Command) -> None:
        which, by = _LEVELS[command]
        level = min(LOUDEST, max(SOFTEST, self._levels[which] + by))
        changed = level != self._levels[which]
        self._levels[which] = level
        self._answer(command, done=changed)
        envelope = self._deck.tape.voice if which == "voice" else self._deck.tape.bed
        envelope.move(self._deck.take_back(), factor(level), FADE // 3)
        self._world.tell(Levels(Decibels(self._levels["voice"]), Decibels(self._levels["bed"])))

    def _where(self) -> None:
        self._answer(Command.WHERE)
        at = self._deck.here
        plan = self._director.plan
        self._remarks.ask_where(moves.chapter_at(plan, at), plan.timeline.frames - at)

    def _close_down(self) -> None:
        nothing_to_say = moves.closing_item(self._director.plan.whole) is None
        if self._closing or self._still is not None or nothing_to_say:
            self._end_now("ended")
            return
        self._closing = True
        self._answer(Command.CLOSE)
        self._apply(moves.closing)

    def _end_now(self, way: Way) -> None:
        if self._way is not None or not self._holding.held:
            self._end(way)
            return
        self._way = way
        self._deck.end_at(self._deck.fade_out(FADE_OUT))

    def _suspend(self) -> None:
        if self._holding.held and self._still is None:
            still = self._stand_still()
            with contextlib.suppress(DeviceError):
                self._deck.play_out(still)
        self._let_go()
        self._world.controls.suspend()
        self._take_up()
        if not self._paused:
            self._go_on()

    # --- lines that are in no script --------------------------------------------------------------------------

    def _take_in_lines(self) -> None:
        """A line that is ready is spoken in the pause that sounds, or in the next one, which makes room for it."""
        remark = self._remarks.next()
        nothing_known = not self._director.timeline.events
        if remark is None or nothing_known or self._way is not None or self._deck.written < self._said_until:
            return
        text, sound = remark
        need = len(sound) + moves.LEFT + AHEAD
        if self._still is None:
            if not self._in_a_pause(need):
                return
            if moves.room_for(self._director.plan, self._deck.here, need):
                self._apply(lambda plan, at: moves.room_for(plan, at, len(sound) + moves.LEFT))
        self._say(sound)
        self._remarks.said()
        self._world.tell(Said(text))

    def _say(self, sound: Samples) -> None:
        """Afterwards a line is what is written next, over a softer background."""
        begin, tape = self._deck.written, self._deck.tape
        tape.over(begin, sound)
        tape.duck.move(begin, DUCK, FADE)
        tape.duck.move(begin + len(sound), 1.0, FADE_IN)
        self._deck.change()
        self._said_until = begin + len(sound) + moves.LEFT

    def _in_a_pause(self, need: int) -> bool:
        """Whether nothing else is said where the tape is being written, and for as long as can be had."""
        plan, at = self._director.plan, self._deck.next
        item = plan.row[plan.place(at)]
        if not isinstance(item.event, Rest) or item.end - at < AHEAD:
            return False
        return item.event.reason not in ("breath", "beat") or item.end - at >= need

    # --- the device -------------------------------------------------------------------------------------------

    def _take_up(self) -> None:
        """Afterwards the device plays. How long it was let go is time lost."""
        self._lost += self._holding.take_up()
        if self._still is None:
            self._holding.keep_awake()

    def _let_go(self) -> None:
        self._holding.let_go()
        self._deck.change()

    def _reopen(self) -> None:
        if not self._holding.held:
            self._take_up()

    def _recover(self, fault: DeviceError) -> None:
        """Afterwards the device plays again from the beginning of the cue, or the session was ended."""
        self._let_go()
        written, at = self._deck.written, self._deck.next
        self._deck.tape.master.move(written, 0.0, 1)
        self._deck.play(written, None, at)
        self._still = written if self._still is None else self._still
        for retry in _retries():
            self._world.tell(Trouble(fault.message, fault.next_step, retry))
            self._world.controls.wait(retry)
            if self._gave_up():
                return
            try:
                self._take_up()
                break
            except DeviceError as again:
                fault = again
        self._world.tell(Recovered(at))
        if not self._paused:
            self._go_on()

    def _gave_up(self) -> bool:
        for command in self._world.controls.commands():
            if command in _WAYS or command is Command.CLOSE:
                self._end(_WAYS.get(command, "ended"))
                return True
            if command is Command.SUSPEND:
                self._world.controls.suspend()
        return False


def _retries() -> Iterator[float]:
    yield from RETRIES
    while True:
        yield RETRIES[-1]


_WAYS: Final[dict[Command, Way]] = {
    Command.INTERRUPT: "interrupted",
    Command.TERMINATE: "terminated",
    Command.HANG_UP: "hung up",
}
_WHILE_IT_PLAYS: Final = (Command.GO_ON, Command.MORE, Command.LESS)
"""What means nothing while the session stands still."""
_LEVELS: Final = {
    Command.VOICE_UP: ("voice", STEP),
    Command.VOICE_DOWN: ("voice", -STEP),
    Command.BACKGROUND_UP: ("bed", STEP),
    Command.BACKGROUND_DOWN: ("bed", -STEP),
}
_MOVES: Final[dict[Command, Callable[[Plan, Frames], Move | None]]] = {
    Command.REPEAT: moves.repeat,
    Command.NEXT: moves.next_chapter,
    Command.BACK: moves.previous_chapter,
    Command.GO_ON: moves.go_on,
    Command.MORE: moves.more,
    Command.LESS: moves.less,
}
