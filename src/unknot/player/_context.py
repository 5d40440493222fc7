"""What a performance has around it, and how it is asked to answer."""

from __future__ import annotations

import contextlib
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from unknot.player._device_session import machine_clock
from unknot.player._position import NoPositionStore
from unknot.player._speech import NoAnnouncer

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from unknot.player._commands import Command, Controls
    from unknot.player._events import PlayerEvent
    from unknot.player._feedback import FeedbackKind
    from unknot.player._position import Position, PositionStore
    from unknot.player._speech import Announcer
    from unknot.ports import Speaker


class NoControls:
    """Nobody steers."""

    def commands(self) -> tuple[Command, ...]:
        """Nothing."""
        return ()

    def wait(self, seconds: float) -> None:
        """Waits."""
        time.sleep(seconds)

    def suspend(self) -> None:
        """Does nothing."""


@dataclass(frozen=True, slots=True)
class PlayerContext:
    """What a performance has around it."""

    speaker: Speaker
    tell: Callable[[PlayerEvent], None]
    """Is told all that happens, in order, from the thread that plays. Must be quick."""
    controls: Controls = field(default_factory=NoControls)
    announcer: Announcer = field(default_factory=NoAnnouncer)
    keeper: PositionStore = field(default_factory=NoPositionStore)
    awake: Callable[[], contextlib.AbstractContextManager[object]] = contextlib.nullcontext
    """Keeps the machine from sleeping while it is entered: while sound plays, and not while it pauses."""
    clock: Callable[[], float] = machine_clock
    concerns: Callable[[], Sequence[str]] = tuple
    """What the listener should know at the end, in words."""


@dataclass(frozen=True, slots=True)
class PlaybackOptions:
    """How a performance answers, and where it begins."""

    feedback: FeedbackKind = "tone"
    session: str = ""
    """Names the session for `Position`."""
    start: Position | None = None
    """Where to go on; None begins at the beginning."""
