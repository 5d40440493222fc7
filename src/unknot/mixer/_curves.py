"""Gain curves, sample by sample, the same on every machine.

Sine and exponential are polynomials here: additions and products of doubles have one right answer by IEEE 754, while
the sine of one C library and the next differ in the last bit.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np

from unknot.units import SAMPLE_RATE

if TYPE_CHECKING:
    from numpy.typing import NDArray

Shape: TypeAlias = Literal["decibels", "rise", "fall", "grow", "shrink"]

_KEPT = 12 * SAMPLE_RATE
"""Frames: curves up to this length are computed once and kept, 2.3 MB each at most."""
_SINE = [1.0, -1 / 6, 1 / 120, -1 / 5040, 1 / 362880, -1 / 39916800, 1 / 6227020800, -1 / 1307674368000]
_EXP = [1.0, 1.0, 1 / 2, 1 / 6, 1 / 24, 1 / 120, 1 / 720, 1 / 5040, 1 / 40320]
_DECIBEL = 0.11512925464970229
"""ln(10)/20: the natural logarithm of one decibel."""


@dataclass(frozen=True, slots=True)
class Ramp:
    """A gain that changes over some frames."""

    shape: Shape
    """`decibels`: a raised cosine in dB from `begin` to `end`. `rise` and `fall`: sine and cosine, whose
    powers add up to one. `grow` and `shrink`: raised cosines, whose amplitudes add up to one."""
    frames: int
    """Its whole length."""
    at: int = 0
    """Frames of it that have passed."""
    begin: float = 0.0
    """Decibels at its beginning; `decibels` only."""
    end: float = 0.0
    """Decibels at its end; `decibels` only."""

    def later(self, count: int) -> Ramp:
        """The same ramp, `count` frames later."""
        return Ramp(self.shape, self.frames, self.at + count, self.begin, self.end)


def gain_curve(ramp: Ramp, count: int) -> NDArray[np.float32]:
    """The gains of the next `count` frames of `ramp`, shape (count,)."""
    if ramp.frames > _KEPT:
        return _curve(ramp.shape, ramp.frames, ramp.begin, ramp.end, ramp.at, count)
    return _whole(ramp.shape, ramp.frames, ramp.begin, ramp.end)[ramp.at : ramp.at + count]


@functools.lru_cache(maxsize=32)
def _whole(shape: Shape, frames: int, begin: float, end: float) -> NDArray[np.float32]:
    return _curve(shape, frames, begin, end, 0, frames)


def _curve(shape: Shape, frames: int, begin: float, end: float, at: int, count: int) -> NDArray[np.float32]:
    quarter = (np.arange(at, at + count, dtype=np.float64) + 0.5) * (np.pi / 2 / frames)
    if shape in ("fall", "shrink"):
        quarter = np.pi / 2 - quarter
    value = sine(quarter)
    if shape in ("grow", "shrink", "decibels"):
        value = value * value
    if shape == "decibels":
        value = exponential((begin + (end - begin) * value) * _DECIBEL)
    return value.astype(np.float32)


def sine(angle: NDArray[np.float64]) -> NDArray[np.float64]:
    """The sine of angles from 0 to π/2, to 12 digits."""
    square = angle * angle
    total = np.full_like(angle, _SINE[-1])
    for term in reversed(_SINE[:-1]):
        total = total * square + term
    return total * angle


def exponential(power: NDArray[np.float64]) -> NDArray[np.float64]:
    """The exponential of `power`, for powers from −16 to 16, to 8 digits or better."""
    small = power / 64.0
    total = np.full_like(small, _EXP[-1])
    for term in reversed(_EXP[:-1]):
        total = total * small + term
    for _ in range(6):
        total = total * total
    return total
