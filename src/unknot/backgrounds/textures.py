"""The generated backgrounds: what each is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from unknot.backgrounds.chunks import as_integers
from unknot.backgrounds.noise import Noise, frequencies

if TYPE_CHECKING:
    from numpy.typing import NDArray


def band(low: float, high: float, slope: float = 0.0) -> NDArray[np.float64]:
    """A magnitude by bin: soft edges at `low` and `high` Hz, falling by `slope` dB an octave between them."""
    hertz = np.maximum(frequencies(), 1.0)
    shape = (hertz / 1000.0) ** (-slope / 6.0206)
    return np.asarray(shape / np.sqrt((1 + (low / hertz) ** 4) * (1 + (hertz / high) ** 4)))


class Rain:
    """Steady rain: a wide hiss, and drops near by."""

    loudness = -20.0
    peak = -4.0

    def __init__(self) -> None:
        self._middle = Noise(band(250.0, 9000.0, 3.0), 11, 0)
        self._sides = Noise(band(700.0, 11000.0, 2.0), 11, 1)

    def __call__(self, chunk: int) -> NDArray[np.int16]:
        """Shape (CHUNK, 2)."""
        middle, sides = self._middle(chunk), self._sides(chunk)
        return as_integers(0.1 * np.stack([middle + 0.8 * sides, middle - 0.8 * sides], axis=1))
