"""Loudness is what BS.1770 says, at any rate, as the carried ffmpeg measures it."""

from __future__ import annotations

import numpy as np
import pytest
import soxr

from tests import ffmpeg
from tests.fakes import chaos_worker
from unknot.audio import Sound
from unknot.loudness import gated, loudness, powers
from unknot.voices._engine import sound_of


def _tones(rate: int) -> list[Sound]:
    """Three sentences of tones, the middle one so quiet that the gates leave it out."""
    loud, quiet, short = (sound_of(chaos_worker.tone(text), rate) for text in ("One sentence.", "Another.", "Rest."))
    return [loud, Sound(quiet.samples * np.float32(0.02), rate), short]


def _sine(hertz: float, rate: int, seconds: float = 4.0) -> Sound:
    at = np.arange(round(seconds * rate)) / rate
    return Sound((0.5 * np.sin(2 * np.pi * hertz * at)).astype(np.float32)[:, np.newaxis], rate)


@pytest.mark.parametrize("rate", [16_000, 22_050, 24_000, 44_100, 48_000])
def test_it_is_what_ffmpeg_measures(rate: int) -> None:
    """At 48 kHz, to the tenth that ffmpeg tells: gates and filters."""
    sounds = _tones(rate)
    whole = np.concatenate([np.pad(s.samples, ((0, -s.frames % (rate // 10)), (0, 0))) for s in sounds])
    expected = ffmpeg.loudness(np.repeat(soxr.resample(whole, rate, 48_000), 2, axis=1))
    assert gated([powers(sound) for sound in sounds]) == pytest.approx(expected, abs=0.1)


@pytest.mark.parametrize(("hertz", "lufs"), [(997.0, -6.02), (100.0, -7.9), (4000.0, -2.8)])
@pytest.mark.parametrize("rate", [22_050, 48_000])
def test_a_sine_has_the_loudness_of_the_standard(hertz: float, lufs: float, rate: int) -> None:
    """At 997 Hz exactly the level of its power in two channels; lower is less, higher is more; no rate differs."""
    assert gated([powers(_sine(hertz, rate))]) == pytest.approx(lufs, abs=0.12)


def test_sounds_of_unlike_rates_are_measured_together() -> None:
    """As recordings of one folder may be."""
    both = gated([powers(_sine(997.0, 22_050)), powers(_sine(997.0, 48_000))])
    assert both == pytest.approx(-6.02, abs=0.15)


def test_silence_has_none_and_a_moment_has_some() -> None:
    """No warning, no division by nothing, and nothing shorter than a block is lost."""
    assert gated([powers(Sound(np.zeros((100, 1), np.float32), 22_050))]) == float("-inf")
    assert gated([powers(_sine(997.0, 22_050, 0.05))]) > -20.0


@pytest.mark.parametrize("hertz", [60.0, 150.0, 1000.0, 8000.0])
def test_it_is_what_ebur128_says_of_a_steady_tone(hertz: float) -> None:
    """At the ends of the two filters and between, in one channel and in two."""
    time = np.arange(4 * 48_000 + 17) / 48_000
    tone = (0.3 * np.sin(2 * np.pi * hertz * time)).astype(np.float32)[:, None]
    for sound in (tone, np.repeat(tone, 2, axis=1)):
        assert loudness(sound) == pytest.approx(ffmpeg.loudness(sound), abs=0.15)
