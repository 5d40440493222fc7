"""The ffmpeg that comes with the program."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.ffmpeg import encode
from unknot.errors import AudioFileError
from unknot.platform import ffmpeg

if TYPE_CHECKING:
    from pathlib import Path

    from unknot.audio import Samples


def sine(seconds: int) -> Samples:
    """A tone of 1 kHz at −6 dBFS in two channels."""
    times = np.arange(seconds * 48_000, dtype=np.float32) / 48_000
    return np.repeat(0.5 * np.sin(2 * np.pi * 1000 * times)[:, None], 2, axis=1).astype(np.float32)


def test_a_file_is_decoded_at_the_rate_and_with_the_channels_that_are_asked_for(tmp_path: Path) -> None:
    """A second of a tone is a second at every rate."""
    path = tmp_path / "a.flac"
    path.write_bytes(encode(["-f", "flac"], sine(1)))
    sound = ffmpeg.decode(path, 16_000, 1)
    assert (sound.samples.shape, sound.rate) == ((16_000, 1), 16_000)


def test_blocks_together_are_the_file_and_the_facts_come_last(tmp_path: Path) -> None:
    """Length, rate, channels and peak are those of the file."""
    path = tmp_path / "a.flac"
    path.write_bytes(encode(["-f", "flac"], sine(3)))
    blocks, sizes = ffmpeg.decode_blocks(path, 48_000, 60), []
    while True:
        try:
            sizes.append(len(next(blocks)) // 4)
        except StopIteration as end:
            facts: ffmpeg.DecodeFacts = end.value
            break
    assert (sum(sizes), facts.frames, facts.rate, facts.channels) == (3 * 48_000, 3 * 48_000, 48_000, 2)
    assert max(sizes) <= 48_000
    assert facts.peak == pytest.approx(-6.0, abs=0.2)
    assert not facts.broken


def facts_of(path: Path) -> ffmpeg.DecodeFacts:
    """The facts of a file, decoded."""
    blocks = ffmpeg.decode_blocks(path, 48_000, 60)
    while True:
        try:
            next(blocks)
        except StopIteration as end:
            found: ffmpeg.DecodeFacts = end.value
            return found


_CUT_WORDS = (
    "EOF",
    "Premature Burial",
    "truncated\n[error] Packet corrupt\r[warning] EOF",
    "Ignoring maximum wav data size",
    "Estimating duration",
    "  Duration: 00:00:01.00, start",
    "[info]   Duration: 00:00:01.00\n[info]   Duration: 00:00:01.00",
    "Stream #0:0: Audio: pcm, 8 Hz, mono",
    "long " * 20_000,
)


@pytest.mark.parametrize("words", _CUT_WORDS)
def test_words_in_a_name_and_in_tags_say_nothing_about_the_sound(tmp_path: Path, words: str) -> None:
    """A whole file is whole and a cut one is cut, whatever its name and its tags say."""
    folder = tmp_path / "Corrupted EOF"
    folder.mkdir()
    path = folder / f"Premature {''.join(c for c in words[:40] if c not in '/:')}.wav"
    tags = ["-metadata", f"title={words}", "-metadata", f"comment={words}"]
    path.write_bytes(b"")
    command = [ffmpeg.program(), "-v", "error", "-y", "-f", "lavfi", "-i", "sine=duration=4:sample_rate=48000", *tags]
    subprocess.run([*command, f"file:{path}"], check=True, capture_output=True)
    facts = facts_of(path)
    assert (facts.broken, facts.declared, facts.rate) == (False, 4.0, 48_000)
    path.write_bytes(path.read_bytes()[: -4 * 48_000 - 1])
    assert facts_of(path).broken


def test_a_playlist_cannot_make_ffmpeg_read_another_file(tmp_path: Path) -> None:
    """Its format is not among those that are allowed."""
    (tmp_path / "a.flac").write_bytes(encode(["-f", "flac"], sine(1)))
    playlist = tmp_path / "a.m3u8"
    playlist.write_text(f"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n{tmp_path / 'a.flac'}\n#EXT-X-ENDLIST\n")
    with pytest.raises(AudioFileError, match="cannot read"):
        ffmpeg.decode(playlist)


@pytest.mark.parametrize(
    ("log", "reason"),
    [
        (b"first\nlast\n\n", "last"),
        (b"Format not on whitelist 'wav'\nInvalid data", "its format is not read here"),
        (b"", "ffmpeg ended without a message"),
    ],
)
def test_the_reason_is_the_clearest_line_of_the_log(log: bytes, reason: str) -> None:
    """The last line counts, except where a line before it says more."""
    assert ffmpeg.reason(log) == reason
