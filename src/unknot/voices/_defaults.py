"""Which engine speaks where none is named: by language, and by what can speak on this machine."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Final

from unknot.errors import documentation
from unknot.routine import engine_named
from unknot.voices import _hibari
from unknot.voices._registry import engine

if TYPE_CHECKING:
    from unknot.routine import VoiceChoice
    from unknot.voices._registry import EngineTable

NATURAL: Final = "natural"
ALWAYS: Final = "espeak"
"""The engine that speaks on every machine."""


def complete(choice: VoiceChoice, language: str, known: EngineTable) -> tuple[VoiceChoice, str]:
    """The choice with an engine, by its usual name, and what a person should know of it in one line, or nothing.

    English is spoken by the natural voice; a name without an engine belongs to the engine that has such a voice.
    """
    if choice.engine:
        return dataclasses.replace(choice, engine=engine_named(choice.engine)), ""
    name, hint = _usual(choice.name, language, known)
    return dataclasses.replace(choice, engine=name), hint


def _usual(voice: str | None, language: str, known: EngineTable) -> tuple[str, str]:
    if not _hibari.speaks(language):
        return ALWAYS, f"eSpeak NG speaks {language}; {documentation('voices')} tells how to get a more natural voice"
    state = engine(NATURAL, known).state()
    if not state.ready:
        return ALWAYS, f"eSpeak NG speaks, because the natural voice {state.detail}"
    return (NATURAL if voice is None or voice in state.names else ALWAYS), ""
