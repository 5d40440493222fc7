"""Recovery of the sound device: closed in long pauses, opened again after it was lost or the machine slept.

A clock of the machine is read here for two things that no sample can tell: how long there was no device, and whether
the machine was asleep.
"""

from __future__ import annotations

from itertools import chain, repeat
from typing import TYPE_CHECKING, Final

from unknot.errors import DeviceError
from unknot.player._commands import Command
from unknot.player._device_session import DeviceSession
from unknot.player._events import Trouble
from unknot.units import Frames, frames

if TYPE_CHECKING:
    from unknot.player._context import PlayerContext
    from unknot.player._events import Way
    from unknot.player._output_buffer import OutputBuffer

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


class DeviceRecovery:
    """Opens and closes the device, tries again when it is lost, and counts the time in which there was none.

    State: the device session, and how much time was lost that the plan does not know of yet.
    """

    def __init__(self, world: PlayerContext, deck: OutputBuffer) -> None:
        self._device = DeviceSession(world.speaker, world.awake, world.clock)
        self._deck = deck
        self._controls = world.controls
        self._tell = world.tell
        self._lost = 0
        """Frames in which there was no device or the machine slept, since they were last taken."""

    @property
    def is_open(self) -> bool:
        """Whether the device is open."""
        return self._device.held

    def open(self) -> None:
        """Afterwards the device plays. The time since it was closed is lost.

        Raises:
            DeviceError: It cannot be opened.
        """
        self._lost += self._device.take_up()

    def ensure_open(self) -> None:
        """Afterwards the device plays. It may be open already.

        Raises:
            DeviceError: It cannot be opened.
        """
        if not self.is_open:
            self.open()

    def close(self) -> None:
        """Afterwards the device is closed and the machine may sleep. What the device had not taken is rendered anew."""
        self._device.let_go()
        self._deck.change()

    def close_after(self, pause: int) -> bool:
        """Whether a pause of so many frames is long enough to close the device. If so, it is closed."""
        if pause <= CLOSE_AFTER:
            return False
        self.close()
        return True

    def keep_awake(self) -> None:
        """Afterwards the machine stays awake. May be called twice."""
        self._device.keep_awake()

    def let_sleep(self) -> None:
        """Afterwards the machine may sleep. May be called twice."""
        self._device.let_sleep()

    def check_sleep(self) -> None:
        """Afterwards it is certain that the machine has not slept since the last check.

        Raises:
            DeviceError: It slept. The time is lost.
        """
        slept = self._device.slept()
        if slept:
            self._lost += slept
            raise DeviceError("the machine was asleep", next_step="nothing to do: it goes on by itself")

    def take_lost(self) -> Frames:
        """How many frames were lost since this was last asked."""
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
            self._tell(Trouble(fault.message, fault.next_step, wait))
            self._controls.wait(wait)
            way = self._obey()
            if way is not None:
                return way
            try:
                self.open()
            except DeviceError as again:
                fault = again
            else:
                return None

    def _obey(self) -> Way | None:
        """How the session ends, if one of the commands given meanwhile ends it. Most others have no effect."""
        for command in self._controls.commands():
            if command in WAYS or command is Command.CLOSE:
                return WAYS.get(command, "ended")
            if command is Command.SUSPEND:
                self._controls.suspend()
        return None
