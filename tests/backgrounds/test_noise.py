"""The parts of generated backgrounds."""

from __future__ import annotations

import numpy as np
import pytest

from unknot.backgrounds._chunks import CHUNK
from unknot.backgrounds._noise import (
    CHUNKS,
    CONTROL,
    PERIOD,
    Grains,
    Noise,
    Slow,
    band,
    pan,
    rhythmic,
    scattered,
    smooth,
)
from unknot.units import SAMPLE_RATE


def test_noise_has_a_root_mean_square_of_one_in_its_band() -> None:
    """Noise has a root mean square of 1, and nearly all of its power between the edges of its band."""
    sound = np.concatenate([Noise(band(500.0, 2000.0), 1)(chunk) for chunk in range(4)])
    power = np.square(np.abs(np.fft.rfft(sound)))
    inside = power[len(sound) * 300 // SAMPLE_RATE : len(sound) * 3500 // SAMPLE_RATE].sum()
    assert np.sqrt(np.mean(sound**2)) == pytest.approx(1.0, abs=0.03)
    assert inside / power.sum() > 0.9


def test_a_grain_sounds_across_chunks_and_the_end_of_the_period() -> None:
    """A grain that begins at the end of a chunk, or of the period, goes on in the next one."""
    grains = Grains(np.ones(100), np.array([CHUNK - 30, PERIOD - 30]), np.array([1.0, 2.0]))
    sums = []
    for chunk in (0, 1, CHUNKS - 1):
        out = np.zeros((2, CHUNK))
        grains.add(out, chunk, -1.0)
        sums.append(out.sum(axis=1))
    assert np.allclose(sums, [[30 + 140, 0], [70, 0], [60, 0]])


def test_panning_keeps_the_power() -> None:
    """The gains of left and right have the same power at every side."""
    assert [float(np.square(pan(side)).sum()) for side in (-1.0, -0.3, 0.0, 1.0)] == pytest.approx([1.0] * 4)


@pytest.mark.parametrize("places", [scattered(500, 3), rhythmic(500, 0.2, 3)])
def test_places_are_frames_of_the_period_in_order(places: np.ndarray) -> None:
    """Places ascend and are within the period, at random or at nearly equal distances."""
    assert (np.diff(places) >= 0).all()
    assert 0 <= places[0] <= places[-1] < PERIOD


def test_a_slow_modulation_repeats_with_the_period() -> None:
    """The first chunk after the period equals the first chunk, and values between points are interpolated."""
    slow = Slow(4, 60, 9, 1)
    assert np.allclose(slow(0), slow(CHUNKS))
    assert np.allclose(slow(0)[::CONTROL], slow.points(0, CHUNK // CONTROL))
    assert smooth(np.array([0.0, 1.0]))[CONTROL // 2] == 0.5
