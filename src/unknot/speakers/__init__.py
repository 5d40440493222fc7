"""Speakers (`ports.Speaker`) by name: miniaudio, sounddevice, simpleaudio, null, record:FILE."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unknot._faces import lazy

if TYPE_CHECKING:
    from unknot.speakers._keep_awake import keep_awake as keep_awake
    from unknot.speakers._registry import PLAYERS as PLAYERS, open_speaker as open_speaker

_NAMES = {
    "PLAYERS": "_registry",
    "keep_awake": "_keep_awake",
    "open_speaker": "_registry",
}
"""Public name and the private module that has it."""

if not TYPE_CHECKING:  # so that a name that does not exist is still an error of types
    __getattr__ = lazy(__name__, _NAMES)
