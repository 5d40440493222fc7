"""Every file is the sound it was given, or is not there at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from unknot import outputs
from unknot.errors import UsageError, WriteError
from unknot.platform import ffmpeg

if TYPE_CHECKING:
    from pathlib import Path

    from unknot.audio import Samples

SUFFIXES = outputs.SUFFIXES


def tone(frames: int) -> Samples:
    """A quiet chord, left and right unlike."""
    t = np.arange(frames, dtype=np.float64)[:, None]
    return (0.1 * np.sin(t * [0.03, 0.02]) + 0.05 * np.sin(t * [0.11, 0.13])).astype(np.float32)


def write(path: Path, samples: Samples, block: int = 5000) -> None:
    """The samples through the output for that path."""
    output = outputs.open_output(path)
    for start in range(0, len(samples), block):
        output.write(samples[start : start + block])
    output.finish()


@pytest.mark.parametrize("frames", [20, 1151, 48_000, 100_001])
@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_file_decodes_to_exactly_the_frames_that_were_written(tmp_path: Path, suffix: str, frames: int) -> None:
    """Delay and padding of the encoder are not heard."""
    write(tmp_path / f"a{suffix}", tone(frames))
    assert ffmpeg.decode(tmp_path / f"a{suffix}").frames == frames


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_the_sound_stands_where_it_was_written(tmp_path: Path, suffix: str) -> None:
    """Not a frame early or late."""
    samples = tone(60_000)
    write(tmp_path / f"a{suffix}", samples)
    difference = ffmpeg.decode(tmp_path / f"a{suffix}").samples - samples
    assert np.sqrt(np.mean(difference[3000:-3000] ** 2)) < 0.006


@pytest.mark.parametrize("suffix", [".wav", ".flac"])
def test_lossless_files_hold_the_samples_rounded_once(tmp_path: Path, suffix: str) -> None:
    """To the nearest of 65 536 steps, and over full scale held there."""
    samples = tone(5000) * 12
    write(tmp_path / f"a{suffix}", samples)
    expected = np.clip(np.rint(samples * 32768), -32768, 32767) / 32768
    assert np.array_equal(ffmpeg.decode(tmp_path / f"a{suffix}").samples, expected.astype(np.float32))


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_the_same_samples_are_the_same_bytes_in_any_blocks(tmp_path: Path, suffix: str) -> None:
    """No clock, no name, no block size in a file."""
    samples = tone(30_000)
    write(tmp_path / f"a{suffix}", samples, block=777)
    write(tmp_path / f"b{suffix}", samples, block=30_000)
    assert (tmp_path / f"a{suffix}").read_bytes() == (tmp_path / f"b{suffix}").read_bytes()


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_an_abandoned_file_leaves_what_was_there(tmp_path: Path, suffix: str) -> None:
    """And nothing beside it."""
    path = tmp_path / f"a{suffix}"
    path.write_bytes(b"old")
    output = outputs.open_output(path)
    output.write(tone(5000))
    output.abandon()
    output.abandon()
    assert [p.read_bytes() for p in tmp_path.iterdir()] == [b"old"]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_folder_that_is_not_there_is_a_write_error(tmp_path: Path, suffix: str) -> None:
    """With the path in it."""

    def try_it() -> None:
        output = outputs.open_output(tmp_path / "none" / f"a{suffix}")
        output.write(tone(5000))
        output.finish()

    with pytest.raises(WriteError, match="none"):
        try_it()


def test_an_unknown_ending_is_refused_with_those_that_are_known(tmp_path: Path) -> None:
    """Before any work."""
    with pytest.raises(UsageError) as caught:
        outputs.open_output(tmp_path / "a.xyz")
    assert ".mp3" in caught.value.next_step
