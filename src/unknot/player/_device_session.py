"""The device while it is held, and the time that goes by unheard while it is not, or while the machine sleeps."""

from __future__ import annotations

import contextlib
import time
from typing import TYPE_CHECKING, Final

from unknot.units import NO_FRAMES, frames

if TYPE_CHECKING:
    from collections.abc import Callable

    from unknot.ports import Speaker
    from unknot.units import Frames

ASLEEP: Final = 5.0
"""Seconds between two looks at the clock after which the machine was asleep."""


def machine_clock() -> float:
    """Seconds that go on while the machine sleeps, where the system has such a clock."""
    boot = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boot is None else time.clock_gettime(boot)


class DeviceSession:
    """Takes the device up and lets it go, keeps the machine awake, and tells how long nothing was heard."""

    def __init__(
        self,
        speaker: Speaker,
        awake: Callable[[], contextlib.AbstractContextManager[object]],
        clock: Callable[[], float],
    ) -> None:
        self.held = False
        self._speaker = speaker
        self._clock = clock
        self._keeping = awake
        self._awake: contextlib.ExitStack | None = None
        self._away: float | None = None
        """When the device was let go, by the clock."""
        self._looked = clock()

    def take_up(self) -> Frames:
        """Afterwards the device plays. How long it was let go.

        Raises:
            DeviceError: It cannot be opened.
        """
        self._speaker.open()
        self.held = True
        self._looked = self._clock()
        away, self._away = self._away, None
        return NO_FRAMES if away is None else frames(self._looked - away)

    def let_go(self) -> None:
        """Afterwards the device is let go and the machine may sleep."""
        self.held = False
        self._away = self._clock() if self._away is None else self._away
        self.let_sleep()
        self._speaker.close()

    def slept(self) -> Frames:
        """How long the machine was asleep since the last look, while the device was held."""
        now = self._clock()
        gone, self._looked = now - self._looked, now
        return frames(gone) if gone > ASLEEP and self.held else NO_FRAMES

    def keep_awake(self) -> None:
        """Afterwards the machine stays awake. May be called twice."""
        if self._awake is None:
            self._awake = contextlib.ExitStack()
            self._awake.enter_context(self._keeping())

    def let_sleep(self) -> None:
        """Afterwards the machine may sleep. May be called twice."""
        if self._awake is not None:
            self._awake.close()
            self._awake = None
