"""The generated backgrounds."""

from __future__ import annotations

import numpy as np
import pytest

from tests import ffmpeg
from tests.fakes.caches import MemoryCache
from unknot.audio import Background
from unknot.backgrounds import GENERATED, _textures, background
from unknot.backgrounds._chunks import CHUNK
from unknot.backgrounds._textures import MAKERS, VERSION
from unknot.units import GRID, SAMPLE_RATE

CACHE = MemoryCache()
"""Chunks that one test made serve the next."""


@pytest.mark.parametrize("name", GENERATED)
def test_a_generated_background_is_a_background(name: str) -> None:
    """A generated background is a `Background`: stereo, float32, with a period of more than five minutes."""
    texture = background(name, None, CACHE)
    assert isinstance(texture, Background)
    assert texture.period % GRID == 0
    assert texture.period > 300 * SAMPLE_RATE
    assert texture.read(0, 10).shape == (10, 2)
    assert texture.read(0, 10).dtype == np.float32


@pytest.mark.parametrize("name", GENERATED)
def test_a_chunk_is_the_same_whatever_was_made_before(name: str) -> None:
    """A chunk does not depend on the chunks that were made before it."""
    fresh = MAKERS[name]()(7)
    after = MAKERS[name]()
    after(6)
    assert np.array_equal(after(7), fresh)
    after(150)
    assert np.array_equal(after(7), fresh)


@pytest.mark.parametrize("name", GENERATED)
def test_a_background_is_as_loud_as_the_table_says(name: str) -> None:
    """Half a minute is as loud as the table says, within the variation of the texture."""
    texture = background(name, None, CACHE)
    loose = {"ocean": 1.6}.get(name, 0.8)
    assert ffmpeg.loudness(texture.read(10 * CHUNK, 20 * CHUNK)) == pytest.approx(texture.loudness, abs=loose)


@pytest.mark.parametrize("name", GENERATED)
def test_the_level_makes_no_step(name: str) -> None:
    """The level never changes by 6 dB from one 50 ms to the next, also at the end of the period."""
    texture = background(name, None, CACHE)
    samples = texture.read(texture.period - 10 * CHUNK, 20 * CHUNK).astype(np.float64)
    power = np.square(samples[: len(samples) // 2400 * 2400]).mean(axis=1).reshape(-1, 2400).mean(axis=1)
    assert np.max(np.abs(np.diff(10 * np.log10(power)))) < 6.0


@pytest.mark.parametrize("name", GENERATED)
def test_chunks_meet_without_a_jump(name: str) -> None:
    """The samples between two chunks change no more than elsewhere."""
    texture = background(name, None, CACHE)
    samples = texture.read(texture.period - 4 * CHUNK, 8 * CHUNK)
    moves = np.abs(np.diff(samples, axis=0)).max(axis=1)
    seams = moves[CHUNK - 1 :: CHUNK]
    assert np.max(seams) <= np.quantile(moves, 0.9999)


def test_pink_falls_by_three_decibels_an_octave_and_brown_by_six() -> None:
    """Pink noise falls by 3 dB an octave and brown noise by 6 dB, from 250 Hz to 4 kHz."""
    for name, slope in (("pink", 3.01), ("brown", 6.02)):
        low, high = (_octave(name, hertz) for hertz in (250.0, 4000.0))
        assert (low - high) / 4 == pytest.approx(slope - 3.01, abs=0.25)


def _octave(name: str, hertz: float) -> float:
    """Decibels of one octave band."""
    samples = background(name, None, CACHE).read(0, 10 * SAMPLE_RATE)[:, 0]
    power = np.abs(np.fft.rfft(samples)) ** 2
    bins = np.fft.rfftfreq(len(samples), 1 / SAMPLE_RATE)
    inside = (bins > hertz / 2**0.5) & (bins < hertz * 2**0.5)
    return float(10 * np.log10(power[inside].sum()))


def test_rain_does_not_repeat() -> None:
    """The first two minutes of rain are not correlated with themselves at any later moment."""
    texture = background("rain", None, CACHE)
    samples = texture.read(0, 120 * SAMPLE_RATE)[:, 0].astype(np.float64)
    size = 1 << 23
    spectrum = np.fft.rfft(samples, size)
    alike = np.fft.irfft(np.abs(spectrum) ** 2, size)
    assert np.max(np.abs(alike[SAMPLE_RATE // 10 : 110 * SAMPLE_RATE])) < 0.05 * alike[0]


def test_bowls_never_repeat_a_melody() -> None:
    """No five bowls follow each other twice in the same order, and they are five different ones."""
    sung = _textures.melody()
    fives = [tuple(sung[at : at + 5]) for at in range(len(sung) - 4)]
    assert len(set(fives)) == len(fives)
    assert all(len(set(five)) == 5 for five in fives)


def _standing_out(name: str, low: float, high: float) -> float:
    """The level of the loudest 10 ms in a thousand over the median, in a band, in decibels."""
    samples = background(name, None, CACHE).read(0, 30 * SAMPLE_RATE).mean(axis=1).reshape(-1, 480)
    power = np.abs(np.fft.rfft(samples * np.hanning(480), axis=1)) ** 2
    band = power[:, int(low / 100) : int(high / 100)].sum(axis=1)
    return float(10 * np.log10(np.quantile(band, 0.999) / np.median(band)))


@pytest.mark.parametrize(
    ("name", "low", "high"), [("rain", 1500, 6000), ("stream", 1500, 3000), ("forest", 4000, 4800)]
)
def test_drops_bubbles_and_crickets_can_be_heard(name: str, low: float, high: float) -> None:
    """Drops, bubbles and crickets stand out of the noise around them, 3 dB more than peaks of pink noise."""
    assert _standing_out(name, low, high) > _standing_out("pink", low, high) + 3.0


MEANS = {
    "rain": 1813.36, "ocean": 1282.16, "stream": 1801.00, "brown": 2951.54,
    "pink": 2413.25, "drone": 2814.19, "bowls": 2067.93, "forest": 1957.97,
}  # fmt: skip
"""The mean magnitude of chunk 3 at version 5."""


@pytest.mark.parametrize("name", GENERATED)
def test_a_sound_that_changes_has_another_version(name: str) -> None:
    """A texture whose samples change needs a new version, so that cached chunks of both are not mixed."""
    made = np.abs(MAKERS[name]()(3).astype(np.float64)).mean()
    assert VERSION == 5
    assert made == pytest.approx(MEANS[name], abs=0.02)
