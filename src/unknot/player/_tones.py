"""Short soft sounds that answer a key, so that nobody has to look. Each tells its command by its melody."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Final

import numpy as np

from unknot.player._commands import Command
from unknot.units import SAMPLE_RATE, frames

if TYPE_CHECKING:
    from unknot.audio import Samples

PEAK: Final = 0.06
"""−24 dBFS: clear beside a voice at −18 LUFS, and quieter than it."""
NOTE: Final = frames(0.09)
"""Frames of one note."""
EDGE: Final = frames(0.012)
"""Frames of its rise and of its fall."""
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
RESUMED: Final = (_D, _A)
"""The answer to a pause that ends."""
REFUSED: Final = (_D, _D)
"""The answer to what cannot be done here."""


@functools.lru_cache(maxsize=32)
def melody(notes: tuple[float, ...]) -> Samples:
    """The notes one behind the other, shape (frames, 2); a little silence between them."""
    gap = np.zeros(frames(0.015), np.float32)
    parts = [part for pitch in notes for part in (_note(pitch), gap)][:-1]
    one = np.concatenate(parts)
    return np.stack((one, one), axis=1)


def _note(pitch: float) -> Samples:
    time = np.arange(NOTE) / SAMPLE_RATE
    sound = np.sin(2 * np.pi * pitch * time) + 0.2 * np.sin(4 * np.pi * pitch * time)
    shape = np.ones(NOTE)
    shape[:EDGE] = 0.5 - 0.5 * np.cos(np.pi * (np.arange(EDGE) + 0.5) / EDGE)
    shape[NOTE - EDGE :] = shape[:EDGE][::-1]
    return (sound * shape * (PEAK / 1.2)).astype(np.float32)
