"""A background that fails in mid-session fades away over two seconds, and the voice goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from unknot.audio import silence
from unknot.errors import UnknotError
from unknot.mixer._curves import Ramp, gain_curve
from unknot.units import GRID, SAMPLE_RATE

if TYPE_CHECKING:
    from unknot.audio import Background, Samples

FADING = 2 * SAMPLE_RATE
"""Frames over which it goes."""


class FadingOnError:
    """The samples of a background; when they cannot be read any more, what was last heard, backwards and fading.

    Until it fails it is as pure as the background. From then on it knows where it failed.
    """

    def __init__(self, bed: Background) -> None:
        self._bed = bed
        self.fault: UnknotError | None = None
        """Why it failed; None while it has not."""
        self._from = 0
        self._gone = False

    def read(self, start: int, count: int) -> Samples:
        """Shape (count, 2), the frames from `start`."""
        if self.fault is None:
            try:
                return self._bed.read(start, count)
            except UnknotError as fault:
                return self._break(start, count, fault)
        return self._fading((start - self._from) % self._bed.period, count)

    def _break(self, start: int, count: int, fault: UnknotError) -> Samples:
        """What can still be read of these frames, and the beginning of the fade."""
        good = []
        for at in range(0, count, GRID):
            part = self._part(start + at, min(GRID, count - at))
            if part is None:
                break
            good.append(part)
        else:
            return np.concatenate(good)
        done = sum(len(part) for part in good)
        self.fault, self._from = fault, (start + done) % self._bed.period
        return np.concatenate([*good, self._fading(0, count - done)])

    def _fading(self, since: int, count: int) -> Samples:
        out = silence(count)
        left = min(count, FADING - since)
        if left <= 0 or self._gone:
            self._gone = True
            return out
        back = self._part((self._from - since - left) % self._bed.period, left)
        if back is not None:
            out[:left] = back[::-1] * gain_curve(Ramp("shrink", FADING, since), left)[:, None]
        return out

    def _part(self, start: int, count: int) -> Samples | None:
        try:
            return self._bed.read(start, count)
        except UnknotError:
            return None
