"""The samples between the player, which writes, and the device, which takes, each in a thread of its own."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Final

import numpy as np

from unknot.audio import CHANNELS, Samples
from unknot.errors import DeviceError
from unknot.units import MILLISECOND, NO_FRAMES, SAMPLE_RATE, Frames

if TYPE_CHECKING:
    from collections.abc import Callable

DEPTH: Final = Frames(400 * MILLISECOND)
"""Size of the buffer: four times the longest delay of a callback that was measured on a busy machine."""
WAIT: Final = 0.010
"""Seconds that `put` waits for room; keys are read at this interval."""
GUARD: Final = Frames(30 * MILLISECOND)
"""Frames that are not taken back: a little more than a device takes at a time, so that there is no gap."""
STALL: Final = 0.4
"""Seconds without a callback after which the device counts as failed."""
START_STALL: Final = 6.0
"""The same after it was opened: a Bluetooth headset or a sound server takes one buffer at once, and then nothing for up
to two seconds (measured: PulseAudio 16 with a null sink, 1.7 s)."""
STARTED: Final = Frames(250 * MILLISECOND)
"""A device that has taken more than this since it was opened has started: its own buffers hold less."""
_MOST_ADDED: Final = 0.1
"""Seconds that one reading of the clock adds to a stall at most, in case this process itself was stopped."""
NOISE_PEAK: Final = 2.0 / 32768.0
"""Peak of the noise that keeps a device awake, two steps of 16 bits: some 90 dB below the voice."""


class RingBuffer:
    """A ring of frames. The player's thread calls `put`, `take_back` and `drain`; the device's thread calls `take`."""

    def __init__(self, depth: Frames = DEPTH, clock: Callable[[], float] = time.monotonic) -> None:
        self.played: Frames = NO_FRAMES
        """Frames that were put and that the device has taken, in all."""
        self.underruns = 0
        """How often the device got fewer frames than it asked for."""
        self._ring: Samples = np.zeros((depth, CHANNELS), np.float32)
        self._pending = 0
        self._clock = clock
        self._changed = threading.Condition()
        self._fault: str | None = None
        self._running = False
        """Whether an empty buffer counts as an underrun."""
        self._missing = 0
        """Frames that the device asked for in vain since the last `put`."""
        self._noise = _noise()
        self._stalled = 0.0
        """Seconds since the last callback, as far as `put` and `drain` have seen them."""
        self._taken = 0
        """Frames asked for since the device was opened."""
        self._read_at = clock()

    @property
    def pending(self) -> Frames:
        """Frames that were put and not yet taken."""
        return Frames(self._pending)

    def start(self) -> None:
        """Afterwards the buffer is empty, for a device that is opened now."""
        with self._changed:
            self._pending = 0
            self._running = False
            self._fault = None
            self._stalled = 0.0
            self._taken = 0
            self._read_at = self._clock()

    def fail(self, reason: str) -> None:
        """Afterwards the player's next call of `put` or `drain` raises `DeviceError`. Any thread may call this."""
        with self._changed:
            self._fault = self._fault or reason
            self._changed.notify_all()

    def put(self, block: Samples) -> Frames:
        """How many frames from the start of `block` were accepted; waits at most `WAIT` seconds for room.

        Raises:
            DeviceError: The device has failed, or has taken nothing for `STALL` seconds (`START_STALL` at first).
        """
        with self._changed:
            self._check_device()
            if self._pending == len(self._ring):
                self._changed.wait(WAIT)
                self._check_device()
            count = min(len(block), len(self._ring) - self._pending)
            self._append(block[:count])
            self._running, self._missing = True, 0
            return Frames(count)

    def take(self, count: int) -> Samples:
        """The next `count` frames for the device; noise, which keeps it awake, where there are too few."""
        with self._changed:
            ready = min(count, self._pending)
            out = self._next(ready)
            if ready < count:
                self._count_missing(count - ready)
            self._stalled = 0.0
            self._taken += count
            self._changed.notify_all()
        return filled_up(out, self._noise, count)

    def take_back(self) -> Frames:
        """How many pending frames were removed: all but the next `GUARD`, which the device may ask for at any time."""
        with self._changed:
            kept = min(self._pending, GUARD)
            count, self._pending = self._pending - kept, kept
            return Frames(count)

    def drain(self, latency: Frames) -> bool:
        """Whether nothing is pending and the device has asked for `latency` frames more; waits up to `WAIT` seconds.

        Raises:
            DeviceError: As for `put`.
        """
        with self._changed:
            self._running = False
            self._check_device()
            if self._missing < latency:
                self._changed.wait(WAIT)
            return self._missing >= latency

    def _count_missing(self, count: int) -> None:
        self._missing += count
        if self._running:
            self.underruns += 1
            self._running = False

    def _check_device(self) -> None:
        now = self._clock()
        self._stalled += min(now - self._read_at, _MOST_ADDED)
        self._read_at = now
        if self._stalled > (STALL if self._taken > STARTED else START_STALL):
            self._fault = self._fault or "the sound device has stopped taking sound"
        if self._fault is not None:
            raise DeviceError(self._fault, next_step="check the plug or the headset; unknot tries again by itself")

    def _append(self, block: Samples) -> None:
        begin = (self.played + self._pending) % len(self._ring)
        first = min(len(block), len(self._ring) - begin)
        self._ring[begin : begin + first] = block[:first]
        self._ring[: len(block) - first] = block[first:]
        self._pending += len(block)

    def _next(self, count: int) -> Samples:
        begin = self.played % len(self._ring)
        out = np.concatenate((self._ring[begin : begin + count], self._ring[: max(0, begin + count - len(self._ring))]))
        self.played = Frames(self.played + count)
        self._pending -= count
        return out


def filled_up(sound: Samples, noise: Samples, count: int) -> Samples:
    """`count` frames: `sound`, then noise. A device that gets only zeros falls asleep and later cuts off syllables."""
    if len(sound) == count and sound.any():
        return sound
    filled = noise[np.arange(count) % len(noise)]
    if sound.any():
        filled[: len(sound)] = sound
    return filled


def _noise() -> Samples:
    noise = np.random.default_rng(7).uniform(-NOISE_PEAK, NOISE_PEAK, (SAMPLE_RATE, CHANNELS))
    return noise.astype(np.float32)
