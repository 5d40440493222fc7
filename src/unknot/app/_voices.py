"""`voices`: the voice engines and their state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unknot import wiring
from unknot.app._person import read_person
from unknot.errors import UsageError

if TYPE_CHECKING:
    from unknot.ports import EngineState


def voices(engine: str | None = None) -> tuple[EngineState, ...]:
    """Every voice engine and its state, or only the named one.

    Raises:
        UsageError: There is no engine of that name.
    """
    states = tuple(s for s in wiring.engine_states(read_person().settings) if engine in (None, s.engine))
    if not states:
        raise UsageError(f"there is no voice engine {engine!r}", next_step="`unknot voices` lists the engines")
    return states
