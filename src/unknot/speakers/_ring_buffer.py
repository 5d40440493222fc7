"""The samples between a player that writes and a device that takes, each in a thread of its own."""

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
"""How much is written ahead: four times what a busy machine was measured to keep a callback waiting."""
PATIENCE: Final = 0.010
"""Seconds that `put` waits for room: a key is looked at that often."""
GUARD: Final = Frames(30 * MILLISECOND)
"""What is not taken back: a little more than a device takes at once, so that it finds something meanwhile."""
STALL: Final = 0.4
"""Seconds without a callback after which the device counts as gone."""
WAKING: Final = 6.0
"""The same while it wakes up: a Bluetooth headset or a sound server takes a first buffer at once, and then nothing for
up to two seconds (measured: PulseAudio 16 with a null sink, 1.7 s)."""
AWAKE: Final = Frames(250 * MILLISECOND)
"""A device that has taken so much since it was opened has woken up: more than fits into the buffers in front of it."""
_GLANCE: Final = 0.1
"""The most that one look at the clock adds to a stall, so that a process that was stopped itself blames nobody."""
WHISPER: Final = 2.0 / 32768.0
"""Peak of the noise that keeps a device awake, two steps of 16 bits: some 90 dB under the voice."""


class RingBuffer:
    """A ring of frames. `put`, `take_back` and `drain` belong to the player's thread, `take` to the device's."""

    def __init__(self, depth: Frames = DEPTH, clock: Callable[[], float] = time.monotonic) -> None:
        self.played: Frames = NO_FRAMES
        """Frames taken by the device of what was put, in all."""
        self.underruns = 0
        """How often the device found less than it asked for."""
        self._ring: Samples = np.zeros((depth, CHANNELS), np.float32)
        self._pending = 0
        self._clock = clock
        self._changed = threading.Condition()
        self._trouble: str | None = None
        self._running = False
        self._dry = 0
        self._whisper = _whisper()
        self._stalled = 0.0
        self._taken = 0
        """Frames asked for since the device was opened."""
        self._looked = clock()

    @property
    def pending(self) -> Frames:
        """Frames put and not yet taken."""
        return Frames(self._pending)

    def start(self) -> None:
        """Afterwards the feed is empty and belongs to a device that is about to take from it."""
        with self._changed:
            self._pending = 0
            self._running = False
            self._trouble = None
            self._rewind()

    def fail(self, reason: str) -> None:
        """Afterwards the player is told, at its next `put`, that the device is gone. Safe from any thread."""
        with self._changed:
            self._trouble = self._trouble or reason
            self._changed.notify_all()

    def put(self, block: Samples) -> Frames:
        """How many frames of the front of `block` were taken; waits at most `PATIENCE` for room for the first.

        Raises:
            DeviceError: The device has failed, or has not taken anything for `STALL` seconds; `WAKING` at first.
        """
        with self._changed:
            self._watch()
            if self._pending == len(self._ring):
                self._changed.wait(PATIENCE)
                self._watch()
            count = min(len(block), len(self._ring) - self._pending)
            self._store(block[:count])
            self._running, self._dry = True, 0
            return Frames(count)

    def take(self, count: int) -> Samples:
        """The next `count` frames for the device; where there are none, the whisper that keeps it awake."""
        with self._changed:
            ready = min(count, self._pending)
            out = self._fetch(ready)
            if ready < count:
                self._starve(count - ready)
            self._stalled = 0.0
            self._taken += count
            self._changed.notify_all()
        return awake(out, self._whisper, count)

    def take_back(self) -> Frames:
        """How many of the pending frames are dropped: all but the next few, which the device may ask for any moment."""
        with self._changed:
            kept = min(self._pending, GUARD)
            count, self._pending = self._pending - kept, kept
            return Frames(count)

    def drain(self, beyond: Frames) -> bool:
        """Whether nothing is pending and the device has taken `beyond` frames more; waits a short while for it.

        Raises:
            DeviceError: As from `put`.
        """
        with self._changed:
            self._running = False
            self._watch()
            if self._dry < beyond:
                self._changed.wait(PATIENCE)
            return self._dry >= beyond

    def _starve(self, count: int) -> None:
        self._dry += count
        if self._running:
            self.underruns += 1
            self._running = False

    def _watch(self) -> None:
        now = self._clock()
        self._stalled += min(now - self._looked, _GLANCE)
        self._looked = now
        if self._stalled > (STALL if self._taken > AWAKE else WAKING):
            self._trouble = self._trouble or "the sound device has stopped taking sound"
        if self._trouble is not None:
            raise DeviceError(self._trouble, next_step="check the plug or the headset; unknot tries again by itself")

    def _rewind(self) -> None:
        self._stalled = 0.0
        self._taken = 0
        self._looked = self._clock()

    def _store(self, block: Samples) -> None:
        begin = (self.played + self._pending) % len(self._ring)
        first = min(len(block), len(self._ring) - begin)
        self._ring[begin : begin + first] = block[:first]
        self._ring[: len(block) - first] = block[first:]
        self._pending += len(block)

    def _fetch(self, count: int) -> Samples:
        begin = self.played % len(self._ring)
        out = np.concatenate((self._ring[begin : begin + count], self._ring[: max(0, begin + count - len(self._ring))]))
        self.played = Frames(self.played + count)
        self._pending -= count
        return out


def awake(sound: Samples, whisper: Samples, count: int) -> Samples:
    """`count` frames: `sound`, filled up, and nowhere digitally silent, because sleepy devices swallow syllables."""
    if len(sound) == count and sound.any():
        return sound
    filled = whisper[np.arange(count) % len(whisper)]
    if sound.any():
        filled[: len(sound)] = sound
    return filled


def _whisper() -> Samples:
    noise = np.random.default_rng(7).uniform(-WHISPER, WHISPER, (SAMPLE_RATE, CHANNELS))
    return noise.astype(np.float32)
