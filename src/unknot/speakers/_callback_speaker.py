"""The speaker for sound libraries that ask for samples through a callback."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from unknot.speakers._ring_buffer import RingBuffer
from unknot.units import MILLISECOND, NO_FRAMES, Frames

if TYPE_CHECKING:
    from unknot.audio import Samples

PERIOD: Frames = Frames(25 * MILLISECOND)
"""Frames that a device takes at a time."""
PERIODS = 4
"""Periods in the device's own buffer, 100 ms: fewer cause gaps on a busy machine, more delay the answer to a key."""


class Device(Protocol):
    """An open sound device that takes its samples from a ring buffer."""

    def close(self) -> None:
        """Afterwards the device is closed. Not called from its own callback."""


class Connector(Protocol):
    """Opens one kind of device."""

    name: str

    def connect(self, buffer: RingBuffer) -> Device:
        """An open device that takes from `buffer`.

        Raises:
            DeviceError: It cannot be opened.
        """


class CallbackSpeaker:
    """A speaker (`ports.Speaker`) over any device that asks for samples through a callback."""

    paced = True
    latency: Frames = Frames(PERIOD * PERIODS)

    def __init__(self, connector: Connector) -> None:
        self.name = connector.name
        self._connector = connector
        self._buffer = RingBuffer()
        self._device: Device | None = None

    @property
    def played(self) -> Frames:
        """Frames that the device has taken."""
        return self._buffer.played

    @property
    def pending(self) -> Frames:
        """Frames that are written and that the device has not taken."""
        return self._buffer.pending if self._device else NO_FRAMES

    @property
    def underruns(self) -> int:
        """How often the device got fewer frames than it asked for."""
        return self._buffer.underruns

    def open(self) -> None:
        """Afterwards the device plays what is written.

        Raises:
            DeviceError: It cannot be opened.
        """
        self.close()
        self._buffer.start()
        self._device = self._connector.connect(self._buffer)

    def write(self, block: Samples) -> Frames:
        """How many frames from the start of `block` were accepted.

        Raises:
            DeviceError: The device has failed or takes nothing.
        """
        return self._buffer.put(block)

    def take_back(self) -> Frames:
        """How many pending frames were removed and will not be played."""
        return self._buffer.take_back()

    def drain(self) -> bool:
        """Whether all written frames were played.

        Raises:
            DeviceError: The device has failed or takes nothing.
        """
        return self._buffer.drain(self.latency)

    def close(self) -> None:
        """Afterwards the device is closed."""
        device, self._device = self._device, None
        if device is not None:
            device.close()
        self._buffer.start()
