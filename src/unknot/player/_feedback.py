"""The sound that answers a command: a melody of its own for each, or words."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from unknot.player._commands import Command
from unknot.player._prompts import prompts_for
from unknot.units import SAMPLE_RATE, frames

if TYPE_CHECKING:
    from unknot.audio import Samples
    from unknot.player._speech import Announcer

FeedbackKind = Literal["tone", "voice", "none"]
"""What answers a command."""

PEAK: Final = 0.06
"""−24 dBFS: easy to hear with a voice at −18 LUFS, and quieter than it."""
TONE: Final = frames(0.09)
"""Frames of one tone."""
EDGE: Final = frames(0.012)
"""Frames of the rise and of the fall of a tone."""
_D, _E, _G, _A, _C, _D2 = 293.66, 329.63, 392.0, 440.0, 523.25, 587.33

MELODIES: Final[dict[Command, tuple[float, ...]]] = {
    Command.PAUSE: (_A, _D),
    Command.REPEAT: (_G, _E, _G),
    Command.NEXT: (_E, _G, _C),
    Command.BACK: (_C, _G, _E),
    Command.GO_ON: (_G, _C),
    Command.MORE: (_A, _D2),
    Command.LESS: (_A, _E),
    Command.VOICE_UP: (_C,),
    Command.VOICE_DOWN: (_A,),
    Command.BACKGROUND_UP: (_G,),
    Command.BACKGROUND_DOWN: (_E,),
    Command.WHERE: (_G, _G),
    Command.CLOSE: (_C, _A, _G, _D),
}
"""The pitches of the tones for each command, in Hz."""
RESUMED: Final = (_D, _A)
"""The melody when a pause ends."""
REFUSED: Final = (_D, _D)
"""The melody when a command is not possible here."""


class CommandFeedback:
    """Answers commands with tones, in words, or not at all."""

    def __init__(self, kind: FeedbackKind, announcer: Announcer, language: str) -> None:
        """With `voice`, an answer that `announcer` has not preloaded is a melody."""
        self._kind = kind
        self._announcer = announcer
        self._prompts = prompts_for(language)

    def sound(self, command: Command, *, done: bool, resumed: bool) -> Samples | None:
        """The sound that answers `command`, shape (frames, 2).

        Args:
            command: The command.
            done: Whether it is possible here.
            resumed: Whether it ends a pause.
        """
        if self._kind == "none":
            return None
        if self._kind == "voice":
            text = self._prompts.resumed if resumed else self._prompts.commands.get(command, "")
            spoken = self._announcer.preloaded(text if done else self._prompts.refused)
            if spoken is not None:
                return spoken
        pitches = RESUMED if resumed else MELODIES.get(command, REFUSED)
        return melody(pitches if done else REFUSED)


@functools.lru_cache(maxsize=32)
def melody(pitches: tuple[float, ...]) -> Samples:
    """One tone after the other, shape (frames, 2), with 15 ms of silence between them."""
    gap = np.zeros(frames(0.015), np.float32)
    parts = [part for pitch in pitches for part in (_tone(pitch), gap)][:-1]
    one = np.concatenate(parts)
    return np.stack((one, one), axis=1)


def _tone(pitch: float) -> Samples:
    time = np.arange(TONE) / SAMPLE_RATE
    sound = np.sin(2 * np.pi * pitch * time) + 0.2 * np.sin(4 * np.pi * pitch * time)
    shape = np.ones(TONE)
    shape[:EDGE] = 0.5 - 0.5 * np.cos(np.pi * (np.arange(EDGE) + 0.5) / EDGE)
    shape[TONE - EDGE :] = shape[:EDGE][::-1]
    return (sound * shape * (PEAK / 1.2)).astype(np.float32)
