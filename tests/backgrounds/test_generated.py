"""The generated backgrounds: pure, without a seam, level, and each with a spectrum of its own."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from tests import ffmpeg
from tests.fakes.caches import MemoryCache
from unknot.audio import Background
from unknot.backgrounds import CHIMES, GENERATED, _bells, _textures, background, chime
from unknot.backgrounds._chunks import CHUNK
from unknot.backgrounds._textures import MAKERS, VERSION
from unknot.errors import AudioFileError
from unknot.units import GRID, SAMPLE_RATE

CACHE = MemoryCache()
"""Chunks that one test made serve the next."""


@pytest.mark.parametrize("name", GENERATED)
def test_any_split_reads_the_same(name: str) -> None:
    """Short and long reads are the same samples, over the end of a chunk and of the period."""
    bed = background(name, None, CACHE)
    start = bed.period - 3 * GRID
    whole = bed.read(start, CHUNK)
    parts = [bed.read(start + at, 5000) for at in range(0, CHUNK, 5000)]
    assert np.array_equal(np.concatenate(parts)[:CHUNK], whole)
    assert np.array_equal(bed.read(start + bed.period, CHUNK), whole)


@pytest.mark.parametrize("name", GENERATED)
def test_a_chunk_is_the_same_whatever_was_made_before(name: str) -> None:
    """Chunk 7 from a fresh maker, after chunk 6 and after chunk 150."""
    fresh = MAKERS[name]()(7)
    after = MAKERS[name]()
    after(6)
    assert np.array_equal(after(7), fresh)
    after(150)
    assert np.array_equal(after(7), fresh)


@pytest.mark.parametrize("name", GENERATED)
def test_it_fulfils_the_port(name: str) -> None:
    """A period of at least five minutes in whole grid steps, stereo, float32."""
    bed = background(name, None, CACHE)
    assert isinstance(bed, Background)
    assert bed.period % GRID == 0
    assert bed.period > 300 * SAMPLE_RATE
    assert bed.read(0, 10).shape == (10, 2)
    assert bed.read(0, 10).dtype == np.float32


@pytest.mark.parametrize("name", GENERATED)
def test_it_is_as_loud_as_it_says(name: str) -> None:
    """Half a minute measures within what the texture moves by."""
    bed = background(name, None, CACHE)
    loose = {"ocean": 1.6}.get(name, 0.8)
    assert ffmpeg.loudness(bed.read(10 * CHUNK, 20 * CHUNK)) == pytest.approx(bed.loudness, abs=loose)


@pytest.mark.parametrize("name", GENERATED)
def test_its_level_makes_no_step(name: str) -> None:
    """No 50 ms are 6 dB over or under the 50 ms before, over the period's end as well."""
    bed = background(name, None, CACHE)
    heard = bed.read(bed.period - 10 * CHUNK, 20 * CHUNK).astype(np.float64)
    power = np.square(heard[: len(heard) // 2400 * 2400]).mean(axis=1).reshape(-1, 2400).mean(axis=1)
    assert np.max(np.abs(np.diff(10 * np.log10(power)))) < 6.0


@pytest.mark.parametrize("name", GENERATED)
def test_chunks_meet_without_a_jump(name: str) -> None:
    """Between the last frame of a chunk and the first of the next, it moves no more than elsewhere."""
    bed = background(name, None, CACHE)
    heard = bed.read(bed.period - 4 * CHUNK, 8 * CHUNK)
    moves = np.abs(np.diff(heard, axis=0)).max(axis=1)
    seams = moves[CHUNK - 1 :: CHUNK]
    assert np.max(seams) <= np.quantile(moves, 0.9999)


def test_pink_falls_by_three_decibels_an_octave_and_brown_by_six() -> None:
    """From 250 Hz to 4 kHz, as their names say."""
    for name, slope in (("pink", 3.01), ("brown", 6.02)):
        low, high = (_octave(name, hertz) for hertz in (250.0, 4000.0))
        assert (low - high) / 4 == pytest.approx(slope - 3.01, abs=0.25)


def _octave(name: str, hertz: float) -> float:
    """Decibels of one octave band."""
    heard = background(name, None, CACHE).read(0, 10 * SAMPLE_RATE)[:, 0]
    power = np.abs(np.fft.rfft(heard)) ** 2
    bins = np.fft.rfftfreq(len(heard), 1 / SAMPLE_RATE)
    inside = (bins > hertz / 2**0.5) & (bins < hertz * 2**0.5)
    return float(10 * np.log10(power[inside].sum()))


def test_rain_does_not_come_again() -> None:
    """Half a minute of rain is like no other stretch of the first two minutes."""
    bed = background("rain", None, CACHE)
    heard = bed.read(0, 120 * SAMPLE_RATE)[:, 0].astype(np.float64)
    size = 1 << 23
    spectrum = np.fft.rfft(heard, size)
    alike = np.fft.irfft(np.abs(spectrum) ** 2, size)
    assert np.max(np.abs(alike[SAMPLE_RATE // 10 : 110 * SAMPLE_RATE])) < 0.05 * alike[0]


def test_bowls_sing_no_tune_twice() -> None:
    """No five of them follow each other again in the same order, and none sings into its own ringing."""
    sung = _textures.melody()
    fives = [tuple(sung[at : at + 5]) for at in range(len(sung) - 4)]
    assert len(set(fives)) == len(fives)
    assert all(len(set(five)) == 5 for five in fives)


_STAND_OUT = [("rain", 1500, 6000), ("stream", 1500, 3000), ("forest", 4000, 4800)]
"""Hz between which drops, bubbles and crickets sound."""


def _standing_out(name: str, low: float, high: float) -> float:
    """Decibels by which single windows of 10 ms stand out of a band, one in a thousand."""
    heard = background(name, None, CACHE).read(0, 30 * SAMPLE_RATE).mean(axis=1).reshape(-1, 480)
    power = np.abs(np.fft.rfft(heard * np.hanning(480), axis=1)) ** 2
    band = power[:, int(low / 100) : int(high / 100)].sum(axis=1)
    return float(10 * np.log10(np.quantile(band, 0.999) / np.median(band)))


@pytest.mark.parametrize(
    ("name", "low", "high"), [("rain", 1500, 6000), ("stream", 1500, 3000), ("forest", 4000, 4800)]
)
def test_drops_bubbles_and_crickets_can_be_heard(name: str, low: float, high: float) -> None:
    """They stand out of the hiss around them, which pink noise does not."""
    assert _standing_out(name, low, high) > _standing_out("pink", low, high) + 3.0


def test_the_store_keeps_chunks_and_may_lose_them() -> None:
    """A second background makes nothing that the store has, and anything that it lost, the same."""
    cache = MemoryCache()
    first = background("pink", None, cache).read(0, 3 * CHUNK)
    puts = cache.puts
    assert puts == 3
    assert np.array_equal(background("pink", None, cache).read(0, 3 * CHUNK), first)
    assert cache.puts == puts
    cache.entries.popitem()
    assert np.array_equal(background("pink", None, cache).read(0, 3 * CHUNK), first)


@pytest.mark.parametrize("name", CHIMES)
def test_a_chime_begins_and_ends_in_silence(name: str) -> None:
    """No click at its edges, nothing over its peak, nothing that rings on for ever."""
    sound = chime(name, None)
    assert sound.shape[1] == 2
    assert np.abs(sound[0]).max() < 1e-3
    assert np.abs(sound[-100:]).max() < 1e-4
    assert 0.1 < np.abs(sound).max() < 0.36
    assert len(sound) <= 10 * SAMPLE_RATE


def test_the_names_are_those_that_there_are() -> None:
    """What is offered can be made, and the other way round."""
    assert tuple(MAKERS) == GENERATED
    assert tuple(_bells.BELLS) == CHIMES


def test_an_unknown_name_is_an_error_with_the_nearest_one() -> None:
    """A slip of the finger is named."""
    with pytest.raises(AudioFileError) as caught:
        background("ocaen", None, MemoryCache())
    assert "ocean" in caught.value.next_step


def test_several_threads_may_read_one_background() -> None:
    """For several listeners: each gets what one alone would get."""
    bed = background("pink", None, CACHE)
    starts = [chunk * CHUNK for chunk in range(60)]
    with ThreadPoolExecutor(4) as pool:
        heard = list(pool.map(lambda start: bed.read(start, 100), starts))
    assert all(np.array_equal(block, bed.read(start, 100)) for start, block in zip(starts, heard, strict=True))


MEANS = {
    "rain": 1813.36, "ocean": 1282.16, "stream": 1801.00, "brown": 2951.54,
    "pink": 2413.25, "drone": 2814.19, "bowls": 2067.93, "forest": 1957.97,
}  # fmt: skip
"""The mean magnitude of chunk 3 at version 5."""


@pytest.mark.parametrize("name", GENERATED)
def test_a_sound_that_changes_has_another_version(name: str) -> None:
    """What stores have kept of the old sound must not be joined to the new one: change both numbers together."""
    made = np.abs(MAKERS[name]()(3).astype(np.float64)).mean()
    assert VERSION == 5
    assert made == pytest.approx(MEANS[name], abs=0.02)
