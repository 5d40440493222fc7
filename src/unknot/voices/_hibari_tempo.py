"""How fast a voice of hibari speaks, compared with `heart`, by which the table of rates was measured."""

from __future__ import annotations

import contextlib
import json
from typing import TYPE_CHECKING, Final

from unknot.errors import VoiceError
from unknot.reading import weigh
from unknot.voices import _clip
from unknot.voices._calibration import TOLERANCE, passage
from unknot.voices._pauses import inner_marks, pauses

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from unknot.audio import Sound

HEART: Final = 154.97
"""Words a minute of `heart` at the usual rate, as `words_a_minute` measures them."""
_FILE: Final = "tempo.json"
"""In the folder of a voice: the digest of the model that was measured, and its tempo."""
_EDGES: Final = 0.085
"""Seconds of silence that a checked clip keeps at both edges together."""


def tempo(folder: Path, model: str, speak: Callable[[str], Sound]) -> float:
    """Words a minute of a voice, divided by those of `heart` at the same speed of the model.

    It is measured once, and kept in the folder of the voice if that can be written.

    Args:
        folder: The folder of the voice.
        model: The digest of its model.
        speak: Gives the sound of a sentence at the speed of the usual rate, with pauses as the model makes them.

    Raises:
        VoiceError: The voice could not speak.
    """
    with contextlib.suppress(OSError, ValueError, TypeError, KeyError):
        kept = json.loads((folder / _FILE).read_text("utf-8"))
        if kept["model"] == model:
            return float(kept["tempo"])
    found = round(words_a_minute(speak) / HEART, 3)
    with contextlib.suppress(OSError):
        (folder / _FILE).write_text(json.dumps({"model": model, "tempo": found}), "utf-8")
    return found


def words_a_minute(speak: Callable[[str], Sound]) -> float:
    """Words a minute between two pauses, over the sentences that a voice is calibrated with.

    Raises:
        VoiceError: The voice could not speak, or what it gave is no speech.
    """
    texts = [text for text in passage("en") if len(text.split()) > 1]  # one word has a speed of its own
    words = sum(len(text.split()) for text in texts)
    return words / sum(_seconds(text, speak(text)) for text in texts) * 60


def _seconds(text: str, sound: Sound) -> float:
    """How long the words of a sentence take, without its pauses and edges."""
    try:
        clip = _clip.checked_clip(sound, weigh(text), _clip.ANY_PACE, TOLERANCE)
    except _clip.BadClip as fault:
        raise VoiceError(f"what it gave is not that: {fault}") from fault
    return clip.seconds - _EDGES - sum(length for _, length in pauses(clip, inner_marks(text)))
