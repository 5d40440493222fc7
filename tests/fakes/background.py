"""A background whose every sample is known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from unknot.errors import AudioFileError
from unknot.units import GRID, Frames

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from unknot.audio import Samples


@dataclass
class KnownNoise:
    """Uniform noise over a short period, made at once."""

    identity: str = "known-noise"
    steps: int = 500
    anchored: bool = True
    uncorrelated: bool = True
    swell: NDArray[np.float32] | None = None
    loudness: float = -20.0
    peak: float = -10.5

    def __post_init__(self) -> None:
        """The whole period, the same for the same identity."""
        drawn = np.random.default_rng(list(self.identity.encode())).uniform(-0.3, 0.3, (self.steps * GRID, 2))
        self.samples: Samples = drawn.astype(np.float32)

    @property
    def period(self) -> Frames:
        """All of it."""
        return Frames(self.steps * GRID)

    def read(self, start: int, count: int) -> Samples:
        """Shape (count, 2), round and round."""
        return self.samples.take(np.arange(start, start + count), axis=0, mode="wrap")


class VanishingFile(KnownNoise):
    """A background whose file is gone from the given frame on."""

    gone_from: int = 0

    def read(self, start: int, count: int) -> Samples:
        """What there is.

        Raises:
            AudioFileError: Some of it is gone.
        """
        if start % self.period + count > self.gone_from:
            raise AudioFileError("sea.flac has changed", next_step="start the session again")
        return super().read(start, count)
