"""The words of a clip, and how loud they are."""

from __future__ import annotations

import numpy as np
import pytest

from tests import ffmpeg
from unknot.mixer._speech_level import spoken, words
from unknot.units import SAMPLE_RATE

TIME = np.arange(4 * SAMPLE_RATE + 17) / SAMPLE_RATE


def test_a_clip_of_one_channel_is_heard_from_both_sides() -> None:
    """3 LU more than it measures alone, and without the silence at its edges."""
    tone = (0.3 * np.sin(2 * np.pi * 997 * TIME)).astype(np.float32)[:, None]
    clip = np.pad(tone, ((SAMPLE_RATE, SAMPLE_RATE), (0, 0)))
    assert words(clip).start == pytest.approx(SAMPLE_RATE, abs=2)
    assert spoken(clip) == pytest.approx(ffmpeg.loudness(np.repeat(tone, 2, axis=1)), abs=0.15)


def test_silence_is_quiet_and_no_error() -> None:
    """A clip without a sound is as long as it is."""
    nothing = np.zeros((5000, 1), np.float32)
    assert words(nothing) == slice(0, 5000)
    assert spoken(nothing) < -100.0
