"""Sound files as backgrounds: decoded once, checked, looped without a seam."""

from __future__ import annotations

import tracemalloc
import wave
from typing import TYPE_CHECKING

import numpy as np
import pytest
from benchmarks.report import jump_at_seam, tone

from tests import ffmpeg
from tests.fakes.caches import MemoryCache, SuffixCache
from unknot.backgrounds import background, chime
from unknot.backgrounds._chunks import CHUNK
from unknot.backgrounds._sound_files import read_chime_file
from unknot.errors import AudioFileError
from unknot.units import GRID, SAMPLE_RATE

if TYPE_CHECKING:
    from pathlib import Path

    from unknot.audio import Samples


def written(path: Path, sound: Samples, rate: int = SAMPLE_RATE) -> Path:
    """A WAV file of 16 bit."""
    with wave.open(str(path), "wb") as out:
        out.setnchannels(sound.shape[1])
        out.setsampwidth(2)
        out.setframerate(rate)
        out.writeframes((sound * 32767).astype("<i2").tobytes())
    return path


def hum(seconds: float, seed: int = 1, size: float = 0.2) -> Samples:
    """Noise of that length, shape (n, 2)."""
    drawn = np.random.default_rng(seed).normal(0, size, (int(seconds * SAMPLE_RATE), 2))
    return np.clip(drawn, -0.99, 0.99).astype(np.float32)


def test_a_file_is_looped_in_whole_grid_steps_by_the_clock(tmp_path: Path) -> None:
    """Its period is what is left after the join, and cues do not move it."""
    written(tmp_path / "hum.wav", hum(10))
    bed = background("hum.wav", tmp_path, MemoryCache())
    assert bed.period % GRID == 0
    assert 8.6 * SAMPLE_RATE < bed.period < 8.8 * SAMPLE_RATE
    assert not bed.anchored


@pytest.mark.parametrize(("length", "join"), [(2.2, 0.5), (12.0, 1.5), (60.0, 4.0)])
def test_a_join_takes_an_eighth_in_bounds(tmp_path: Path, length: float, join: float) -> None:
    """Half a second at least, four at most."""
    written(tmp_path / "hum.wav", hum(length))
    period = background("hum.wav", tmp_path, MemoryCache()).period
    assert period / SAMPLE_RATE == pytest.approx(length - join, abs=0.03)


def test_a_long_file_costs_no_more_memory_than_a_short_one(tmp_path: Path) -> None:
    """Five minutes, which are 58 MB when decoded, pass through a few megabytes, first and when read again."""
    tone = np.sin(np.arange(300 * 8000, dtype=np.float32) / 5) * np.float32(0.2)
    written(tmp_path / "long.wav", tone[:, None], 8000)
    tracemalloc.start()
    bed = background("long.wav", tmp_path, SuffixCache("facts"))
    for at in range(0, 280 * SAMPLE_RATE, 90 * SAMPLE_RATE):
        bed.read(at, SAMPLE_RATE)
    _, highest = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert highest < 20e6


def test_what_is_longer_than_is_used_is_cut_off_and_no_fault(tmp_path: Path) -> None:
    """As a file of more than six hours is."""
    assert len(read_chime_file(written(tmp_path / "hum.wav", hum(5)), 3.0)) == 3 * SAMPLE_RATE


def test_dead_edges_are_trimmed(tmp_path: Path) -> None:
    """Silence at both ends is no part of the loop."""
    quiet = np.zeros((2 * SAMPLE_RATE, 2), np.float32)
    written(tmp_path / "a.wav", hum(8))
    written(tmp_path / "b.wav", np.concatenate([quiet, hum(8), quiet]))
    whole, edged = (background(name, tmp_path, MemoryCache()) for name in ("a.wav", "b.wav"))
    assert abs(whole.period - edged.period) <= GRID
    assert np.abs(edged.read(0, 1000)).max() > 0.01


