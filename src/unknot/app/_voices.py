"""`voices`: the voices that are ready, those that can be installed, and the engines."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from unknot import wiring
from unknot.app._person import read_person
from unknot.errors import UsageError
from unknot.ports import speaking
from unknot.routine import engine_named

if TYPE_CHECKING:
    from unknot.config import Settings
    from unknot.ports import CatalogueVoice, EngineState

VoiceState: TypeAlias = Literal["ready", "unready", "installable"]
"""`unready`: the voice is on this machine, but its engine cannot speak."""

_FIRST: Final[tuple[VoiceState, ...]] = ("ready", "unready", "installable")


@dataclass(frozen=True, slots=True)
class ListedVoice:
    """One voice, as a person chooses it."""

    voice: CatalogueVoice
    state: VoiceState
    needs: str = ""
    """What its engine needs before it can speak; empty unless the state is `unready`."""


@dataclass(frozen=True, slots=True)
class VoiceList:
    """Voices and engines."""

    voices: tuple[ListedVoice, ...]
    """Ready ones first, then by language."""
    engines: tuple[EngineState, ...]
    """Without the plain names of installed voices."""


def voice_list(language: str = "", engine: str | None = None) -> VoiceList:
    """Every engine, and every voice that speaks `language` (BCP 47), or every voice; with `engine`, that engine alone.

    Raises:
        UsageError: There is no engine of that name, no voice speaks the language, or the file of the settings is not
            one.
    """
    settings = read_person().settings
    if engine is None:
        voices = speaking_voices(language, settings)
        if language and not voices:
            known = sorted({tag.partition("-")[0] for one in listed_voices(settings) for tag in one.voice.languages})
            raise UsageError(
                f"no voice of the list speaks {language!r}",
                next_step=f"its languages are {', '.join(known)}; `--voice espeak` speaks more",
            )
        return VoiceList(voices, _engines(settings))
    found = tuple(state for state in _engines(settings) if state.engine == engine_named(engine))
    if not found:
        raise UsageError(f"there is no voice engine {engine!r}", next_step="`unknot voices` lists the engines")
    return VoiceList((), found)


def speaking_voices(language: str, settings: Settings) -> tuple[ListedVoice, ...]:
    """Every voice that speaks `language` (BCP 47), or every voice where it is empty; ready ones first."""
    found = listed_voices(settings)
    if language:
        wanted = speaking(language, [one.voice for one in found])
        found = tuple(one for one in found if one.voice in wanted)
    return tuple(sorted(found, key=lambda one: (_FIRST.index(one.state), one.voice.languages[0].partition("-")[0])))


def listed_voices(settings: Settings) -> tuple[ListedVoice, ...]:
    """Every installed voice, and every other one of the catalogue."""
    state = functools.cache(lambda engine: wiring.engine_state(engine, settings))
    installed = {one.voice.name: one.voice for one in wiring.installed_voices()}
    others = (voice for voice in wiring.catalogue() if voice.name not in installed)
    return (
        *(_with_state(voice, state(voice.engine)) for voice in installed.values()),
        *(ListedVoice(v, "installable") if v.files else _with_state(v, state(v.engine)) for v in others),
    )


def _with_state(voice: CatalogueVoice, engine: EngineState) -> ListedVoice:
    """A voice on this machine."""
    return ListedVoice(voice, "ready") if engine.ready else ListedVoice(voice, "unready", engine.detail)


def _engines(settings: Settings) -> tuple[EngineState, ...]:
    voices = {one.voice.name for one in wiring.installed_voices() if one.voice.name != one.voice.engine}
    return tuple(state for state in wiring.engine_states(settings) if state.engine not in voices)
