"""How loud voice, chimes and backgrounds are, relative to the voice."""

from __future__ import annotations

from dataclasses import dataclass

OVER_AMBIENCE = 19.0
"""LU of the voice over the background: at least 15, and 4 more that listeners without training prefer
(JAES 67(12), 2019)."""
CLEAR_VOICE = 20.0
"""Decibels of the voice over everything else for people with a hearing loss (WCAG 1.4.7)."""
TRIMMED = -38.0
"""dBFS. Players that trim silence cut pauses that are quieter than this (observed)."""
CEILING = -1.0
"""dBTP: the limit for everything that the mixer gives."""
VOICE_PEAK = -3.0
"""dBFS: the limit for a clip of a voice."""
CHIME_PEAK = -9.0
"""dBFS: the limit for a chime in a pause."""
CHIME_UNDER_WORDS_PEAK = -26.5
"""dBFS: the limit for a chime under words."""
BACKGROUND_PEAK = -18.0
"""dBFS: the limit for the background under words. Clip, chime and background at their limits add up to −1.07 dBFS."""
QUIETER, LOUDER = 6.0, 3.0
"""LU below and above the usual loudness of the voice, up to which ducking follows the loudness of the words."""


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
        """Decibels of ducking for words of the usual loudness: 0 or less."""
        return self.under_voice - self.background

    def duck_for(self, loudness: float) -> float:
        """Decibels of ducking for words of that many LUFS, in half decibels: 0 or less."""
        off = max(-QUIETER, min(LOUDER, loudness - self.voice))
        return min(0.0, round(2.0 * (self.duck + off)) / 2.0)
