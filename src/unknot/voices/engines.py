"""Every engine by its name: those of the program, and those that other packages bring."""

from __future__ import annotations

import functools
import os
from importlib import metadata
from typing import TYPE_CHECKING, Final, TypeAlias

from unknot.errors import VoiceError
from unknot.ports import EngineState
from unknot.voices.command import Command
from unknot.voices.embedded import Embedded
from unknot.voices.piper import Piper
from unknot.voices.recorded import Recorded
from unknot.voices.setup import from_environment
from unknot.voices.system import System

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from unknot.voices.engine import Engine
    from unknot.voices.setup import Setup

DEFAULT: Final = "embedded"
"""The engine of a routine that names none."""
GROUP: Final = "unknot.voices"
"""The group of entry points in which a package names a callable without arguments that gives an `Engine`."""

Known: TypeAlias = "Mapping[str, Callable[[], Engine]]"
"""Every engine by name, made when it is called."""


def known(setup: Setup | None = None) -> Known:
    """Every engine by name, ours first. None of them is replaced by another package's."""
    asked = setup or from_environment(os.environ)
    ours: Known = {
        "embedded": Embedded,
        "system": System,
        "piper": lambda: Piper(asked.folder),
        "http": lambda: _http(asked),
        "command": lambda: Command(asked.commands),
        "recorded": lambda: Recorded(asked.folder),
    }
    others = {entry.name: functools.partial(_loaded, entry) for entry in metadata.entry_points(group=GROUP)}
    return {**ours, **{name: make for name, make in sorted(others.items()) if name not in ours}}


def engine(name: str, among: Known) -> Engine:
    """The engine of that name.

    Raises:
        VoiceError: There is none, or its package cannot be loaded.
    """
    if name not in among:
        raise VoiceError(f"there is no voice engine {name!r}", next_step=f"choose one of {', '.join(among)}")
    return among[name]()


def engine_states(among: Known | None = None) -> tuple[EngineState, ...]:
    """Every engine with its state."""
    among = known() if among is None else among
    return tuple(_state(name, among) for name in among)


def _http(setup: Setup) -> Engine:
    from unknot.voices.http import Http  # here, because TLS costs 30 ms that the other engines do not need

    return Http(setup)


def _state(name: str, among: Known) -> EngineState:
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
