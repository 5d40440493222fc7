"""What several verbs are asked for in the same way: which voice, which session."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from unknot.routine import VoiceChoice

if TYPE_CHECKING:
    from pathlib import Path

    from unknot.units import Frames

Caution: TypeAlias = Literal["first", "later", "none"]
"""Which words of caution stand in front of a session: all of them, one line, or none."""


@dataclass(frozen=True, slots=True)
class VoiceRequest:
    """Which voice speaks, and where what it spoke is kept."""

    choice: VoiceChoice = VoiceChoice()
    """Goes before the script's voice; what is open in it is left to the script and to the settings."""
    fallback: VoiceChoice | None = None
    """The voice that takes over when the first one fails."""
    cache: Path | None = None
    """The folder of the cache; None is the usual one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRequest:
    """What is asked of one session, beside its script."""

    length: Frames | None = None
    """Exactly this long; None is the length that the script was written for, or its natural one."""
    nearest: bool = False
    """Take the nearest length in reach instead of refusing."""
    seed: int = 0
    """Which of the script's choices are spoken."""
    background: str | None = None
    """Goes before the script's background; "" is none."""
    background_level: float | None = None
    """Decibels relative to the usual level; None leaves it to the settings."""
    clear_voice: bool = False
    """Keep the background 20 dB below the voice."""
    safety: Caution | None = None
    """Which words of caution come first; None is none in a file, and live those that the journal asks for."""
    as_written: bool = False
    """Keep areas that the profile leaves out."""
    voice: VoiceRequest = VoiceRequest()
