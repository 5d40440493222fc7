"""`unknot play`."""

from __future__ import annotations

import contextlib
import os
import sys
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

import click

from unknot import app
from unknot.cli._answers import report
from unknot.cli._completion import completion
from unknot.cli._options import as_json, session_options
from unknot.errors import INTERRUPTED, TERMINATED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from unknot.app import SessionRequest
    from unknot.cli._screen import Screen
    from unknot.player import Controls, PlayerEvent

HUNG_UP: Final = 129
"""The exit status after the terminal was closed, as in shells: 128 + SIGHUP."""
START: Final = ". Space pauses and goes on, q closes, ? shows all keys."
"""Follows the title at the start, where keys can be pressed."""
STATUSES: Final = {"interrupted": INTERRUPTED, "terminated": TERMINATED, "hung up": HUNG_UP}


@click.command()
@click.argument("routine", metavar="[ROUTINE]", required=False, shell_complete=completion("routine", files=True))
@session_options
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
@click.option("--from", "chapter", default="", metavar="CHAPTER", help="Begin with a chapter: its number or title.")
@click.option("--plain", is_flag=True, help="A line an event, for screen readers; so does ACCESSIBLE=1.")
@click.option("--debug", is_flag=True, help="Tell how often the sound ran dry.")
@click.option("--before", default="", metavar="LINE", help="How it feels before, for the journal: neck 6, jaw 4.")
@click.option("--journal/--no-journal", default=True, help="Write this session down.")
@as_json
def play(
    routine: str | None, session: SessionRequest, *, plain: bool, debug: bool, as_json: bool, **options: Any
) -> None:
    """Play a session now.

    Space pauses and goes on, Enter says the cue again, n and b go to the next and the previous chapter, a full stop
    ends this pause, + and - give more and less time, the arrows change voice and background, s tells where you are,
    q closes, q again ends at once, and ? shows the keys.
    """
    listen(app.PlayRequest(routine, session, **options), plain=plain, debug=debug, as_json=as_json)


def listen(request: app.PlayRequest, *, plain: bool, debug: bool = False, as_json: bool = False) -> None:
    """Play a session with the screen, the keys and the question after it; ends with the status of its end."""
    from unknot.cli._screen import open_screen

    began = datetime.now().astimezone()
    screen = open_screen(sys.stdout, os.environ, plain=plain, as_json=as_json, debug=debug)
    with contextlib.closing(screen):
        interface = PlayInterface(screen)
        listener = app.Listener(interface.emit, interface.controls, report)
        ended = app.play(request, listener)
    if request.journal and not as_json and ended.way in ("finished", "closed"):
        from unknot.cli._after import ask_after

        ask_after(began)
    if status := STATUSES.get(ended.way):
        sys.exit(status)


class PlayInterface:
    """The screen, the keys and the buttons of `play`."""

    def __init__(self, screen: Screen) -> None:
        self._screen = screen
        self._displays: list[Callable[[PlayerEvent], None]] = [screen]

    def emit(self, event: PlayerEvent) -> None:
        """Show the event on the screen and on the desktop."""
        for display in self._displays:
            display(event)

    @contextlib.contextmanager
    def controls(self, title: str) -> Iterator[Controls]:
        """The keys, the signals and the buttons of a headset, while the session of that title is played."""
        from unknot.cli._buttons import Buttons
        from unknot.cli._keys import HELP, Keyboard
        from unknot.cli._screen import printable

        def show_help() -> None:
            for line in HELP:
                self._screen.show(line)

        buttons = Buttons(title)
        with buttons, Keyboard(others=buttons.commands, show_help=show_help) as keys:
            if sys.stdout.isatty():
                self._screen.show(f"{printable(title)}{START if sys.stdin.isatty() else ''}")
            self._displays.append(buttons)
            yield keys
