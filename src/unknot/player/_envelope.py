"""A gain over the frames of an output: constant, or moving in raised cosines."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

Gain: TypeAlias = "float | NDArray[np.float32]"
"""One factor, or one for each frame, shape (n, 1)."""


@dataclass(frozen=True, slots=True)
class GainMove:
    """The gain goes from one factor to another."""

    begin: int
    """The output frame."""
    frames: int
    low: float
    """The factor before."""
    high: float
    """The factor behind."""

    def values(self, start: int, count: int) -> NDArray[np.float64]:
        """The factors of `count` frames from `start`, which may lie before or behind the move."""
        place = np.clip((np.arange(start, start + count) - self.begin + 0.5) / self.frames, 0.0, 1.0)
        return self.low + (self.high - self.low) * (0.5 - 0.5 * np.cos(np.pi * place))


class GainEnvelope:
    """A gain that is moved while it is read. What lies ahead can be changed; what was read stays as it was read."""

    def __init__(self) -> None:
        self._moves: list[GainMove] = [GainMove(-1, 1, 1.0, 1.0)]

    def move(self, at: int, factor: float, frames: int) -> None:
        """From output frame `at` on the gain goes to `factor` within `frames`; all later moves are forgotten."""
        now = self.at(at)
        self._moves = [m for m in self._moves if m.begin < at] or self._moves[:1]
        self._moves.append(GainMove(at, max(1, frames), now, factor))

    def at(self, frame: int) -> float:
        """The factor at one output frame."""
        return float(self._move(frame).values(frame, 1)[0])

    def gain(self, start: int, count: int) -> Gain:
        """The factors of `count` output frames from `start`; one number where nothing moves."""
        last = self._move(start + count - 1)
        if self._move(start) is last and start >= last.begin + last.frames:
            return last.high
        edges = [m for m in self._moves if start < m.begin < start + count]
        places = [start, *(m.begin for m in edges), start + count]
        parts = [self._move(a).values(a, b - a) for a, b in pairwise(places)]
        return np.concatenate(parts).astype(np.float32)[:, None]

    def forget(self, before: int) -> None:
        """Nothing before that output frame is asked for any more."""
        while len(self._moves) > 1 and self._moves[1].begin <= before:
            self._moves.pop(0)

    def _move(self, frame: int) -> GainMove:
        return next((m for m in reversed(self._moves) if m.begin <= frame), self._moves[0])
