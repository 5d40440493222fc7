"""The sound device: opened, closed in long pauses, and opened again after it was lost or the machine slept.

A clock of the machine is read here, and nowhere else in the player. It tells what no sample can tell: how long there
was no device, and whether the machine slept.
"""

from __future__ import annotations

import contextlib
import time
from itertools import chain, repeat
from typing import TYPE_CHECKING, Final

from unknot.errors import DeviceError
from unknot.player._commands import Command
from unknot.player._events import Trouble
from unknot.units import Frames, frames

if TYPE_CHECKING:
    from unknot.player._context import PlayerContext
    from unknot.player._events import Way
    from unknot.player._output_buffer import OutputBuffer

ASLEEP: Final = 5.0
"""Seconds between two checks of the clock. If more have gone by, the machine was asleep."""
CLOSE_AFTER: Final = frames(120.0)
"""A pause that is longer than this closes the device."""
RETRIES: Final = (1.0, 2.0, 4.0, 8.0, 16.0, 30.0)
"""Seconds to wait before each attempt to open a lost device. The last one is used for all later attempts."""
WAYS: Final[dict[Command, Way]] = {
    Command.INTERRUPT: "interrupted",
    Command.TERMINATE: "terminated",
    Command.HANG_UP: "hung up",
}
"""How a session ends by each signal."""


def machine_clock() -> float:
    """Seconds, also of the time that the machine sleeps, where the system has such a clock."""
    boot = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boot is None else time.clock_gettime(boot)


class DeviceRecovery:
    """Opens and closes the device, tries again when it is lost, and counts the time without it.

    State: whether the device is open, since when it is closed, when the clock was checked last, whether the machine is
    kept awake, and how much time was lost that the plan does not know of yet.
    """

    def __init__(self, context: PlayerContext, buffer: OutputBuffer) -> None:
        self.is_open = False
        """Whether the device is open."""
        self._context = context
        self._buffer = buffer
        self._awake: contextlib.ExitStack | None = None
        """Lets the machine sleep when it is closed; None while the machine may sleep."""
        self._closed_at: float | None = None
        """Since when the device is closed, in seconds of the clock; None before it was opened, and while it is open."""
        self._checked_at = context.clock()
        """When the clock was checked last, in its seconds."""
        self._lost = 0
        """Frames in which there was no device or the machine slept, since they were last taken."""

    def open(self) -> None:
        """Afterwards the device plays. The time since it was closed is lost.

        Raises:
            DeviceError: It cannot be opened.
        """
        self._context.speaker.open()
        self.is_open = True
        self._checked_at = self._context.clock()
        if self._closed_at is not None:
            self._lost += frames(self._checked_at - self._closed_at)
            self._closed_at = None

    def ensure_open(self) -> None:
        """Afterwards the device plays. It may be open already.

        Raises:
            DeviceError: It cannot be opened.
        """
        if not self.is_open:
            self.open()

    def close(self) -> None:
        """Afterwards the device is closed and the machine may sleep. What was not played is rendered again."""
        self.is_open = False
        self._closed_at = self._context.clock() if self._closed_at is None else self._closed_at
        self.let_sleep()
        self._context.speaker.close()
        self._buffer.discard_block()

    def close_after(self, pause: int) -> bool:
        """Whether a pause of so many frames is long enough to close the device. If so, it is closed."""
        if pause <= CLOSE_AFTER:
            return False
        self.close()
        return True

    def keep_awake(self) -> None:
        """Afterwards the machine stays awake. May be called twice."""
        if self._awake is None:
            self._awake = contextlib.ExitStack()
            self._awake.enter_context(self._context.keep_awake())

    def let_sleep(self) -> None:
        """Afterwards the machine may sleep. May be called twice."""
        if self._awake is not None:
            self._awake.close()
            self._awake = None

    def check_sleep(self) -> None:
        """Afterwards it is certain that the machine has not slept since the last check.

        Raises:
            DeviceError: It slept while the device was open. The time is lost.
        """
        now = self._context.clock()
        since, self._checked_at = now - self._checked_at, now
        if since > ASLEEP and self.is_open:
            self._lost += frames(since)
            raise DeviceError("the machine was asleep", next_step="nothing to do: it goes on by itself")

    def take_lost(self) -> Frames:
        """How many frames were lost since the last call."""
        lost, self._lost = self._lost, 0
        return Frames(lost)

    def retry(self, fault: DeviceError) -> Way | None:
        """Tries to open the lost device until it plays; None then. How the session ends, if a command ends it first.

        Args:
            fault: Why the device was lost.
        """
        waits = chain(RETRIES, repeat(RETRIES[-1]))
        while True:
            wait = next(waits)
            self._context.emit(Trouble(fault.message, fault.next_step, wait))
            self._context.controls.wait(wait)
            way = self._end_asked_for()
            if way is not None:
                return way
            try:
                self.open()
            except DeviceError as again:
                fault = again
            else:
                return None

    def _end_asked_for(self) -> Way | None:
        """How the session ends, if one of the commands given meanwhile ends it. Most others have no effect."""
        for command in self._context.controls.commands():
            if command in WAYS or command is Command.CLOSE:
                return WAYS.get(command, "ended")
            if command is Command.SUSPEND:
                self._context.controls.suspend()
        return None
