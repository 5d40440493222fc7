"""What the loudspeakers that take from a callback have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from unknot.speakers._ring_buffer import RingBuffer
from unknot.units import MILLISECOND, NO_FRAMES, Frames

if TYPE_CHECKING:
    from unknot.audio import Samples

PERIOD: Frames = Frames(25 * MILLISECOND)
"""What a device takes at once."""
PERIODS = 4
"""So the device holds 100 ms: fewer stutter on a busy machine, more answer a key too late."""


class Device(Protocol):
    """An open sound device that takes its sound from a feed."""

    def close(self) -> None:
        """Afterwards it takes nothing more and is let go. Not called from its own callback."""


class Connector(Protocol):
    """How a device is opened."""

    name: str

    def connect(self, feed: RingBuffer) -> Device:
        """A device that has begun to take from `feed`.

        Raises:
            DeviceError: It cannot be opened.
        """


class CallbackSpeaker:
    """A `ports.VoiceOption` over any device that takes from a callback."""

    paced = True
    latency: Frames = Frames(PERIOD * PERIODS)

    def __init__(self, connector: Connector) -> None:
        self.name = connector.name
        self._connector = connector
        self._feed = RingBuffer()
        self._device: Device | None = None

    @property
    def played(self) -> Frames:
        """Frames taken by the device so far."""
        return self._feed.played

    @property
    def pending(self) -> Frames:
        """Frames written and not taken."""
        return self._feed.pending if self._device else NO_FRAMES

    @property
    def underruns(self) -> int:
        """How often the device found less than it asked for."""
        return self._feed.underruns

    def open(self) -> None:
        """Afterwards the device takes what is written.

        Raises:
            DeviceError: It cannot be opened.
        """
        self.close()
        self._feed.start()
        self._device = self._connector.connect(self._feed)

    def write(self, block: Samples) -> Frames:
        """How many frames of the front of `block` were taken.

        Raises:
            DeviceError: The device is gone or stalls.
        """
        return self._feed.put(block)

    def take_back(self) -> Frames:
        """How many pending frames are dropped."""
        return self._feed.take_back()

    def drain(self) -> bool:
        """Whether all was heard.

        Raises:
            DeviceError: The device is gone or stalls.
        """
        return self._feed.drain(self.latency)

    def close(self) -> None:
        """Afterwards the device is let go."""
        device, self._device = self._device, None
        if device is not None:
            device.close()
        self._feed.start()