def test_the_join_keeps_the_power(tmp_path: Path) -> None:
    """Over the seam the level stays within a decibel, and nothing jumps."""
    written(tmp_path / "hum.wav", hum(30))
    bed = background("hum.wav", tmp_path, MemoryCache())
    heard = bed.read(bed.period - 8 * SAMPLE_RATE, 16 * SAMPLE_RATE)
    power = np.square(heard).mean(axis=1).reshape(-1, SAMPLE_RATE // 4).mean(axis=1)
    assert np.max(np.abs(10 * np.log10(power / power.mean()))) < 1.0


def test_a_loop_of_a_tone_has_no_jump_at_its_seam(tmp_path: Path) -> None:
    """What a seam adds to a pure tone stays below −50 dBFS from frame to frame."""
    bed = background("tone.wav", tone(tmp_path / "tone.wav").parent, MemoryCache())
    assert jump_at_seam(bed) < -50.0


def test_files_of_a_playlist_follow_each_other_at_one_loudness(tmp_path: Path) -> None:
    """A quiet file and a loud one are as loud as each other, in the order of the list."""
    written(tmp_path / "loud.wav", hum(6, 1, 0.2))
    written(tmp_path / "low.wav", hum(6, 2, 0.02))
    (tmp_path / "both.m3u").write_text("#EXTM3U\nlow.wav\nloud.wav\n")
    bed = background("both.m3u", tmp_path, MemoryCache())
    assert 10.0 * SAMPLE_RATE < bed.period < 11.0 * SAMPLE_RATE
    levels = [ffmpeg.loudness(bed.read(int(at * SAMPLE_RATE), 4 * SAMPLE_RATE)) for at in (1.0, 6.2)]
    assert levels == pytest.approx([bed.loudness] * 2, abs=0.5)


def test_any_other_rate_and_channels_are_taken(tmp_path: Path) -> None:
    """22 050 Hz mono becomes 48 kHz stereo of the same length."""
    time = np.arange(5 * 22_050) / 22_050
    tone = (0.4 * np.sin(2 * np.pi * 440 * time)).astype(np.float32)[:, None]
    written(tmp_path / "mono.wav", tone, 22_050)
    bed = background("mono.wav", tmp_path, MemoryCache())
    power = np.abs(np.fft.rfft(bed.read(SAMPLE_RATE, SAMPLE_RATE)[:, 0]))
    assert int(np.argmax(power)) == 440


def test_a_store_that_forgets_costs_time_and_not_the_sound(tmp_path: Path) -> None:
    """Only the facts are kept: the samples are the same, decoded again."""
    written(tmp_path / "hum.wav", hum(12))
    kept, lost = (background("hum.wav", tmp_path, store) for store in (MemoryCache(), SuffixCache("facts")))
    for start in (0, 5 * CHUNK, CHUNK, 3000):
        assert np.array_equal(kept.read(start, 2000), lost.read(start, 2000))


def test_a_file_is_decoded_once(tmp_path: Path) -> None:
    """The second session takes it from the store."""
    written(tmp_path / "hum.wav", hum(5))
    cache = MemoryCache()
    background("hum.wav", tmp_path, cache).read(0, 1000)
    puts = cache.puts
    background("hum.wav", tmp_path, cache).read(0, 1000)
    assert cache.puts == puts


def test_a_file_that_goes_away_is_an_error_of_its_reading(tmp_path: Path) -> None:
    """Where the store has forgotten it as well."""
    path = written(tmp_path / "hum.wav", hum(5))
    bed = background("hum.wav", tmp_path, SuffixCache("facts"))
    path.unlink()
    with pytest.raises(AudioFileError, match=r"hum\.wav"):
        bed.read(0, 1000)


def test_a_file_that_came_out_of_a_pipe_is_whole(tmp_path: Path) -> None:
    """A WAV without a length in its head lasts as long as it lasts."""
    (tmp_path / "piped.wav").write_bytes(ffmpeg.encode(["-f", "wav"], hum(5)))
    assert background("piped.wav", tmp_path, MemoryCache()).period > 4 * SAMPLE_RATE


def _cut_short(path: Path) -> None:
    whole = written(path, hum(20)).read_bytes()
    path.write_bytes(whole[: len(whole) // 2])


def _silent(path: Path) -> None:
    written(path, np.zeros((5 * SAMPLE_RATE, 2), np.float32))


def _text(path: Path) -> None:
    path.write_text("this is no sound")


def _playlist_inside(path: Path) -> None:
    path.write_text("#EXTM3U\n#EXT-X-VERSION:3\n#EXTINF:5,\nhttp://localhost/a.ts\n")


def _other_format(path: Path) -> None:
    path.write_bytes(ffmpeg.encode(["-f", "au"], hum(3)))


def _picture(path: Path) -> None:
    shape = ["-f", "lavfi", "-i", "color=d=3:s=16x16", "-map", "1:v", "-f", "matroska"]
    path.write_bytes(ffmpeg.encode(shape, hum(1)))


def _fast(path: Path) -> None:
    written(path, hum(20), 400_000)


def _wide(path: Path) -> None:
    written(path, np.repeat(hum(3)[:, :1], 12, axis=1))


def _short(path: Path) -> None:
    written(path, hum(1))


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (_cut_short, "cut short"),
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
def test_what_cannot_be_used_is_refused(tmp_path: Path, make: object, why: str) -> None:
    """Half a file, silence, text, a playlist in disguise, a blip: each with its reason."""
    assert callable(make)
    make(tmp_path / "bad.wav")
    with pytest.raises(AudioFileError, match=why) as caught:
        background("bad.wav", tmp_path, MemoryCache())
    assert caught.value.next_step


def test_a_playlist_that_names_what_is_not_there_is_refused(tmp_path: Path) -> None:
    """Both are told: the list and the line; an address of the net is no file."""
    for line in ("gone.flac", "http://localhost/a.mp3"):
        (tmp_path / "night.m3u").write_text(f"{line}\n")
        with pytest.raises(AudioFileError, match=r"night\.m3u names .*(gone\.flac|a\.mp3)"):
            background("night.m3u", tmp_path, MemoryCache())


def test_a_folder_of_nothing_and_a_device_are_refused(tmp_path: Path) -> None:
    """Only regular files are opened."""
    with pytest.raises(AudioFileError, match="no sound file"):
        background(".", tmp_path, MemoryCache())
    with pytest.raises(AudioFileError, match="not a regular file"):
        background("/dev/null", tmp_path, MemoryCache())


def test_a_chime_may_be_a_file(tmp_path: Path) -> None:
    """Decoded whole, stereo."""
    written(tmp_path / "ding.wav", hum(1))
    assert chime("ding.wav", tmp_path).shape == (SAMPLE_RATE, 2)


def test_a_chime_that_is_cut_short_is_refused(tmp_path: Path) -> None:
    """As a background is: half a bell is not what was meant."""
    _cut_short(tmp_path / "half.wav")
    with pytest.raises(AudioFileError, match="cut short"):
        chime("half.wav", tmp_path)


def test_a_chime_of_more_than_a_minute_is_refused(tmp_path: Path) -> None:
    """That is a background."""
    written(tmp_path / "long.wav", hum(65))
    with pytest.raises(AudioFileError, match="s"):
        chime("long.wav", tmp_path)
