"""Chimes: generated ones, and sound files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.fakes.sound_files import cut_short, noise, write_wav
from unknot.backgrounds import CHIMES, chime
from unknot.backgrounds._chimes import read_sound
from unknot.errors import AudioFileError
from unknot.units import SAMPLE_RATE

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("name", CHIMES)
def test_a_chime_begins_and_ends_in_silence(name: str) -> None:
    """A generated chime has no click at its ends, is under its peak and lasts at most ten seconds."""
    sound = chime(name, None)
    assert sound.shape[1] == 2
    assert np.abs(sound[0]).max() < 1e-3
    assert np.abs(sound[-100:]).max() < 1e-4
    assert 0.1 < np.abs(sound).max() < 0.36
    assert len(sound) <= 10 * SAMPLE_RATE


def test_a_chime_may_be_a_file(tmp_path: Path) -> None:
    """A chime from a file is decoded as a whole to 48 kHz stereo."""
    write_wav(tmp_path / "ding.wav", noise(1))
    assert chime("ding.wav", tmp_path).shape == (SAMPLE_RATE, 2)


def test_a_chime_that_iscut_short_is_refused(tmp_path: Path) -> None:
    """A chime from a file that is cut short is refused."""
    cut_short(tmp_path / "half.wav")
    with pytest.raises(AudioFileError, match="cut short"):
        chime("half.wav", tmp_path)


def test_a_chime_of_more_than_a_minute_is_refused(tmp_path: Path) -> None:
    """A chime of more than a minute is refused."""
    write_wav(tmp_path / "long.wav", noise(65))
    with pytest.raises(AudioFileError, match="s"):
        chime("long.wav", tmp_path)


def test_a_sound_is_read_up_to_the_limit(tmp_path: Path) -> None:
    """A file longer than the limit is read up to the limit, without an error."""
    assert len(read_sound(write_wav(tmp_path / "hum.wav", noise(5)), 3.0)) == 3 * SAMPLE_RATE


def test_a_silent_file_is_refused(tmp_path: Path) -> None:
    """Nobody would hear it."""
    write_wav(tmp_path / "silent.wav", np.zeros((SAMPLE_RATE, 2), np.float32))
    with pytest.raises(AudioFileError, match="is silent"):
        chime("silent.wav", tmp_path)
