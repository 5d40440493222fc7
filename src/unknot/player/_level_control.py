"""The levels of voice and background, as the person sets them while the session plays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from unknot.player._commands import Command
from unknot.player._events import LevelsChanged
from unknot.units import MILLISECOND, Decibels, Frames, factor

if TYPE_CHECKING:
    from unknot.player._output_mix import OutputMix

STEP: Final = 2.0
"""Decibels that one command changes."""
SOFTEST: Final = -14.0
"""The lowest level, in decibels from the session's own."""
LOUDEST: Final = 8.0
"""The highest level, in decibels from the session's own."""
FADE: Final = Frames(350 * MILLISECOND // 3)
"""How long it takes to go from one level to the next."""

Stem: TypeAlias = Literal["voice", "background"]
STEPS: Final[dict[Command, tuple[Stem, float]]] = {
    Command.VOICE_UP: ("voice", STEP),
    Command.VOICE_DOWN: ("voice", -STEP),
    Command.BACKGROUND_UP: ("background", STEP),
    Command.BACKGROUND_DOWN: ("background", -STEP),
}
"""What each command changes, and by how many decibels."""


class LevelControl:
    """Makes voice and background louder and softer, within bounds. State: the two levels, in decibels."""

    def __init__(self, mix: OutputMix) -> None:
        self._envelopes = {"voice": mix.voice, "background": mix.background}
        self._levels: dict[Stem, float] = {"voice": 0.0, "background": 0.0}

    @property
    def levels(self) -> LevelsChanged:
        """Both levels, relative to the session's own."""
        return LevelsChanged(Decibels(self._levels["voice"]), Decibels(self._levels["background"]))

    def step(self, command: Command) -> bool:
        """Whether the level of a command can go one step further. If so, it is changed, and not heard before `fade`."""
        stem, by = STEPS[command]
        before = self._levels[stem]
        self._levels[stem] = min(LOUDEST, max(SOFTEST, before + by))
        return self._levels[stem] != before

    def fade(self, command: Command, at: int) -> None:
        """Afterwards the level of a command is heard from output frame `at` on, with a short fade."""
        stem, _ = STEPS[command]
        self._envelopes[stem].move(at, factor(self._levels[stem]), FADE)
