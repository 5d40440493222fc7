"""Gain curves."""

from __future__ import annotations

import numpy as np
import pytest

from unknot.mixer import Ramp, gain_curve


@pytest.mark.parametrize("shape", ["rise", "fall", "grow", "shrink", "decibels"])
def test_a_curve_is_the_same_from_any_frame(shape: str) -> None:
    """Part of a curve equals the same part of the whole, for curves that are kept and longer ones."""
    for frames in (5000, 13 * 48_000):
        whole = gain_curve(Ramp(shape, frames, 0, 0.0, -9.0), frames)  # type: ignore[arg-type]
        part = gain_curve(Ramp(shape, frames, 1234, 0.0, -9.0), 777)  # type: ignore[arg-type]
        assert np.array_equal(part, whole[1234 : 1234 + 777])


def test_crossing_curves_keep_power_or_amplitude() -> None:
    """`rise` and `fall` keep the power, `grow` and `shrink` the amplitude; `decibels` is a raised cosine in dB."""
    rise, fall = (gain_curve(Ramp(shape, 1000), 1000).astype(float) for shape in ("rise", "fall"))
    grow, shrink = (gain_curve(Ramp(shape, 1000), 1000).astype(float) for shape in ("grow", "shrink"))
    assert np.allclose(rise**2 + fall**2, 1.0, atol=1e-6)
    assert np.allclose(grow + shrink, 1.0, atol=1e-6)
    down = 20 * np.log10(gain_curve(Ramp("decibels", 1000, 0, 0.0, -9.0), 1000).astype(float))
    wanted = -4.5 * (1 - np.cos(np.pi * (np.arange(1000) + 0.5) / 1000))
    assert np.allclose(down, wanted, atol=1e-4)
