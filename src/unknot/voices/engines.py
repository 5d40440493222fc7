"""Every engine by its name: those of the program, and those that other packages bring."""

from __future__ import annotations

import functools
from importlib import metadata
from typing import TYPE_CHECKING, Final

from unknot.errors import VoiceError
from unknot.ports import EngineState
from unknot.voices.embedded import Embedded
from unknot.voices.system import System

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from unknot.voices.engine import Engine

DEFAULT: Final = "embedded"
"""The engine of a routine that names none."""
GROUP: Final = "unknot.voices"
"""The group of entry points in which a package names a callable without arguments that gives an `Engine`."""

_OWN: Final[Mapping[str, Callable[[], Engine]]] = {"embedded": Embedded, "system": System}


@functools.cache
def known() -> Mapping[str, Callable[[], Engine]]:
    """Every engine by name. One of ours is never replaced by another package's."""
    others = {entry.name: functools.partial(_loaded, entry) for entry in metadata.entry_points(group=GROUP)}
    return {**others, **_OWN}


def engine(name: str, among: Mapping[str, Callable[[], Engine]] | None = None) -> Engine:
    """The engine of that name.

    Raises:
        VoiceError: There is none, or its package cannot be loaded.
    """
    among = known() if among is None else among
    if name not in among:
        raise VoiceError(f"there is no voice engine {name!r}", next_step=f"choose one of {', '.join(sorted(among))}")
    return among[name]()


def engine_states() -> tuple[EngineState, ...]:
    """Every engine with its state, ours first."""
    order = [*_OWN, *sorted(set(known()) - set(_OWN))]
    return tuple(_state(name) for name in order)


def _state(name: str) -> EngineState:
    try:
        return engine(name).state()
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
