"""Sound files as loops with crossfades."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from benchmarks.report import jump_at_seam, tone

from tests import ffmpeg
from tests.fakes.caches import MemoryCache
from tests.fakes.sound_files import noise, write_wav
from unknot.backgrounds import background
from unknot.units import GRID, SAMPLE_RATE

if TYPE_CHECKING:
    from pathlib import Path


def test_a_file_is_looped_in_whole_grid_steps(tmp_path: Path) -> None:
    """The period of a loop is a whole number of grid steps, shorter by the crossfade, and it is not anchored."""
    write_wav(tmp_path / "hum.wav", noise(10))
    loop = background("hum.wav", tmp_path, MemoryCache())
    assert loop.period % GRID == 0
    assert 8.6 * SAMPLE_RATE < loop.period < 8.8 * SAMPLE_RATE
    assert not loop.anchored


@pytest.mark.parametrize(("length", "join"), [(2.2, 0.5), (12.0, 1.5), (60.0, 4.0)])
def test_the_crossfade_takes_an_eighth_in_bounds(tmp_path: Path, length: float, join: float) -> None:
    """The crossfade takes an eighth of a file, at least 0.5 s and at most 4 s."""
    write_wav(tmp_path / "hum.wav", noise(length))
    period = background("hum.wav", tmp_path, MemoryCache()).period
    assert period / SAMPLE_RATE == pytest.approx(length - join, abs=0.03)


def test_the_crossfade_keeps_the_power(tmp_path: Path) -> None:
    """The level stays within a decibel over the crossfade."""
    write_wav(tmp_path / "hum.wav", noise(30))
    loop = background("hum.wav", tmp_path, MemoryCache())
    samples = loop.read(loop.period - 8 * SAMPLE_RATE, 16 * SAMPLE_RATE)
    power = np.square(samples).mean(axis=1).reshape(-1, SAMPLE_RATE // 4).mean(axis=1)
    assert np.max(np.abs(10 * np.log10(power / power.mean()))) < 1.0


def test_a_loop_of_a_tone_has_no_jump_at_its_seam(tmp_path: Path) -> None:
    """The crossfade of a pure tone adds nothing over −50 dBFS from frame to frame."""
    loop = background("tone.wav", tone(tmp_path / "tone.wav").parent, MemoryCache())
    assert jump_at_seam(loop) < -50.0


def test_files_of_a_playlist_follow_each_other_at_one_loudness(tmp_path: Path) -> None:
    """The files of a playlist follow each other in its order and are equally loud."""
    write_wav(tmp_path / "loud.wav", noise(6, 1, 0.2))
    write_wav(tmp_path / "low.wav", noise(6, 2, 0.02))
    (tmp_path / "both.m3u").write_text("#EXTM3U\nlow.wav\nloud.wav\n")
    loop = background("both.m3u", tmp_path, MemoryCache())
    assert 10.0 * SAMPLE_RATE < loop.period < 11.0 * SAMPLE_RATE
    levels = [ffmpeg.loudness(loop.read(int(at * SAMPLE_RATE), 4 * SAMPLE_RATE)) for at in (1.0, 6.2)]
    assert levels == pytest.approx([loop.loudness] * 2, abs=0.5)
