"""Every engine by its name: those of the program, and those that other packages bring."""

from __future__ import annotations

import functools
import os
from importlib import metadata
from typing import TYPE_CHECKING, Final, TypeAlias

from unknot.errors import VoiceError
from unknot.ports import EngineState
from unknot.routine import engine_named
from unknot.voices._command import CommandEngine
from unknot.voices._espeak import EspeakEngine
from unknot.voices._hibari import Natural
from unknot.voices._piper import PiperEngine
from unknot.voices._recorded import RecordedEngine
from unknot.voices._setup import from_environment
from unknot.voices._system import SystemEngine

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from unknot.voices._engine import Engine
    from unknot.voices._setup import EngineSettings

GROUP: Final = "unknot.voices"
"""The group of entry points in which a package names a callable without arguments that gives an `EspeakLibrary`."""

EngineTable: TypeAlias = "Mapping[str, Callable[[], Engine]]"
"""Every engine by name, made when it is called."""


def known_engines(setup: EngineSettings | None = None) -> EngineTable:
    """Every engine by name, ours first. None of them is replaced by another package's."""
    asked = setup or from_environment(os.environ)
    ours: EngineTable = {
        "natural": Natural,
        "espeak": EspeakEngine,
        "system": SystemEngine,
        "piper": lambda: PiperEngine(asked.folder),
        "http": lambda: _http(asked),
        "command": lambda: CommandEngine(asked.commands),
        "recorded": lambda: RecordedEngine(asked.folder),
    }
    others = {entry.name: functools.partial(_loaded, entry) for entry in metadata.entry_points(group=GROUP)}
    return {**ours, **{name: make for name, make in sorted(others.items()) if engine_named(name) not in ours}}


def engine(name: str, among: EngineTable) -> Engine:
    """The engine of that name, or of another name for it.

    Raises:
        VoiceError: There is none, or its package cannot be loaded.
    """
    name = name if name in among else engine_named(name) or name
    if name not in among:
        raise VoiceError(f"there is no voice engine {name!r}", next_step=f"choose one of {', '.join(among)}")
    return among[name]()


def engine_states(among: EngineTable | None = None) -> tuple[EngineState, ...]:
    """Every engine with its state."""
    among = known_engines() if among is None else among
    return tuple(_state(name, among) for name in among)


def _http(setup: EngineSettings) -> Engine:
    from unknot.voices._http import HttpEngine  # here, because TLS costs 30 ms that the other engines do not need

    return HttpEngine(setup)


def _state(name: str, among: EngineTable) -> EngineState:
    try:
        return engine(name, among).state()
    except VoiceError as fault:
        return EngineState(name, False, fault.message)


def _loaded(entry: metadata.EntryPoint) -> Engine:
    try:
        made: Engine = entry.load()()
    except (ImportError, AttributeError, TypeError) as fault:
        raise VoiceError(
            f"the voice engine {entry.name!r} cannot be loaded: {fault}",
            next_step=f"install {entry.dist.name if entry.dist else 'its package'} again, or remove it",
        ) from fault
    return made
