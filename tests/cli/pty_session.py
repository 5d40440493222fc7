"""A small session on the null device, for the tests in a pseudo-terminal. `python -m tests.cli.pty_session [bug]`."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from tests.fakes.sessions import Toy, session
from unknot.cli._keys import Keyboard
from unknot.cli._screen import open_screen
from unknot.errors import INTERRUPTED, TERMINATED
from unknot.player import PlayerContext, SessionController, play_session
from unknot.speakers._callback_speaker import CallbackSpeaker
from unknot.speakers._miniaudio import MiniaudioConnector

if TYPE_CHECKING:
    from unknot.audio import Samples

STATUSES = {"interrupted": INTERRUPTED, "terminated": TERMINATED, "hung up": 129}


class Buggy(Toy):
    """Cannot be rendered beyond its first second."""

    def render(self, start: int, count: int) -> Samples:
        """Fails."""
        if start > 48_000:
            raise ZeroDivisionError("a bug")
        return super().render(start, count)


def main() -> int:
    """The exit status."""
    timeline = session("#Jaw A2 30")
    speaker = CallbackSpeaker(MiniaudioConnector(null=True))
    screen = open_screen(sys.stdout, os.environ)
    with Keyboard() as keys:
        try:
            ended = play_session(
                SessionController(timeline, Buggy if "bug" in sys.argv else Toy), PlayerContext(speaker, screen, keys)
            )
        except KeyboardInterrupt:
            return INTERRUPTED
        finally:
            screen.close()
    return STATUSES.get(ended.way, 0)


if __name__ == "__main__":
    sys.exit(main())
