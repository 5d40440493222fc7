"""A session through a loudspeaker, steered while it plays.

The only clock is the count of frames that the speaker has taken. A clock of the machine is read for two things that
no sample can tell: how long there was no device, and whether the machine was asleep.
"""

from __future__ import annotations

import contextlib
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

from unknot.errors import DeviceError, UnknotError
from unknot.player import moves, tones
from unknot.player.commands import Command
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
from unknot.player.lines import lines
from unknot.player.listening import Listening
from unknot.player.position import NoKeeper
from unknot.player.remarks import Remarks
from unknot.player.speaking import Silent
from unknot.player.tape import Tape
from unknot.timeline import Rest
from unknot.units import MILLISECOND, Decibels, Frames, factor, frames

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from unknot.audio import Samples
    from unknot.player.commands import Controls
    from unknot.player.directing import Answer, Directing
    from unknot.player.happenings import Happening, Way
    from unknot.player.items import Plan
    from unknot.player.moves import Move
    from unknot.player.position import Keeper, Position
    from unknot.player.speaking import Announcer
    from unknot.ports import Speaker

BLOCK: Final = Frames(100 * MILLISECOND)
"""Frames that are rendered at once."""
AHEAD: Final = Frames(400 * MILLISECOND)
"""How far is written ahead while a plan is made: what the speaker's ring holds."""
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
ASLEEP: Final = 5.0
"""Seconds between two looks at the clock after which the machine was asleep."""
PATIENT: Final = frames(120.0)
"""After so long a pause the device is let go."""
RETRIES: Final = (1.0, 2.0, 4.0, 8.0, 16.0, 30.0)
"""Seconds before a lost device is tried again; the last one again and again."""
NAP: Final = 0.1
"""Seconds between two looks at the keys while the device is let go."""


def machine_clock() -> float:
    """Seconds that go on while the machine sleeps, where the system has such a clock."""
    boot = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boot is None else time.clock_gettime(boot)


class NoControls:
    """Nobody steers."""

    def commands(self) -> tuple[Command, ...]:
        """Nothing."""
        return ()

    def wait(self, seconds: float) -> None:
        """Waits."""
        time.sleep(seconds)

    def suspend(self) -> None:
        """Does nothing."""


@dataclass(frozen=True, slots=True)
class World:
    """What a performance has around it."""

    speaker: Speaker
    tell: Callable[[Happening], None]
    """Is told all that happens, in order, from the thread that plays. Must be quick."""
    controls: Controls = field(default_factory=NoControls)
    announcer: Announcer = field(default_factory=Silent)
    keeper: Keeper = field(default_factory=NoKeeper)
    awake: Callable[[], contextlib.AbstractContextManager[object]] = contextlib.nullcontext
    """Keeps the machine from sleeping while it is entered: while sound plays, and not while it pauses."""
    clock: Callable[[], float] = machine_clock
    concerns: Callable[[], Sequence[str]] = tuple
    """What the listener should know at the end, in words."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How a performance answers, and where it begins."""

    feedback: Literal["tone", "voice", "none"] = "tone"
    session: str = ""
    """Names the session for `Position`."""
    start: Position | None = None
    """Where to go on; None begins at the beginning."""


def perform(director: Directing, world: World, settings: Settings = Settings()) -> Ended:
    """Afterwards the session was heard, or ended by who listened. What happened was told as it happened.

    Raises:
        DeviceError: The speaker could not be opened in the first place. Later trouble is waited out.
        WriteError: The speaker writes a file, and could not.
        VoiceError: A cue that was to be spoken ahead could not be spoken.
    """
    performance = Performance(director, world, settings)
    try:
        return performance.run()
    finally:
        performance.close()


