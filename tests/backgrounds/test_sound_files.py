"""Sound files as backgrounds: decoded once and checked."""

from __future__ import annotations

import os
import subprocess
import tracemalloc
import wave
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from tests import ffmpeg
from tests.fakes.caches import MemoryCache, SuffixCache
from tests.fakes.sound_files import cut_short, noise, write_wav
from unknot.backgrounds import _loops, _sound_files, background
from unknot.backgrounds._chunks import CHUNK
from unknot.backgrounds._sound_files import SoundFileReader, open_sound_file
from unknot.errors import AudioFileError
from unknot.platform import ffmpeg as decoder
from unknot.units import GRID, SAMPLE_RATE, factor

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from unknot.audio import Samples


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


def _beep(path: Path) -> None:
    write_wav(path, noise(0.2))


def _empty(path: Path) -> None:
    path.touch()


def _not_numbers(path: Path) -> None:
    wrong = np.full((5 * SAMPLE_RATE, 2), np.nan, np.float32)
    path.write_bytes(ffmpeg.encode(["-c:a", "pcm_f32le", "-f", "wav"], wrong))


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
        (_beep, "has 0.2 s of sound"),
        (_empty, "is empty"),
        (_not_numbers, "bad.wav"),
        (_wide, "12 channels"),
        (_fast, "400000 Hz"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused(tmp_path: Path, make: object, why: str) -> None:
    """A file that cannot be used is refused with its reason and a next step."""
    assert callable(make)
    make(tmp_path / "bad.wav")
    cache = MemoryCache()
    with pytest.raises(AudioFileError, match=why) as caught:
        background("bad.wav", tmp_path, cache)
    assert caught.value.next_step
    assert not cache.entries, "nothing of a refused file is kept"


@pytest.fixture
def decoded(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds of sound that each decoder gives from now on."""
    seconds: list[float] = []
    whole = decoder._decoded

    def counted(*given: Any) -> Generator[bytes, None, decoder.DecodeFacts]:
        blocks = whole(*given)
        seconds.append(0.0)
        here = len(seconds) - 1
        while True:
            try:
                raw = next(blocks)
            except StopIteration as end:
                facts: decoder.DecodeFacts = end.value
                return facts
            seconds[here] += len(raw) / 4 / SAMPLE_RATE
            yield raw

    monkeypatch.setattr(decoder, "_decoded", counted)
    return seconds


def _encode(path: Path, sound: Samples, *arguments: str) -> None:
    """Afterwards `path` is a file, with its length in its header, which an encoder that writes to a pipe leaves out."""
    source = write_wav(path.with_name("source.wav"), sound)
    subprocess.run([decoder.program(), "-v", "error", "-i", source, *arguments, path], check=True)
    source.unlink()


def _hours(path: Path, minutes: int) -> None:
    """Afterwards `path` is a WAV of eight bits with as many minutes of noise."""
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(1)
        out.setframerate(4000)
        out.writeframes(np.random.default_rng(1).integers(90, 166, 4000 * 60, np.uint8).tobytes() * minutes)


def test_three_hours_cost_as_much_as_ten_minutes(tmp_path: Path, decoded: list[float]) -> None:
    """What is decoded for two minutes of a session is those minutes and the excerpts, however long the file is."""
    cost = {}
    for minutes in (10, 180):
        _hours(tmp_path / f"{minutes}.wav", minutes)
        decoded.clear()
        loop = background(f"{minutes}.wav", tmp_path, MemoryCache())
        for at in range(0, 120 * SAMPLE_RATE, CHUNK):
            loop.read(at, CHUNK)
        cost[minutes] = sum(decoded)
    assert cost[180] == pytest.approx(cost[10], abs=2.0)
    assert cost[180] < 120 + 75
    assert loop.period > 179 * 60 * SAMPLE_RATE


def test_a_long_file_that_is_cut_short_is_refused(tmp_path: Path) -> None:
    """Its end is looked at, although it is not decoded whole."""
    path = tmp_path / "long.flac"
    _encode(path, np.tile(noise(10), (20, 1)), "-ar", "8000")
    assert open_sound_file(path, MemoryCache()).sampled
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(AudioFileError, match=r"cut short: it declares 200\.0 s"):
        background("long.flac", tmp_path, MemoryCache())


FORMATS = {
    "wav": [],
    "aiff": [],
    "w64": [],
    "caf": [],
    "flac": [],
    "mp3": ["-q:a", "4"],
    "aac": [],
    "m4a": [],
    "oga": ["-c:a", "libvorbis"],
    "opus": [],
    "mka": ["-c:a", "flac"],
    "webm": [],
    "noxing.mp3": ["-write_xing", "0"],
}
"""The end of the name, and how ffmpeg is told to encode."""


@pytest.mark.parametrize("kind", FORMATS)
def test_of_a_long_file_of_any_format_excerpts_are_enough(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its length, loudness and last frames are those of the same file decoded whole."""
    path = tmp_path / f"hum.{kind}"
    _encode(path, noise(20), *FORMATS[kind], "-ar", "48000")
    whole = open_sound_file(path, MemoryCache())
    monkeypatch.setattr(_sound_files, "_WHOLE", 10.0)
    found = open_sound_file(path, MemoryCache())
    assert (whole.sampled, found.sampled) == (False, True)
    assert found.loudness == pytest.approx(whole.loudness, abs=0.2)
    assert found.peak > whole.peak
    assert 0.1 < (whole.frames - found.frames) / SAMPLE_RATE < 0.4
    assert len(SoundFileReader(found, MemoryCache(), 4).read(found.frames - 100, 100)) == 100


def test_a_peak_between_the_excerpts_stays_under_the_peak_that_was_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing that is read is over it, and what is usual is not changed."""
    monkeypatch.setattr(_sound_files, "_WHOLE", 10.0)
    monkeypatch.setattr(_sound_files, "_EXCERPT", 0.5)
    sound = np.clip(noise(20, size=0.01), -0.03, 0.03)
    sound[SAMPLE_RATE - 100 : SAMPLE_RATE] = 0.9
    path = write_wav(tmp_path / "thunder.wav", sound)
    found = open_sound_file(path, MemoryCache())
    read = SoundFileReader(found, MemoryCache(), 4).read(0, 2 * SAMPLE_RATE)
    assert np.abs(read).max() <= factor(found.peak) < 0.1
    assert np.allclose(read[:10_000], sound[:10_000], atol=1e-3)


def test_only_the_first_part_of_a_long_background_is_cached(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The rest is decoded each time it is read, to the same samples, so that no background fills the cache."""
    monkeypatch.setattr(_loops, "_KEPT", 6)
    write_wav(tmp_path / "hum.wav", noise(60))
    cache = MemoryCache()
    loop = background("hum.wav", tmp_path, cache)
    first = [loop.read(at, CHUNK) for at in range(0, 30 * CHUNK, CHUNK)]
    assert len(cache.entries) == 1 + 6
    again = background("hum.wav", tmp_path, cache)
    assert all(np.array_equal(again.read(at * CHUNK, CHUNK), block) for at, block in enumerate(first))


def test_the_decoder_ends_with_the_file(tmp_path: Path) -> None:
    """A playlist of a thousand files does not leave a thousand decoders behind."""
    found = open_sound_file(write_wav(tmp_path / "hum.wav", noise(8)), MemoryCache())
    reader = SoundFileReader(found, MemoryCache(), 0)
    reader.read(0, 100)
    assert reader._source._decoding is not None
    reader.read(found.frames - 100, 100)
    assert reader._source._decoding is None


def test_a_file_that_ends_too_early_is_not_decoded_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The fault is the same when it is read again, as it is while it fades out."""
    found = open_sound_file(write_wav(tmp_path / "hum.wav", noise(20)), MemoryCache())
    begun = 0

    def early(*given: Any) -> Generator[bytes, None, None]:
        nonlocal begun
        begun += 1
        yield bytes(4 * CHUNK)

    monkeypatch.setattr(decoder, "read_blocks", early)
    reader = SoundFileReader(found, MemoryCache(), 0)
    assert len(reader.read(0, 100)) == 100
    for _ in range(3):
        with pytest.raises(AudioFileError, match="shorter than it was"):
            reader.read(3 * CHUNK, 100)
    assert begun == 1


def test_a_large_file_is_known_by_parts_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By its size, its time, and bytes at its beginning, at its end and between."""
    path = write_wav(tmp_path / "hum.wav", noise(30))
    whole = _sound_files._content(path)
    monkeypatch.setattr(_sound_files, "_READ_WHOLE", 1 << 20)
    names = {whole, _sound_files._content(path)}
    time = path.stat().st_mtime_ns
    raw = bytearray(path.read_bytes())
    raw[-1] ^= 1
    path.write_bytes(raw)
    os.utime(path, ns=(time, time))
    names.add(_sound_files._content(path))
    os.utime(path, ns=(time, time + 10**9))
    names.add(_sound_files._content(path))
    assert len(names) == 4


@pytest.mark.parametrize("words", ["EOF", "Corruption", "a truncated dream", "Premature", "Duration: 00:00:01.00"])
def test_words_in_names_and_tags_say_nothing_about_the_file(tmp_path: Path, words: str) -> None:
    """Neither a whole file counts as cut short, nor one that is cut short as whole."""
    folder = tmp_path / words.replace(":", "")
    folder.mkdir()
    path = folder / f"{words.replace(':', '')}.flac"
    _encode(path, noise(20), "-metadata", f"title={words}")
    assert background(path.name, folder, MemoryCache()).period > 17 * SAMPLE_RATE
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 4])
    with pytest.raises(AudioFileError, match="cut short"):
        background(path.name, folder, MemoryCache())
