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
from unknot.voices._kokoro import KokoroEngine
from unknot.voices._piper import PiperEngine
from unknot.voices._plain_names import built_in, plain_names
from unknot.voices._recorded import RecordedEngine
from unknot.voices._setup import from_environment
from unknot.voices._system import SystemEngine

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from unknot.voices._engine import Engine
    from unknot.voices._setup import EngineSettings

GROUP: Final = "unknot.voices"
"""The group of entry points in which a package names a callable without arguments that gives an `Engine`."""

EngineTable: TypeAlias = "Mapping[str, Callable[[], Engine]]"
"""Every engine by name, made when it is called."""


def known_engines(setup: EngineSettings | None = None) -> EngineTable:
    """Every engine by name, ours first, then the installed voices. None is replaced by a later one."""
    asked = setup or from_environment(os.environ)
    ours: EngineTable = {
        "natural": lambda: Natural(asked.voices),
        "espeak": EspeakEngine,
        "system": SystemEngine,
        "piper": lambda: PiperEngine(asked.folder),
        "kokoro": lambda: KokoroEngine(asked.voices),
        "http": lambda: _http(asked),
        "command": lambda: CommandEngine(asked.commands),
        "recorded": lambda: RecordedEngine(asked.folder),
    }
    others = {entry.name: functools.partial(_loaded, entry) for entry in metadata.entry_points(group=GROUP)}
    more = {name: make for name, make in sorted(others.items()) if engine_named(name) not in ours}
    engines: EngineTable = {**ours, **more}
    return {**engines, **(plain_names(asked.voices, engines) if asked.voices else {})}


def engine(name: str, among: EngineTable) -> Engine:
    """The engine of that name or of another name for it, or the voice of that name as an engine.

    Raises:
        VoiceError: There is none, it can be installed and is not, or its package cannot be loaded.
    """
    name = name if name in among else engine_named(name) or name
    return among[name]() if name in among else built_in(name, among)


def engine_states(among: EngineTable | None = None) -> tuple[EngineState, ...]:
    """Every engine with its state."""
    among = known_engines() if among is None else among
    return tuple(engine_state(name, among) for name in among)


def engine_state(name: str, among: EngineTable) -> EngineState:
    """The state of one engine; not ready where it cannot be loaded or there is none of that name."""
    try:
        return engine(name, among).state()
    except VoiceError as fault:
        return EngineState(name, False, fault.message)


def _http(setup: EngineSettings) -> Engine:
    from unknot.voices._http import HttpEngine  # here, because TLS costs 30 ms that the other engines do not need

    return HttpEngine(setup)


def _loaded(entry: metadata.EntryPoint) -> Engine:
    try:
        made: Engine = entry.load()()
    except (ImportError, AttributeError, TypeError) as fault:
        raise VoiceError(
            f"the voice engine {entry.name!r} cannot be loaded: {fault}",
            next_step=f"install {entry.dist.name if entry.dist else 'its package'} again, or remove it",
        ) from fault
    return made
