"""The sound files that engines and servers write."""

from __future__ import annotations

import struct
import subprocess
import tracemalloc
from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.ffmpeg import encode
from unknot.errors import VoiceError
from unknot.platform import ffmpeg
from unknot.voices._decode import decoded_raw, decoded_sound, seconds_at_most

if TYPE_CHECKING:
    from pathlib import Path

SECONDS = 1.0
_TIMES = np.arange(int(48_000 * SECONDS), dtype=np.float32) / 48_000
TONE = (0.5 * np.sin(2 * np.pi * 440 * _TIMES))[:, None].astype(np.float32)

KINDS = {
    "8 bits": ["-c:a", "pcm_u8", "-f", "wav"],
    "16 bits": ["-c:a", "pcm_s16le", "-f", "wav"],
    "24 bits": ["-c:a", "pcm_s24le", "-f", "wav"],
    "32 bits": ["-c:a", "pcm_s32le", "-f", "wav"],
    "float": ["-c:a", "pcm_f32le", "-f", "wav"],
    "double": ["-c:a", "pcm_f64le", "-f", "wav"],
    "µ-law": ["-c:a", "pcm_mulaw", "-f", "wav"],
    "A-law": ["-c:a", "pcm_alaw", "-f", "wav"],
    "IMA ADPCM": ["-c:a", "adpcm_ima_wav", "-f", "wav"],
    "MS ADPCM": ["-c:a", "adpcm_ms", "-f", "wav"],
    "extensible": ["-c:a", "pcm_s24le", "-ac", "6", "-f", "wav"],
    "RF64": ["-rf64", "always", "-f", "wav"],
    "8 kHz": ["-ar", "8000", "-f", "wav"],
    "11 025 Hz": ["-ar", "11025", "-f", "wav"],
    "44 100 Hz in stereo": ["-ar", "44100", "-ac", "2", "-f", "wav"],
    "µ-law at 8 kHz in stereo": ["-c:a", "pcm_mulaw", "-ar", "8000", "-ac", "2", "-f", "wav"],
    "MP3": ["-f", "mp3"],
    "Opus": ["-c:a", "libopus", "-f", "ogg"],
    "Vorbis": ["-c:a", "libvorbis", "-f", "ogg"],
    "FLAC": ["-f", "flac"],
    "AAC": ["-f", "adts"],
    "WebM": ["-f", "webm"],
}
"""What an answer may be, and how ffmpeg writes it to a pipe, as a server does: without lengths in the head."""


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_read_at_its_level(kind: str) -> None:
    """A tone of a second is a second, at the same pitch and level."""
    sound = decoded_sound(encode(KINDS[kind], TONE))
    assert sound.seconds == pytest.approx(SECONDS, abs=0.08)
    mono = sound.samples.mean(axis=1)[: sound.rate // 2]
    pitch = int(np.argmax(np.abs(np.fft.rfft(mono)))) / (len(mono) / sound.rate)
    assert pitch == pytest.approx(440, abs=3)
    level = np.sqrt(np.square(sound.samples[sound.rate // 4 : sound.rate // 2]).mean())
    fewer = {1: 1.0, 2: 2**-0.5, 6: 6**-0.5}[sound.samples.shape[1]]  # ffmpeg spreads the power over the channels
    assert level == pytest.approx(np.sqrt(np.square(TONE).mean()) * fewer, rel=0.1)


@pytest.mark.parametrize("suffix", ["aiff", "w64", "m4a", "caf"])
def test_formats_that_need_their_lengths_are_read(tmp_path: Path, suffix: str) -> None:
    """Servers that have the whole sound before they send it may use them."""
    path = tmp_path / f"tone.{suffix}"
    wave = encode(["-f", "wav"], TONE)
    subprocess.run([ffmpeg.program(), "-v", "error", "-i", "pipe:0", path], input=wave, check=True)
    assert decoded_sound(path.read_bytes()).seconds == pytest.approx(SECONDS, abs=0.08)


def _wave(body: bytes, announced: int, tag: int = 1, bits: int = 16, rate: int = 16_000) -> bytes:
    shape = struct.pack("<IHHIIHH", 16, tag, 1, rate, rate * bits // 8, bits // 8, bits)
    return b"RIFF\xff\xff\xff\xffWAVEfmt " + shape + b"data" + struct.pack("<I", announced) + body


@pytest.mark.parametrize(
    "announced",
    [0, 2, 1000, 1 << 30, 0x7FFFF000, 0x7FFFFFFF, 0x7FFFFFFF - 36, 0x80000000, 0xFFFFFFFF, 0xFFFFFFFF - 44],
)
@pytest.mark.parametrize(("tag", "bits"), [(1, 16), (7, 8)])
def test_wrong_and_unknown_lengths_in_a_wav_do_not_cut_it_off(announced: int, tag: int, bits: int) -> None:
    """Servers that send while they speak write any of them."""
    body = np.random.default_rng(1).integers(128, 255, 16_000 * bits // 8, np.uint8).tobytes()
    assert decoded_sound(_wave(body, announced, tag, bits)).seconds == pytest.approx(1.0, abs=0.01)


def test_a_chunk_behind_the_sound_is_no_sound() -> None:
    """Titles and comments of an encoder."""
    body = bytes(2000)
    assert decoded_sound(_wave(body, 2000) + b"LIST\x04\0\0\0INFO").frames == 1000


def test_a_wav_that_ends_early_is_not_taken_for_a_whole_one() -> None:
    """Of any kind."""
    for tag, bits in ((1, 16), (7, 8)):
        with pytest.raises(VoiceError, match="cut off: 500 of 2000 bytes"):
            decoded_sound(_wave(bytes(500), 2000, tag, bits))


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (_wave(bytes(2000), 2000, rate=0), "0 samples"),
        (_wave(bytes(2000), 2000, tag=0x55, bits=0), "no sound file"),
        (b"RIFF\0\0\0\0WAVE" + b"junk\0\0\0\0" * 100_000, "without sound"),
        (b"\0\x01\x02" * 1000, "no sound file$"),
        (b'{"error": "the model is loading"}', "the model is loading"),
        (b"ffconcat version 1.0\nfile /etc/passwd\n", "no sound file"),
        (b"#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1:9/x.wav\n", "no sound file"),
    ],
)
def test_what_is_no_sound_is_told_in_one_short_line(raw: bytes, why: str) -> None:
    """With the words of a text, and without the bytes of anything else."""
    with pytest.raises(VoiceError, match=why) as caught:
        decoded_sound(raw)
    assert len(caught.value.message) < 250
    assert "\n" not in caught.value.message


@pytest.mark.parametrize("value", [3e38, -3e38, float("inf"), -float("inf"), 100.0])
def test_samples_far_over_full_scale_are_refused(value: float) -> None:
    """They are no sound, and their squares would be no numbers."""
    with pytest.raises(VoiceError, match="times full scale"):
        decoded_sound(_wave(struct.pack("<f", value) * 16_000, 64_000, 3, 32))
    assert decoded_sound(_wave(struct.pack("<f", 2.0) * 16_000, 64_000, 3, 32)).samples.max() == 2.0


def test_samples_without_a_head_are_sound() -> None:
    """Of 16 bits, at the rate that is told; a file or a text among them is what it is."""
    raw = (TONE[:, 0] * 32767).astype("<i2").tobytes()
    assert decoded_raw(raw, 48_000, 1, 10.0).seconds == pytest.approx(1.0)
    assert decoded_raw(raw, 24_000, 2, 10.0).seconds == pytest.approx(1.0)
    assert decoded_raw(encode(["-f", "flac"], TONE), 24_000, 1, 10.0).rate == 48_000
    with pytest.raises(VoiceError, match="busy"):
        decoded_raw(b'{"error": "busy"}', 24_000, 1, 10.0)
    with pytest.raises(VoiceError, match="no sound at all"):
        decoded_raw(b"", 24_000, 1, 10.0)


def _hour(path: Path) -> bytes:
    silence = ["-f", "lavfi", "-i", "anullsrc=r=8000:cl=mono", "-t", "3600", "-f", "flac", str(path)]
    subprocess.run([ffmpeg.program(), "-v", "error", *silence], check=True)
    return path.read_bytes()


def test_a_small_file_with_hours_of_sound_costs_little(tmp_path: Path) -> None:
    """No more is decoded than a few times what the text may take."""
    hour = _hour(tmp_path / "hour.flac")
    wide = _wave(b"\x11\x82" * 5_000_000, 10_000_000, bits=8, rate=4000)
    for raw in (hour, wide):
        tracemalloc.start()
        with pytest.raises(VoiceError, match="lasts longer than 22 s"):
            decoded_sound(raw, seconds_at_most("Let your shoulders drop."))
        _, highest = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert highest < 20e6
