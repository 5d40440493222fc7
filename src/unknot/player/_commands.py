"""The commands that a person can give while a session plays, and where they come from."""

from __future__ import annotations

import time
from enum import Enum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence


class Command(Enum):
    """What one key, one headset button or one signal asks for."""

    PAUSE = "pause or resume"
    REPEAT = "the cue again"
    NEXT = "next chapter"
    BACK = "previous chapter"
    GO_ON = "end this pause now"
    MORE = "more time here"
    LESS = "less time here"
    VOICE_UP = "voice louder"
    VOICE_DOWN = "voice softer"
    BACKGROUND_UP = "background louder"
    BACKGROUND_DOWN = "background softer"
    WHERE = "where am I"
    CLOSE = "closing words, then end; again: end now"
    INTERRUPT = "interrupted"
    TERMINATE = "terminated"
    HANG_UP = "the terminal is gone"
    SUSPEND = "suspended by the shell"


class Controls(Protocol):
    """A source of commands: the keyboard, signals, a headset."""

    def commands(self) -> Sequence[Command]:
        """All commands since the last call, in order. Does not wait."""

    def wait(self, seconds: float) -> None:
        """Returns after so many seconds, or as soon as there is a command."""

    def suspend(self) -> None:
        """Restores the terminal and stops this process; returns when the shell continues the process."""


class NoControls:
    """`Controls` without commands."""

    def commands(self) -> tuple[Command, ...]:
        """Nothing."""
        return ()

    def wait(self, seconds: float) -> None:
        """Waits."""
        time.sleep(seconds)

    def suspend(self) -> None:
        """Does nothing."""
