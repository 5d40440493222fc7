"""Which engine speaks where none is named: by language, and by what can speak on this machine."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Final

from unknot.errors import documentation
from unknot.ports import speaking
from unknot.routine import engine_named
from unknot.voices import _hibari
from unknot.voices._catalogue import catalogue
from unknot.voices._plain_names import installed_among
from unknot.voices._registry import engine, engine_state

if TYPE_CHECKING:
    from unknot.ports import CatalogueVoice
    from unknot.routine import VoiceChoice
    from unknot.voices._registry import EngineTable

NATURAL: Final = "natural"
ALWAYS: Final = "espeak"
"""The engine that speaks on every machine."""
_FREE: Final = ("CC0", "public domain")
"""How the licences begin of recordings that everybody may use for everything."""


def complete(choice: VoiceChoice, language: str, known: EngineTable) -> tuple[VoiceChoice, str]:
    """The choice with an engine, by its usual name, and what a person should know of it in one line, or nothing.

    English is spoken by the natural voice, another language by an installed voice, or else by eSpeak NG. A name without
    an engine is that of an installed voice, or belongs to the engine that has such a voice.
    """
    if choice.engine:
        return dataclasses.replace(choice, engine=engine_named(choice.engine)), ""
    if choice.name:
        return _by_name(choice, language, known), ""
    name, hint = _natural(known) if _hibari.speaks(language) else _installed(language, known)
    return dataclasses.replace(choice, engine=name), hint


def _by_name(choice: VoiceChoice, language: str, known: EngineTable) -> VoiceChoice:
    if any(voice.name == choice.name for voice in installed_among(known)):
        return dataclasses.replace(choice, engine=choice.name, name=None)
    natural = _hibari.speaks(language) and choice.name in engine(NATURAL, known).state().names
    return dataclasses.replace(choice, engine=NATURAL if natural else ALWAYS)


def _natural(known: EngineTable) -> tuple[str, str]:
    """The natural voice, or eSpeak NG and why."""
    state = engine(NATURAL, known).state()
    return (NATURAL, "") if state.ready else (ALWAYS, f"eSpeak NG speaks, because the natural voice {state.detail}")


def _installed(language: str, known: EngineTable) -> tuple[str, str]:
    """The first installed voice of the language that can speak here; or eSpeak NG, and how to get another voice."""
    here = speaking(language, installed_among(known))
    states = {voice.name: engine_state(voice.name, known) for voice in here}
    ready = next((name for name, state in states.items() if state.ready), None)
    if ready is not None:
        return ready, ""
    unready = next((voice.name for voice in here if voice.name != voice.engine), None)
    if unready is not None:
        return ALWAYS, f"eSpeak NG speaks {language}, because the voice {unready} {states[unready].detail}"
    return ALWAYS, f"eSpeak NG speaks {language}; {_advice(speaking(language, catalogue()))}"


def _advice(voices: tuple[CatalogueVoice, ...]) -> str:
    """How to get a more natural voice, one of `voices` where there is any."""
    if not voices:
        return f"{documentation('voices')} tells how to get a more natural voice"
    free = (voice for voice in voices if voice.licence.startswith(_FREE) or voice.commercial == "yes")
    return f"`unknot voices install {next(free, voices[0]).name}` installs a more natural voice"


def find_voice(choice: VoiceChoice, known: EngineTable) -> None:
    """Returns only when there is such a voice here. It does not speak.

    Raises:
        VoiceError: There is none, or its engine cannot speak here.
    """
    whole, _ = complete(choice, "en", known)
    found = engine(whole.engine or ALWAYS, known)
    found.voice(whole, "en", found.deadline).close()
