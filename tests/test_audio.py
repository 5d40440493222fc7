"""Samples and their conversions."""

from __future__ import annotations

import numpy as np
import pytest

from unknot.audio import Sound, from_sixteen_bits, peak, rms, silence, to_sixteen_bits
from unknot.units import SILENCE


def test_sixteen_bits_come_back_as_they_were() -> None:
    """Every value of 16 bits is the same after a conversion to float32 and back."""
    values = np.arange(-32_768, 32_768).astype("<i2")
    assert np.array_equal(to_sixteen_bits(from_sixteen_bits(values.tobytes(), 2)).reshape(-1), values)


def test_samples_over_full_scale_are_clipped() -> None:
    """A sample over full scale becomes the largest value, and halves are rounded to even."""
    samples = np.array([[2.0], [-2.0], [0.5 / 32_768], [1.5 / 32_768]], np.float32)
    assert to_sixteen_bits(samples).reshape(-1).tolist() == [32_767, -32_768, 0, 2]


def test_an_incomplete_sample_is_dropped() -> None:
    """A single byte at the end is not a sample."""
    assert from_sixteen_bits(b"\x00\x40\x01").tolist() == [[0.5]]


def test_levels_are_in_dbfs() -> None:
    """A square wave at half of full scale has a peak and a mean of −6 dBFS; silence has neither."""
    square = np.array([[0.5], [-0.5]], np.float32)
    assert [peak(square), rms(square)] == pytest.approx([-6.02, -6.02], abs=0.01)
    assert peak(silence(0)) == rms(silence(0)) == SILENCE


def test_a_sound_of_another_type_is_refused() -> None:
    """A sound has two dimensions and float32; its length is in frames and in seconds."""
    assert (Sound(silence(24_000), 48_000).frames, Sound(silence(24_000), 48_000).seconds) == (24_000, 0.5)
    with pytest.raises(ValueError, match="float64"):
        Sound(np.zeros((5, 1)))  # type: ignore[arg-type]
