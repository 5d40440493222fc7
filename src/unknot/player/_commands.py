"""What a person can ask of a session that plays, and who brings it."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence


class Command(Enum):
    """One press of a key, one button of a headset, or one signal."""

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
    """Brings commands from the keyboard, from signals and from wherever else."""

    def commands(self) -> Sequence[Command]:
        """Everything asked for since the last call, in order. Does not wait."""

    def wait(self, seconds: float) -> None:
        """Returns after so many seconds, or as soon as there is a command."""

    def suspend(self) -> None:
        """Gives the terminal back and stops this process; returns when the shell lets it go on."""
