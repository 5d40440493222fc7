"""Sound files as backgrounds: decoded once and checked."""

from __future__ import annotations

import tracemalloc
from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests import ffmpeg
from tests.fakes.caches import MemoryCache, SuffixCache
from tests.fakes.sound_files import cut_short, noise, write_wav
from unknot.backgrounds import background
from unknot.backgrounds._chunks import CHUNK
from unknot.errors import AudioFileError
from unknot.units import GRID, SAMPLE_RATE

if TYPE_CHECKING:
    from pathlib import Path


def test_a_long_file_takes_little_memory(tmp_path: Path) -> None:
    """Five minutes, 58 MB when decoded, take less than 20 MB of memory, when decoded and when read again."""
    tone = np.sin(np.arange(300 * 8000, dtype=np.float32) / 5) * np.float32(0.2)
    write_wav(tmp_path / "long.wav", tone[:, None], 8000)
    tracemalloc.start()
    loop = background("long.wav", tmp_path, SuffixCache("facts"))
    for at in range(0, 280 * SAMPLE_RATE, 90 * SAMPLE_RATE):
        loop.read(at, SAMPLE_RATE)
    _, highest = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert highest < 20e6


def test_silence_at_the_edges_is_trimmed(tmp_path: Path) -> None:
    """Silence at both ends of a file is trimmed."""
    quiet = np.zeros((2 * SAMPLE_RATE, 2), np.float32)
    write_wav(tmp_path / "a.wav", noise(8))
    write_wav(tmp_path / "b.wav", np.concatenate([quiet, noise(8), quiet]))
    whole, edged = (background(name, tmp_path, MemoryCache()) for name in ("a.wav", "b.wav"))
    assert abs(whole.period - edged.period) <= GRID
    assert np.abs(edged.read(0, 1000)).max() > 0.01


def test_other_rates_and_channels_are_converted(tmp_path: Path) -> None:
    """A file of 22 050 Hz in mono is converted to 48 kHz in stereo."""
    time = np.arange(5 * 22_050) / 22_050
    tone = (0.4 * np.sin(2 * np.pi * 440 * time)).astype(np.float32)[:, None]
    write_wav(tmp_path / "mono.wav", tone, 22_050)
    loop = background("mono.wav", tmp_path, MemoryCache())
    power = np.abs(np.fft.rfft(loop.read(SAMPLE_RATE, SAMPLE_RATE)[:, 0]))
    assert int(np.argmax(power)) == 440


def test_chunks_that_the_cache_has_lost_are_decoded_again(tmp_path: Path) -> None:
    """A file is decoded again, to the same samples, when its chunks are no longer cached."""
    write_wav(tmp_path / "hum.wav", noise(12))
    kept, lost = (background("hum.wav", tmp_path, cache) for cache in (MemoryCache(), SuffixCache("facts")))
    for start in (0, 5 * CHUNK, CHUNK, 3000):
        assert np.array_equal(kept.read(start, 2000), lost.read(start, 2000))


def test_a_file_is_decoded_once(tmp_path: Path) -> None:
    """A second session takes a file from the cache."""
    write_wav(tmp_path / "hum.wav", noise(5))
    cache = MemoryCache()
    background("hum.wav", tmp_path, cache).read(0, 1000)
    puts = cache.puts
    background("hum.wav", tmp_path, cache).read(0, 1000)
    assert cache.puts == puts


def test_a_deleted_file_is_an_error_when_it_is_read(tmp_path: Path) -> None:
    """Reading is an error when the file is deleted and its chunks are not cached."""
    path = write_wav(tmp_path / "hum.wav", noise(5))
    loop = background("hum.wav", tmp_path, SuffixCache("facts"))
    path.unlink()
    with pytest.raises(AudioFileError, match=r"hum\.wav"):
        loop.read(0, 1000)


def test_a_wav_without_a_length_is_read_to_its_end(tmp_path: Path) -> None:
    """A WAV without a length in its header is used up to its end."""
    (tmp_path / "piped.wav").write_bytes(ffmpeg.encode(["-f", "wav"], noise(5)))
    assert background("piped.wav", tmp_path, MemoryCache()).period > 4 * SAMPLE_RATE


def _silent(path: Path) -> None:
    write_wav(path, np.zeros((5 * SAMPLE_RATE, 2), np.float32))


def _text(path: Path) -> None:
    path.write_text("this is no sound")


def _playlist_inside(path: Path) -> None:
    path.write_text("#EXTM3U\n#EXT-X-VERSION:3\n#EXTINF:5,\nhttp://localhost/a.ts\n")


def _other_format(path: Path) -> None:
    path.write_bytes(ffmpeg.encode(["-f", "au"], noise(3)))


def _picture(path: Path) -> None:
    shape = ["-f", "lavfi", "-i", "color=d=3:s=16x16", "-map", "1:v", "-f", "matroska"]
    path.write_bytes(ffmpeg.encode(shape, noise(1)))


def _fast(path: Path) -> None:
    write_wav(path, noise(20), 400_000)


def _wide(path: Path) -> None:
    write_wav(path, np.repeat(noise(3)[:, :1], 12, axis=1))


def _short(path: Path) -> None:
    write_wav(path, noise(1))


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (cut_short, "cut short"),
        (_silent, "silent"),
        (_text, "cannot read"),
        (_playlist_inside, "cannot read"),
        (_other_format, "format is not read here"),
        (_picture, "no sound in it"),
        (_short, "1.0 s"),
        (_wide, "12 channels"),
        (_fast, "400000 Hz"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused(tmp_path: Path, make: object, why: str) -> None:
    """A file that cannot be used is refused with its reason and a next step."""
    assert callable(make)
    make(tmp_path / "bad.wav")
    with pytest.raises(AudioFileError, match=why) as caught:
        background("bad.wav", tmp_path, MemoryCache())
    assert caught.value.next_step
