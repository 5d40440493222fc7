"""A gain over the output frames: constant, or moving in raised cosines."""

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
    """The first output frame."""
    frames: int
    """How long it takes."""
    before: float
    """The factor before the move."""
    after: float
    """The factor after the move."""

    def values(self, start: int, count: int) -> NDArray[np.float64]:
        """The factors of `count` frames from `start`, which may be before or after the move. Shape (count,)."""
        progress = np.clip((np.arange(start, start + count) - self.begin + 0.5) / self.frames, 0.0, 1.0)
        return self.before + (self.after - self.before) * (0.5 - 0.5 * np.cos(np.pi * progress))


class GainEnvelope:
    """A gain that can be changed while it is read: later frames get new factors, earlier ones keep theirs."""

    def __init__(self) -> None:
        self._moves: list[GainMove] = [GainMove(-1, 1, 1.0, 1.0)]

    def move(self, at: int, factor: float, frames: int) -> None:
        """From output frame `at` on the gain goes to `factor` within `frames`. All later moves are dropped."""
        now = self.at(at)
        self._moves = [m for m in self._moves if m.begin < at] or self._moves[:1]
        self._moves.append(GainMove(at, max(1, frames), now, factor))

    def at(self, frame: int) -> float:
        """The factor at one output frame."""
        return float(self._move(frame).values(frame, 1)[0])

    def gain(self, start: int, count: int) -> Gain:
        """The factors of `count` output frames from `start`; one number where the gain is constant."""
        last = self._move(start + count - 1)
        if self._move(start) is last and start >= last.begin + last.frames:
            return last.after
        begins = [m.begin for m in self._moves if start < m.begin < start + count]
        edges = [start, *begins, start + count]
        parts = [self._move(a).values(a, b - a) for a, b in pairwise(edges)]
        return np.concatenate(parts).astype(np.float32)[:, None]

    def discard(self, before: int) -> None:
        """Drops moves that matter only before that output frame, which is not read again."""
        while len(self._moves) > 1 and self._moves[1].begin <= before:
            self._moves.pop(0)

    def _move(self, frame: int) -> GainMove:
        return next((m for m in reversed(self._moves) if m.begin <= frame), self._moves[0])
