"""Voices by their plain names: `--voice thorsten` means the engine `piper` with the model of that voice."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING

from unknot.errors import VoiceError
from unknot.voices._catalogue import catalogue
from unknot.voices._installed import installed_voices, not_installed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from unknot.ports import CatalogueVoice, EngineState, Voice
    from unknot.routine import VoiceChoice
    from unknot.voices._engine import Engine
    from unknot.voices._registry import EngineTable
    from unknot.voices._text import Dialect


class SingleVoiceEngine:
    """An engine that is limited to one of its voices and has the name of that voice."""

    def __init__(self, name: str, engine: Engine, voice_name: str) -> None:
        """`voice_name` is the name of the voice in `engine`."""
        self.name = name
        self._engine = engine
        self._voice_name = voice_name

    @property
    def dialect(self) -> Dialect:
        """The markup that the engine's voices read."""
        return self._engine.dialect

    @property
    def workers(self) -> int:
        """How many of its voices may speak at once."""
        return self._engine.workers

    @property
    def deadline(self) -> float:
        """Seconds that one sentence may take."""
        return self._engine.deadline

    def state(self) -> EngineState:
        """The state of the engine, under the name of the voice."""
        return dataclasses.replace(self._engine.state(), engine=self.name, names=())

    def voice(self, choice: VoiceChoice, language: str, deadline: float) -> Voice:
        """The voice.

        Raises:
            VoiceError: The engine is not ready, or the choice names another voice.
        """
        if choice.name is not None:
            raise VoiceError(
                f"{self.name} is a voice and has no voice {choice.name!r}",
                next_step=f"write only {self.name}",
            )
        chosen = dataclasses.replace(choice, engine=self._engine.name, name=self._voice_name)
        return self._engine.voice(chosen, language, deadline)


def plain_names(folder: Path, engines: EngineTable) -> Mapping[str, Callable[[], Engine]]:
    """Name → engine for every voice that is installed in `folder` and whose engine is one of `engines`."""
    found = ((one.voice, str(one.model)) for one in installed_voices(folder))
    return {
        voice.name: _SingleVoiceMaker(voice, engines[voice.engine], model)
        for voice, model in found
        if voice.engine in engines and voice.name not in engines
    }


def installed_among(engines: EngineTable) -> tuple[CatalogueVoice, ...]:
    """The voices that were installed and are chosen by their plain name, in the order of the catalogue.

    An engine that has the name of its voice is one of them. Whether an engine can speak is not looked at.
    """
    offered = catalogue()
    named = tuple(voice for voice in offered if voice.files and voice.name == voice.engine and voice.name in engines)
    found = named + tuple(make.voice for make in engines.values() if isinstance(make, _SingleVoiceMaker))
    order = {voice.name: place for place, voice in enumerate(offered)}
    return tuple(sorted(found, key=lambda voice: order.get(voice.name, len(order))))


def built_in(name: str, engines: EngineTable) -> Engine:
    """The voice of the catalogue that has no files, because it is part of its engine.

    Raises:
        VoiceError: There is none. If the voice can be installed, the error says how.
    """
    voice = next((voice for voice in catalogue() if voice.name == name), None)
    if voice is None:
        raise VoiceError(f"there is no voice engine {name!r}", next_step=f"choose one of {', '.join(engines)}")
    if voice.files:
        raise not_installed(name)
    if voice.engine not in engines:
        raise VoiceError(f"the voice {name} needs the engine {voice.engine}, which is not installed")
    return _SingleVoiceMaker(voice, engines[voice.engine], name)()


@dataclass(frozen=True, slots=True)
class _SingleVoiceMaker:
    """Makes the engine of one voice."""

    voice: CatalogueVoice
    make: Callable[[], Engine]
    """Makes the engine that the voice belongs to."""
    model: str
    """The path of its model."""

    def __call__(self) -> SingleVoiceEngine:
        """The engine, limited to the voice."""
        in_engine = self.model if self.voice.engine == "piper" else self.voice.name
        return SingleVoiceEngine(self.voice.name, self.make(), in_engine)
