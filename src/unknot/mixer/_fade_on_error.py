"""A background that fails during a session fades out over two seconds, and the voice goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from unknot.audio import silence
from unknot.errors import UnknotError
from unknot.mixer._curves import Ramp, gain_curve
from unknot.units import GRID, SAMPLE_RATE

if TYPE_CHECKING:
    from unknot.audio import Background, Samples

FADE = 2 * SAMPLE_RATE
"""Frames of the fade-out: 2 s."""


class FadingOnError:
    """The samples of a background. Once they cannot be read, the last ones are played backwards and faded out.

    `read` is pure until the background fails. From then on it depends on where it failed.
    """

    def __init__(self, background: Background) -> None:
        self._background = background
        self.fault: UnknotError | None = None
        """Why it failed; None while it has not."""
        self._failed_at = 0
        self._finished = False

    def read(self, start: int, count: int) -> Samples:
        """Shape (count, 2), the frames from `start`."""
        if self.fault is None:
            try:
                return self._background.read(start, count)
            except UnknotError as fault:
                return self._fail(start, count, fault)
        return self._faded((start - self._failed_at) % self._background.period, count)

    def _fail(self, start: int, count: int, fault: UnknotError) -> Samples:
        """The frames that can still be read, and the beginning of the fade-out."""
        parts = []
        for at in range(0, count, GRID):
            part = self._part(start + at, min(GRID, count - at))
            if part is None:
                break
            parts.append(part)
        else:
            return np.concatenate(parts)
        done = sum(len(part) for part in parts)
        self.fault, self._failed_at = fault, (start + done) % self._background.period
        return np.concatenate([*parts, self._faded(0, count - done)])

    def _faded(self, since: int, count: int) -> Samples:
        """`count` frames, from `since` frames after the failure."""
        out = silence(count)
        left = min(count, FADE - since)
        if left <= 0 or self._finished:
            self._finished = True
            return out
        last = self._part((self._failed_at - since - left) % self._background.period, left)
        if last is not None:
            out[:left] = last[::-1] * gain_curve(Ramp("shrink", FADE, since), left)[:, None]
        return out

    def _part(self, start: int, count: int) -> Samples | None:
        try:
            return self._background.read(start, count)
        except UnknotError:
            return None
