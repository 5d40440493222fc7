"""How loud each thing is, always measured from the voice."""

from __future__ import annotations

from dataclasses import dataclass

OVER_AMBIENCE = 19.0
"""LU of the voice over what sounds under it: 15 at least, and 4 that listeners who are no engineers want
(JAES 67(12), 2019)."""
CLEAR_VOICE = 20.0
"""Decibels of the voice over everything else for those who hear badly (WCAG 1.4.7)."""
TRIMMED = -38.0
"""dBFS. Players that trim silence were seen to cut pauses quieter than this."""
CEILING = -1.0
"""dBTP that nothing which leaves the mixer is over."""
VOICE_PEAK = -3.0
"""dBFS that no clip of a voice is over in the mix."""
CHIME_PEAK = -9.0
"""dBFS that no chime is over, in a pause."""
UNDER_PEAK = -26.5
"""dBFS that no chime is over while words may be spoken."""
BED_PEAK = -18.0
"""dBFS that the background is not over while words are spoken. The three at their worst make −1.07 dBFS."""
QUIETER, LOUDER = 6.0, 3.0
"""LU that words may be under and over the voice at large, for the background under them to go with them."""


@dataclass(frozen=True, slots=True)
class Levels:
    """The levels of a session. All but `voice` are relative to the voice."""

    voice: float = -18.0
    """LUFS that every voice was calibrated to."""
    background: float = -10.0
    """LU of the background in pauses."""
    clear_voice: bool = False
    """Keep at least 20 dB between the words and everything under them."""

    @property
    def under_voice(self) -> float:
        """LU of the background while words are spoken."""
        return min(self.background, -(CLEAR_VOICE if self.clear_voice else OVER_AMBIENCE))

    @property
    def duck(self) -> float:
        """Decibels that the background goes down by for words as loud as the voice at large: 0 or less."""
        return self.under_voice - self.background

    def duck_for(self, loudness: float) -> float:
        """Decibels that it goes down by for words of that many LUFS, in half decibels: 0 or less."""
        off = max(-QUIETER, min(LOUDER, loudness - self.voice))
        return min(0.0, round(2.0 * (self.duck + off)) / 2.0)
