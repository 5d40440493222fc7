"""Requests that several verbs share: which voice, which session."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from unknot.routine import VoiceChoice

if TYPE_CHECKING:
    from pathlib import Path

    from unknot.library import Caution
    from unknot.units import Frames


@dataclass(frozen=True, slots=True)
class VoiceRequest:
    """Which voice speaks, and the cache of its clips."""

    choice: VoiceChoice = VoiceChoice()
    """Overrides the voice of the script. Empty fields are taken from the script and then from the settings."""
    fallback: VoiceChoice | None = None
    """The voice that takes over when the first one fails."""
    cache: Path | None = None
    """The folder of the cache; None is the usual one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRequest:
    """How to make a session of a script."""

    length: Frames | None = None
    """Exactly this long; None is the length that the script was written for, or else its natural length."""
    nearest: bool = False
    """When the length is out of reach, take the nearest possible one instead of raising OutOfReach."""
    seed: int = 0
    """Which of the script's choices are spoken."""
    background: str | None = None
    """Overrides the background of the script; "" is no background."""
    background_level: float | None = None
    """Decibels relative to the usual level; None is the level of the settings."""
    clear_voice: bool = False
    """Keep the background 20 dB below the voice."""
    safety: Caution | None = None
    """The general words of caution at the beginning. None: a file has none, a live session those due by the journal.
    Both have what matters of the person's conditions. With `none` nothing is said about these either."""
    end_bell: bool = True
    """Whether a bell after the last words sounds."""
    as_written: bool = False
    """Keep the areas that the profile leaves out."""
    voice: VoiceRequest = VoiceRequest()