class Performance:
    """One session while it is played."""

    def __init__(self, director: Directing, world: World, settings: Settings) -> None:
        self._director = director
        self._world = world
        self._settings = settings
        self._speaker = world.speaker
        self._base = world.speaker.played
        self._tape = Tape()
        self._listening = Listening(world.tell, world.keeper, settings.session)
        self._lines = lines(director.timeline.language)
        self._block: Samples | None = None
        self._still: int | None = None
        """The output frame from which on the session stands still; None while it plays."""
        self._paused = False
        """Whether it stands still because somebody wants it to."""
        self._lost = 0
        """Frames lost beside those that were counted."""
        self._open = False
        self._closing = False
        self._finish: tuple[int, Way] | None = None
        """The output frame at which it is over, before the plan is."""
        self._remarks = Remarks(world.announcer, director.timeline.language)
        self._said_until = 0
        """The output frame before which no other remark may begin."""
        self._levels = {"voice": 0.0, "bed": 0.0}
        self._away: float | None = None
        """When the device was let go, by the clock."""
        self._awake: contextlib.ExitStack | None = None
        self._looked = world.clock()
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
                if self._finish is not None:
                    self._end(self._finish[1])
        return self._over

    def close(self) -> None:
        """Afterwards the speaker is closed and the machine may sleep."""
        self._sleep()
        self._speaker.close()

    # --- one turn ---------------------------------------------------------------------------------------------

    def _begin(self) -> None:
        source = self._director.source
        if self._settings.start is not None:
            move = moves.from_the_end(self._director.plan, self._settings.start.cues)
            if move is not None:
                self._director.end = Frames(self._settings.start.left + moves.LEAD_IN)
                source = self._director.change(move).source
        self._tape.play(0, source, 0)
        self._take_up()

    def _turn(self) -> None:
        self._watch_the_clock()
        for command in self._world.controls.commands():
            self._obey(command)
        if not self._open:
            self._world.controls.wait(NAP)
            return
        if self._still is not None and self._written() - self._still > PATIENT:
            self._let_go()
            return
        self._take_in_lines()
        if self._write() == 0 and self._at_end():
            self._drain()
        self._take_in_clips()
        self._report()

    def _write(self) -> int:
        """How many frames the speaker took now."""
        written = self._written()
        if self._block is None or not len(self._block):
            count = min(BLOCK, self._last(written) - written)
            if count <= 0:
                return 0
            self._tape.forget(self._heard() - BLOCK)
            self._block = self._tape.render(written, count)
        taken = self._speaker.write(self._block)
        self._block = self._block[taken:]
        return taken

    def _last(self, written: int) -> int:
        """The output frame behind the last one that is certain to be wanted."""
        if self._finish is not None:
            return self._finish[0]
        ends = self._tape.ends()
        return written + BLOCK if ends is None else ends

    def _at_end(self) -> bool:
        written = self._written()
        return written >= self._last(written)

    def _drain(self) -> None:
        if self._speaker.drain():
            self._report()
            way: Way = "closed" if self._closing else "finished"
            self._end(self._finish[1] if self._finish else way)

    def _end(self, way: Way) -> None:
        if way in ("finished", "closed"):
            self._world.keeper.clear()
        at = self._tape.position(self._written())
        for concern in self._world.concerns():
            self._world.tell(Concern(concern))
        self._over = Ended(at, self._speaker.underruns, way)
        self._world.tell(self._over)

    def _report(self) -> None:
        heard = self._heard()
        source = self._tape.source(heard)
        if source is not None:
            self._listening.hear(self._director.timeline, self._tape.position(heard))

    def _written(self) -> int:
        return self._speaker.played + self._speaker.pending - self._base

    def _heard(self) -> int:
        return max(0, self._speaker.played - self._base - self._speaker.latency)

    def _watch_the_clock(self) -> None:
        now = self._world.clock()
        gone, self._looked = now - self._looked, now
        if gone > ASLEEP and self._open:
            self._lost += frames(gone)
            raise DeviceError("the machine was asleep", next_step="nothing to do: it goes on by itself")

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

    def _steer(self, command: Command) -> None:
        make = _MOVES[command]
        self._reopen()
        standing = self._still is not None and command in _WHILE_IT_PLAYS
        possible = not standing and make(self._director.plan, self._here()) is not None
        self._answer(command, done=possible)
        if possible:
            self._apply(make)

    def _apply(self, make: Callable[[Plan, Frames], Move | None]) -> None:
        """Afterwards the plan that comes of a move is what plays next. Meanwhile what is written ahead sounds."""
        written, at = self._ahead()
        self._count_what_was_lost(written)
        move = make(self._director.plan, at)
        if move is not None:
            self._switch(written, at, self._director.change(move))

    def _switch(self, written: int, at: Frames, answer: Answer) -> None:
        self._tape.play(written, answer.source, at)
        self._block = None
        if self._still is not None:
            self._still, self._paused = None, False
            self._keep_awake()
            self._tape.master.move(written, 1.0, FADE_IN)
            self._world.tell(Resumed(at))
        self._world.tell(Replanned(Frames(answer.source.timeline.frames - at), answer.late))
        if self._director.on_time and not self._closing:
            self._remarks.ask_end(answer.late)

    def _pause(self) -> None:
        self._answer(Command.PAUSE)
        self._paused = True
        written = self._back()
        self._stand_still(written, FADE)
        self._world.tell(Paused(self._tape.position(written + FADE)))
        self._sleep()

    def _stand_still(self, written: int, fade: int) -> None:
        self._tape.master.move(written, 0.0, fade)
        self._tape.play(written + fade, None, self._tape.position(written + fade))
        self._still = written + fade
        self._lost = 0
        self._block = None

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
        envelope = self._tape.voice if which == "voice" else self._tape.bed
        envelope.move(self._back(), factor(level), FADE // 3)
        self._world.tell(Levels(Decibels(self._levels["voice"]), Decibels(self._levels["bed"])))

    def _where(self) -> None:
        self._answer(Command.WHERE)
        at = self._here()
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
        if self._finish is not None or not self._open:
            self._end(way)
            return
        written = self._back()
        self._tape.master.move(written, 0.0, FADE_OUT)
        self._tape.play(written + FADE_OUT, None, self._tape.position(written + FADE_OUT))
        self._finish = (written + FADE_OUT, way)

    def _suspend(self) -> None:
        if self._open and self._still is None:
            written = self._back()
            self._stand_still(written, FADE)
            with contextlib.suppress(DeviceError):
                self._play_out(written + FADE)
            self._world.tell(Paused(self._here()))
        self._let_go()
        self._world.controls.suspend()
        self._take_up()
        if not self._paused:
            self._go_on()

    def _fade_away(self) -> None:
        """Afterwards it is quiet, without a click."""
        with contextlib.suppress(DeviceError):
            written = self._back()
            self._tape.master.move(written, 0.0, FADE)
            self._play_out(written + FADE)

    def _play_out(self, until: int) -> None:
        """Afterwards everything before an output frame was heard."""
        while self._written() < until:
            self._write()
        while not self._speaker.drain():
            pass

    # --- answers ----------------------------------------------------------------------------------------------

    def _answer(self, command: Command, *, done: bool = True) -> None:
        """Afterwards the answer to a command is the next thing that is heard."""
        self._world.tell(Answered(command, done))
        sound = self._answering(command, done=done)
        if sound is not None:
            self._tape.over(self._back(), sound)

    def _answering(self, command: Command, *, done: bool) -> Samples | None:
        if self._settings.feedback == "none":
            return None
        resumed = command is Command.PAUSE and self._still is not None
        if self._settings.feedback == "voice":
            text = self._lines.resumed if resumed else self._lines.words.get(command, "")
            spoken = self._world.announcer.known(text if done else self._lines.refused)
            if spoken is not None:
                return spoken
        notes = tones.RESUMED if resumed else tones.MELODIES.get(command, tones.REFUSED)
        return tones.melody(notes if done else tones.REFUSED)

    def _take_in_lines(self) -> None:
        """A line that is ready is spoken in the pause that sounds, or in the next one, which makes room for it."""
        remark = self._remarks.next()
        if remark is None or self._finish is not None or self._written() < self._said_until:
            return
        text, sound = remark
        need = len(sound) + moves.LEFT + AHEAD
        if self._still is None:
            if not self._in_a_pause(need):
                return
            if moves.room_for(self._director.plan, self._here(), need):
                self._apply(lambda plan, at: moves.room_for(plan, at, len(sound) + moves.LEFT))
        begin = self._written()
        self._tape.over(begin, sound)
        self._said_until = begin + len(sound) + moves.LEFT
        self._tape.duck.move(begin, DUCK, FADE)
        self._tape.duck.move(begin + len(sound), 1.0, FADE_IN)
        self._block = None
        self._remarks.said()
        self._world.tell(Said(text))

    def _in_a_pause(self, need: int) -> bool:
        """Whether nothing else is said where the tape is being written, and for as long as can be had."""
        plan, at = self._director.plan, self._tape.position(self._written())
        item = plan.row[plan.place(at)]
        if not isinstance(item.event, Rest) or item.end - at < AHEAD:
            return False
        return item.event.reason not in ("breath", "beat") or item.end - at >= need

    def _take_in_clips(self) -> None:
        """The plan, brought up to date with the cues that were spoken meanwhile."""
        if self._still is not None or self._finish is not None:
            return
        written, at = self._written(), self._tape.position(self._written())
        try:
            director = self._director.arrived(at)
        except UnknotError:
            self._fade_away()
            raise
        if director is not None:
            self._director = director
            self._tape.play(written, director.source, at)
            self._block = None

    # --- the speaker ------------------------------------------------------------------------------------------

    def _back(self) -> int:
        """The first output frame that can still be changed: everything that nobody took is taken back."""
        self._speaker.take_back()
        self._block = None
        return self._written()

    def _ahead(self) -> tuple[int, Frames]:
        """An output frame far enough ahead to make a plan for, and its session frame."""
        until = self._written() + AHEAD - self._speaker.pending
        while self._speaker.paced and self._written() < until and self._write():
            pass
        written = self._written()
        return written, self._tape.position(written)

    def _here(self) -> Frames:
        """The session frame that is heard now."""
        return self._tape.position(self._heard())

    def _take_up(self) -> None:
        """Afterwards the device plays. How long it was let go is time lost."""
        self._speaker.open()
        self._open = True
        self._looked = self._world.clock()
        if self._away is not None:
            self._lost += frames(self._looked - self._away)
            self._away = None
        if self._still is None:
            self._keep_awake()

    def _let_go(self) -> None:
        self._open = False
        self._away = self._world.clock() if self._away is None else self._away
        self._sleep()
        self._speaker.close()
        self._block = None

    def _reopen(self) -> None:
        if not self._open:
            self._take_up()

    def _keep_awake(self) -> None:
        if self._awake is None:
            self._awake = contextlib.ExitStack()
            self._awake.enter_context(self._world.awake())

    def _sleep(self) -> None:
        if self._awake is not None:
            self._awake.close()
            self._awake = None

    # --- trouble ----------------------------------------------------------------------------------------------

    def _recover(self, fault: DeviceError) -> None:
        """Afterwards the device plays again from the beginning of the cue, or the session was ended."""
        self._let_go()
        written = self._written()
        self._tape.master.move(written, 0.0, 1)
        self._tape.play(written, None, self._tape.position(written))
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
        self._world.tell(Recovered(self._tape.position(written)))
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
