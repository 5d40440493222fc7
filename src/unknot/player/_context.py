"""What the player is given: its speaker, its callbacks, and its options."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from unknot.player._commands import NoControls
from unknot.player._position import NoPositionStore
from unknot.player._recovery import machine_clock
from unknot.player._speech import NoAnnouncer

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from unknot.player._commands import Controls
    from unknot.player._events import PlayerEvent
    from unknot.player._feedback import FeedbackKind
    from unknot.player._position import PositionStore, StartItem
    from unknot.player._speech import Announcer
    from unknot.ports import Speaker


@dataclass(frozen=True, slots=True)
class PlayerContext:
    """Everything outside the player that it uses."""

    speaker: Speaker
    emit: Callable[[PlayerEvent], None]
    """Is given every event, in order, in the thread that plays. Must be quick."""
    controls: Controls = field(default_factory=NoControls)
    announcer: Announcer = field(default_factory=NoAnnouncer)
    positions: PositionStore = field(default_factory=NoPositionStore)
    keep_awake: Callable[[], contextlib.AbstractContextManager[object]] = contextlib.nullcontext
    """Keeps the machine from sleeping while it is entered: while sound plays, and not during a pause."""
    clock: Callable[[], float] = machine_clock
    """Seconds; goes on while the machine sleeps."""
    concerns: Callable[[], Sequence[str]] = tuple
    """What the listener should know at the end, in words."""


@dataclass(frozen=True, slots=True)
class PlaybackOptions:
    """How the player answers commands, and where it begins."""

    feedback: FeedbackKind = "tone"
    session: str = ""
    """Names the session for `Position`."""
    start: StartItem | None = None
    """The item to begin with; None is the beginning."""
