"""Samples as whole numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from unknot.audio import Samples


def sixteen(samples: Samples) -> NDArray[np.int16]:
    """The same shape in 16 bits: times 32 768, to the nearest whole number, halves to even, held inside the range.

    No dither: the same samples are the same bytes, played, recorded or exported.
    """
    whole: NDArray[np.int16] = np.clip(np.rint(samples * np.float32(32768)), -32768, 32767).astype("<i2")
    return whole
