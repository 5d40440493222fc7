"""What a performance has around it, and how it is asked to answer."""

from __future__ import annotations

import contextlib
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from unknot.player.holding import machine_clock
from unknot.player.position import NoKeeper
from unknot.player.speaking import Silent

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from unknot.player.answering import Feedback
    from unknot.player.commands import Command, Controls
    from unknot.player.happenings import Happening
    from unknot.player.position import Keeper, Position
    from unknot.player.speaking import Announcer
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
class World:
    """What a performance has around it."""

    speaker: Speaker
    tell: Callable[[Happening], None]
    """Is told all that happens, in order, from the thread that plays. Must be quick."""
    controls: Controls = field(default_factory=NoControls)
    announcer: Announcer = field(default_factory=Silent)
    keeper: Keeper = field(default_factory=NoKeeper)
    awake: Callable[[], contextlib.AbstractContextManager[object]] = contextlib.nullcontext
    """Keeps the machine from sleeping while it is entered: while sound plays, and not while it pauses."""
    clock: Callable[[], float] = machine_clock
    concerns: Callable[[], Sequence[str]] = tuple
    """What the listener should know at the end, in words."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How a performance answers, and where it begins."""

    feedback: Feedback = "tone"
    session: str = ""
    """Names the session for `Position`."""
    start: Position | None = None
    """Where to go on; None begins at the beginning."""
