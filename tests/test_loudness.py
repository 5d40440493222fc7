"""Loudness by BS.1770, at any rate, compared with the bundled ffmpeg."""

from __future__ import annotations

import numpy as np
import pytest
import soxr

from tests import ffmpeg
from tests.fakes import chaos_worker
from unknot.audio import Sound
from unknot.loudness import audible, gated, loudness, powers, speech_loudness
from unknot.units import SAMPLE_RATE
from unknot.voices._engine import sound_of


def _tones(rate: int) -> list[Sound]:
    """Three sentences of tones, the middle one so quiet that the gates leave it out."""
    loud, quiet, short = (sound_of(chaos_worker.tone(text), rate) for text in ("One sentence.", "Another.", "Rest."))
    return [loud, Sound(quiet.samples * np.float32(0.02), rate), short]


def _sine(hertz: float, rate: int, seconds: float = 4.0) -> Sound:
    at = np.arange(round(seconds * rate)) / rate
    return Sound((0.5 * np.sin(2 * np.pi * hertz * at)).astype(np.float32)[:, np.newaxis], rate)


@pytest.mark.parametrize("rate", [16_000, 22_050, 24_000, 44_100, 48_000])
def test_gated_loudness_is_what_ffmpeg_measures(rate: int) -> None:
    """Gated loudness equals that of ffmpeg, to the tenth that ffmpeg gives."""
    sounds = _tones(rate)
    whole = np.concatenate([np.pad(s.samples, ((0, -s.frames % (rate // 10)), (0, 0))) for s in sounds])
    expected = ffmpeg.loudness(np.repeat(soxr.resample(whole, rate, 48_000), 2, axis=1))
    assert gated([powers(sound) for sound in sounds]) == pytest.approx(expected, abs=0.1)


@pytest.mark.parametrize(("hertz", "lufs"), [(997.0, -6.02), (100.0, -7.9), (4000.0, -2.8)])
@pytest.mark.parametrize("rate", [22_050, 48_000])
def test_a_sine_has_the_loudness_of_the_standard(hertz: float, lufs: float, rate: int) -> None:
    """A sine at 997 Hz has the level of its power in two channels; a lower one is quieter, a higher one louder."""
    assert gated([powers(_sine(hertz, rate))]) == pytest.approx(lufs, abs=0.12)


def test_sounds_of_different_rates_are_measured_together() -> None:
    """Sounds of different rates, as recordings in one folder may be, are measured together."""
    both = gated([powers(_sine(997.0, 22_050)), powers(_sine(997.0, 48_000))])
    assert both == pytest.approx(-6.02, abs=0.15)


def test_silence_has_no_loudness_and_a_short_sound_has() -> None:
    """Silence is −inf without a warning, and a sound shorter than a block is measured."""
    assert gated([powers(Sound(np.zeros((100, 1), np.float32), 22_050))]) == float("-inf")
    assert gated([powers(_sine(997.0, 22_050, 0.05))]) > -20.0


@pytest.mark.parametrize("hertz", [60.0, 150.0, 1000.0, 8000.0])
def test_ungated_loudness_is_what_ffmpeg_measures(hertz: float) -> None:
    """A steady tone is as loud as ffmpeg measures it, in one channel and in two."""
    time = np.arange(4 * 48_000 + 17) / 48_000
    tone = (0.3 * np.sin(2 * np.pi * hertz * time)).astype(np.float32)[:, None]
    for sound in (tone, np.repeat(tone, 2, axis=1)):
        assert loudness(sound) == pytest.approx(ffmpeg.loudness(sound), abs=0.15)


def test_a_mono_clip_is_measured_as_it_is_played_on_both_sides() -> None:
    """A mono clip is 3 LU louder in a mix than alone, and the silence at its edges does not count."""
    time = np.arange(4 * SAMPLE_RATE + 17) / SAMPLE_RATE
    tone = (0.3 * np.sin(2 * np.pi * 997 * time)).astype(np.float32)[:, None]
    clip = np.pad(tone, ((SAMPLE_RATE, SAMPLE_RATE), (0, 0)))
    assert audible(clip).start == pytest.approx(SAMPLE_RATE, abs=2)
    assert speech_loudness(clip) == pytest.approx(ffmpeg.loudness(np.repeat(tone, 2, axis=1)), abs=0.15)


def test_all_of_a_silent_clip_counts() -> None:
    """A silent clip is measured as a whole, without an error."""
    nothing = np.zeros((5000, 1), np.float32)
    assert audible(nothing) == slice(0, 5000)
    assert speech_loudness(nothing) < -100.0
