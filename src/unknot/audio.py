"""Samples: float32, shape (frames, channels), full scale at ±1."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, TypeAlias, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from unknot.units import SAMPLE_RATE, SILENCE, Decibels, Frames, decibels

Samples: TypeAlias = NDArray[np.float32]
"""Shape (frames, channels), float32, full scale at ±1."""

CHANNELS = 2
"""Channels of everything that the mixer gives: left, right."""
_FULL = 32_768
"""Full scale in 16 bits."""


@dataclass(frozen=True, slots=True, eq=False)
class Sound:
    """Samples and their rate, as an engine or a decoder gives them."""

    samples: Samples
    """Shape (frames, channels)."""
    rate: int = SAMPLE_RATE
    """Frames in a second."""

    def __post_init__(self) -> None:
        if self.samples.ndim != 2 or self.samples.dtype != np.float32:
            raise ValueError(f"a sound is float32 of two dimensions, not {self.samples.dtype} of {self.samples.ndim}")

    @property
    def frames(self) -> Frames:
        """Its length in frames of its own rate."""
        return Frames(len(self.samples))

    @property
    def seconds(self) -> float:
        """Its length in seconds."""
        return len(self.samples) / self.rate


@runtime_checkable
class Background(Protocol):
    """An endless sound under a session."""

    @property
    def identity(self) -> str:
        """Everything that changes its samples."""

    @property
    def period(self) -> Frames:
        """Frames after which it repeats exactly; a whole number of grid steps."""

    @property
    def loudness(self) -> float:
        """LUFS of its samples as `read` gives them, gated."""

    @property
    def peak(self) -> float:
        """Its highest true peak, in dBTP."""

    @property
    def anchored(self) -> bool:
        """Whether each cue may have its own stretch of it, because listeners do not follow its phase."""

    @property
    def uncorrelated(self) -> bool:
        """Whether two stretches of it are uncorrelated, so that their powers add in a crossfade."""

    @property
    def swell(self) -> NDArray[np.float32] | None:
        """Its mean power in each grid step of the period, where its level swells; None where it is steady."""

    def read(self, start: int, count: int) -> Samples:
        """Shape (count, 2), the frames from `start`, which may be any integer ≥ 0. Pure."""


def silence(count: int, channels: int = CHANNELS) -> Samples:
    """`count` frames of digital silence."""
    return np.zeros((count, channels), np.float32)


def peak(samples: Samples) -> Decibels:
    """The largest magnitude of any sample, in dBFS."""
    return decibels(float(np.max(np.abs(samples)))) if samples.size else SILENCE


def rms(samples: Samples) -> Decibels:
    """The root of the mean square over all channels, in dBFS."""
    return decibels(float(np.sqrt(np.mean(np.square(samples, dtype=np.float64))))) if samples.size else SILENCE


def to_sixteen_bits(samples: Samples) -> NDArray[np.int16]:
    """The same shape in 16 bits: times 32 768, rounded to the nearest, halves to even, and clipped to the range.

    There is no dither: the same samples are always the same bytes.
    """
    whole: NDArray[np.int16] = np.clip(np.rint(samples * np.float32(_FULL)), -_FULL, _FULL - 1).astype("<i2")
    return whole


def from_sixteen_bits(raw: bytes | bytearray, channels: int = 1) -> Samples:
    """Samples of 16 bits, little endian, as shape (frames, channels). An incomplete sample at the end is dropped."""
    floats: Samples = np.multiply(np.frombuffer(raw, "<i2", len(raw) // 2), np.float32(1 / _FULL), dtype=np.float32)
    return floats.reshape(-1, channels)
