"""Speakers of the tests: one in virtual time, and those that go wrong, each named for how."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from unknot.errors import DeviceError
from unknot.units import GRID, NO_FRAMES, Frames, frames

if TYPE_CHECKING:
    from unknot.audio import Samples

DEPTH = frames(0.4)
GONE = DeviceError("the sound device is gone", next_step="plug it in again")


class VirtualSpeaker:
    """Plays as fast as it is written to. When its ring is full it plays a step of it to make room."""

    name = "virtual"
    paced = True

    def __init__(self, *, depth: Frames = DEPTH, step: Frames = GRID, keep: bool = True) -> None:
        self.latency: Frames = NO_FRAMES
        self.played: Frames = NO_FRAMES
        self.underruns = 0
        self.opened = 0
        self.heard: list[Samples] = []
        """What was played, block by block, unless there is no need to keep it."""
        self._depth = depth
        self._step = step
        self._keep = keep
        self._ring: list[Samples] = []
        self._open = False

    @property
    def pending(self) -> Frames:
        """Frames written and not played."""
        return Frames(sum(len(block) for block in self._ring))

    def open(self) -> None:
        """Afterwards it can be written to."""
        self.opened += 1
        self._ring.clear()
        self._open = True

    def write(self, block: Samples) -> Frames:
        """Takes what there is room for; without room it plays and takes nothing."""
        if not self._open:
            raise DeviceError("the speaker is not open")
        room = self._depth - self.pending
        if room <= 0:
            self.play(self._step)
            return NO_FRAMES
        self._ring.append(np.array(block[:room]))
        return Frames(min(room, len(block)))

    def play(self, count: int) -> None:
        """Virtual time goes on by `count` frames, or less when less is there."""
        while count and self._ring:
            block = self._ring.pop(0)
            if len(block) > count:
                self._ring.insert(0, block[count:])
                block = block[:count]
            count -= len(block)
            self.played = Frames(self.played + len(block))
            if self._keep:
                self.heard.append(block)

    def take_back(self) -> Frames:
        """Forgets what is pending."""
        count = self.pending
        self._ring.clear()
        return count

    def drain(self) -> bool:
        """Plays one grid step of what is pending."""
        self.play(GRID)
        return not self._ring

    def close(self) -> None:
        """Afterwards it is closed."""
        self._open = False
        self._ring.clear()

    @property
    def sound(self) -> Samples:
        """Everything heard."""
        return np.concatenate([np.zeros((0, 2), np.float32), *self.heard])


class VanishingSpeaker(VirtualSpeaker):
    """Goes away when it has played to each of the given frames, and is there again after `absent` tries."""

    name = "vanishing"

    def __init__(self, *moments: int, absent: int = 1, step: Frames = GRID) -> None:
        super().__init__(step=step)
        self._moments = sorted(moments)
        self._absent = absent
        self._refuse = 0

    def open(self) -> None:
        """Refuses as often as it was told to after each time it went."""
        if self._refuse:
            self._refuse -= 1
            raise GONE
        super().open()

    def write(self, block: Samples) -> Frames:
        """Takes sound until its moment has come."""
        if self._moments and self.played + self.pending >= self._moments[0]:
            self.play(self._moments.pop(0) - self.played)
            self._refuse = self._absent
            self._ring.clear()
            raise GONE
        return super().write(block)


class RefusingSpeaker(VirtualSpeaker):
    """Is always in use by another program."""

    name = "refusing"

    def open(self) -> None:
        """Never opens."""
        raise DeviceError("the sound device is in use", next_step="close the other program")


class SlowSpeaker(VirtualSpeaker):
    """Takes at most a few frames at a time."""

    name = "slow"

    def write(self, block: Samples) -> Frames:
        """Takes at most 500 frames."""
        return super().write(block[:500])


class StallingSpeaker(VirtualSpeaker):
    """Takes nothing any more from a frame on, and is found out after forty waits, as a real one is."""

    name = "stalling"

    def __init__(self, moment: int) -> None:
        super().__init__()
        self._moment: int | None = moment
        self._waits = 0

    def write(self, block: Samples) -> Frames:
        """Takes sound until its moment has come, then only time passes."""
        if self._moment is None or self.played < self._moment:
            return super().write(block)
        self._waits += 1
        if self._waits < 40:
            return NO_FRAMES
        self._moment = None
        raise DeviceError("the sound device has stopped taking sound")
