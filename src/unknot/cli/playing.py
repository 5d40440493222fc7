"""`unknot play`."""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

import click

from unknot.cli.asking import opened, order, tell
from unknot.cli.options import as_json, one_length, session_options, voice_options
from unknot.errors import INTERRUPTED, TERMINATED, UsageError, WriteError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from unknot.cli.making import Asked
    from unknot.cli.options import Speaking, Wish
    from unknot.player import Ended, Happening, Position
    from unknot.ports import Speaker
    from unknot.session import World as Surroundings
    from unknot.units import Frames
    from unknot.wiring import Loaded

HUNG_UP: Final = 129
"""The exit status after the terminal went away, as shells have it: 128 + SIGHUP."""
STATUSES: Final = {"interrupted": INTERRUPTED, "terminated": TERMINATED, "hung up": HUNG_UP}


@dataclass(frozen=True, slots=True)
class How:
    """How a session is to be played, as the options say it."""

    player: str | None
    on_time: bool
    feedback: Literal["tone", "voice", "none"]
    resume: bool
    plain: bool
    as_json: bool
    debug: bool
    before: str
    journal: bool


@dataclass(frozen=True, slots=True)
class Session:
    """Which session is played: what `--resume` must find again."""

    routine: str
    length: Frames | None
    seed: int
    text: str = ""
    """Stands for the script as it was."""

    def of(self, loaded: Loaded) -> Session:
        """The same, of a script that was found."""
        text = hashlib.blake2b(loaded.text.encode(), digest_size=8).hexdigest()
        path = Path(self.routine)
        return dataclasses.replace(self, routine=str(path.resolve()) if path.exists() else self.routine, text=text)

    def name(self) -> str:
        """As one text."""
        return json.dumps(dataclasses.asdict(self))


@click.command()
@click.argument("routine", metavar="[ROUTINE]", required=False)
@one_length
@session_options
@voice_options
@click.option("--player", help="The loudspeaker: the machine's own, null, or record:FILE.wav.")
@click.option(
    "--end-on-time/--keep-pace", "on_time", default=True, help="After a pause or a repeat: end when it was going to."
)
@click.option(
    "--feedback",
    type=click.Choice(["tone", "voice", "none"]),
    default="tone",
    show_default=True,
    help="What answers a key.",
)
@click.option("--resume", is_flag=True, help="Go on where the last session was broken off.")
@click.option("--plain", is_flag=True, help="A line an event, for screen readers; so does ACCESSIBLE=1.")
@click.option("--debug", is_flag=True, help="Tell how often the sound ran dry.")
@click.option("--before", default="", metavar="LINE", help="How it feels before, for the journal: neck 6, jaw 4.")
@click.option("--journal/--no-journal", default=True, help="Write this session down.")
@as_json
def play(routine: str | None, length: Frames | None, wish: Wish, speaking: Speaking, **options: Any) -> None:
    """Play a session now.

    Space pauses and goes on, Enter says the cue again, n and b go to the next and the previous chapter, a full stop
    ends this pause, + and - give more and less time, the arrows change voice and background, s tells where you are,
    q closes, and q again ends at once.
    """
    how = How(**options)
    session, start = _asked(routine, length, wish.seed, resume=how.resume)
    wish = dataclasses.replace(wish, seed=session.seed)
    status = _played(session, start, wish, speaking, how)
    if status:
        sys.exit(status)


def _asked(routine: str | None, length: Frames | None, seed: int, *, resume: bool) -> tuple[Session, Position | None]:
    """Which session, and where it goes on."""
    from unknot import wiring

    if not resume:
        if routine is None:
            raise UsageError("play what?", next_step="name a routine or a script; `unknot list` shows what there is")
        return Session(routine, length, seed), None
    kept = wiring.place_to_resume().load()
    if kept is None:
        raise UsageError("there is no session to go on with", next_step="name a routine to begin one")
    session = Session(**json.loads(kept.session))
    if routine is not None and Session(routine, length, seed).of(wiring.load(routine)).routine != session.routine:
        raise UsageError(f"the session to go on with is “{kept.title}”", next_step="leave the routine or --resume away")
    return session, kept


def _played(session: Session, start: Position | None, wish: Wish, speaking: Speaking, how: How) -> int:
    """The exit status, once the session was heard."""
    from unknot import wiring
    from unknot.cli.making import Asked
    from unknot.cli.screen import open_screen

    loaded = wiring.load(session.routine)
    found = session.of(loaded)
    if start is not None and found.text != session.text:
        raise UsageError("the script has changed since", next_step=f"begin again: unknot play {session.routine}")
    speaker = wiring.speaker(how.player)
    screen = open_screen(sys.stdout, os.environ, plain=how.plain, as_json=how.as_json, debug=how.debug)
    with opened(loaded, speaking) as around, contextlib.closing(screen):
        seat = Seat(speaker, screen, how, found, start)
        asked = order(wish, speaking, session.length)
        with _written_down(loaded, session, seat) as seat:
            ended = performed(
                Asked(loaded, wish, asked, how.on_time, live=speaker.paced, anew=start is None), around, seat
            )
    return STATUSES.get(ended.way, 0)


@contextlib.contextmanager
def _written_down(loaded: Loaded, session: Session, seat: Seat) -> Iterator[Seat]:
    """The same seat, with the journal told of what is heard; a recording is nothing that somebody heard.

    Without a journal the session is played all the same, after one notice.

    Raises:
        WriteError: There is no journal for the words of `--before`.
    """
    from unknot import wiring
    from unknot.journal import read_line
    from unknot.units import NO_FRAMES

    if not (seat.speaker.paced and seat.how.journal):
        yield seat
        return
    from unknot.cli.diary import Diary

    before = read_line(seat.how.before, wiring.area_name).tensions
    planned = session.length or loaded.entry.length or NO_FRAMES
    try:
        book = wiring.journal()
    except WriteError as fault:
        if before:
            raise
        tell(f"{fault.message}; this session is not written down")
        yield seat
        return
    with book:
        yield dataclasses.replace(seat, tell=Diary(book, loaded.entry, planned, before, seat.tell))


@dataclass(frozen=True, slots=True)
class Seat:
    """Where somebody listens from."""

    speaker: Speaker
    tell: Callable[[Happening], None]
    """What happens is shown, and written down."""
    how: How
    session: Session
    start: Position | None
    """Where it goes on."""


def performed(asked: Asked, around: Surroundings, seat: Seat) -> Ended:
    """How the session ended. Its lead-in sounds at once, its words as soon as the first of them are there.

    Raises:
        ScriptError: The checker finds errors in the script.
        OutOfReach: No choice of pauses, counts and blocks is that long.
        VoiceError: A cue could not be spoken.
        DeviceError: The loudspeaker could not be opened.
    """
    from unknot import player, wiring
    from unknot.cli.buttons import Buttons
    from unknot.cli.keys import Keyboard
    from unknot.cli.making import Making

    with Making(asked, around) as making:
        header = making.routine.header
        aside = player.Aside(making.booth, header.language, header.voice)
        if seat.how.feedback == "voice":
            aside.learn(player.answers(header.language))
        settings = player.Settings(seat.how.feedback, seat.session.name(), seat.start)
        buttons = Buttons(header.title)

        def told(happening: Happening) -> None:
            seat.tell(happening)
            buttons(happening)

        with buttons, Keyboard(beside=buttons.commands) as keys, contextlib.closing(aside):
            world = player.World(
                seat.speaker, told, keys, aside, wiring.place_to_resume(), wiring.awake, concerns=making.concerns
            )
            return player.perform(making.directing(), world, settings)
