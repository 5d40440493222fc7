"""What an engine gave is cut at its edges, also where a room is heard, and found to be as long as its text."""

from __future__ import annotations

import numpy as np
import pytest

from unknot.audio import Sound
from unknot.units import factor
from unknot.voices import _clip

RATE = 24_000
WORD = 0.3
"""Seconds of the word in these tests."""
USUAL = _clip.SpeechPace(0.25, 0.07)


def _word(before: float, after: float) -> np.ndarray:
    """A tone that swells and fades, as a voice does, between two silences of so many seconds."""
    at = np.arange(round(RATE * WORD)) / RATE
    tone = 0.5 * np.sin(2 * np.pi * 180 * at) * np.sin(np.pi * at / WORD) ** 0.5
    quiet = (np.zeros(round(RATE * seconds)) for seconds in (before, after))
    return np.concatenate([next(quiet), tone, next(quiet)]).astype(np.float32)


def _noise(kind: str, count: int, level: float) -> np.ndarray:
    """Noise of so many dB below the word, the same each time."""
    white = np.random.default_rng(7).standard_normal(count)
    if kind == "hum":
        white = np.sin(2 * np.pi * 50 * np.arange(count) / RATE) + 0.2 * white
    elif kind == "low":
        white = np.convolve(white, np.full(40, 1 / 40), "same")
    return np.asarray(white / np.sqrt(np.mean(white**2)) * 0.35 * factor(level), np.float32)


def _sound(samples: np.ndarray) -> Sound:
    return Sound(samples[:, np.newaxis], RATE)


@pytest.mark.parametrize("kind", ["white", "hum", "low"])
@pytest.mark.parametrize("level", [-42.0, -36.0, -30.0])
@pytest.mark.parametrize("edges", [(0.8, 0.8), (0.2, 1.5), (3.0, 0.3)])
def test_the_noise_of_a_room_is_no_speech(kind: str, level: float, edges: tuple[float, float]) -> None:
    """A short cue between two quiet stretches is found, and nothing of it is cut."""
    samples = _word(*edges)
    clip = _clip.checked_clip(_sound(samples + _noise(kind, len(samples), level)), 3, USUAL)
    assert WORD <= clip.seconds < WORD + 0.2


def test_silence_at_the_edges_is_cut_as_before() -> None:
    """Without noise nothing changes: 25 ms are kept before, 60 ms after."""
    clip = _clip.checked_clip(_sound(_word(0.5, 0.5)), 3, USUAL)
    assert clip.seconds == pytest.approx(WORD + 0.085, abs=0.006)


def test_a_soft_beginning_and_end_are_no_noise() -> None:
    """A steady s of 0.12 s at both ends of a clip without silence stays."""
    samples = _word(0.12, 0.12)
    hiss = _noise("white", len(samples), -28.0)
    hiss[round(RATE * 0.12) : -round(RATE * 0.12)] = 0
    assert _clip.checked_clip(_sound(samples + hiss), 5, USUAL).seconds == pytest.approx(WORD + 0.24, abs=0.001)


def test_a_clip_that_is_too_long_is_named() -> None:
    """Unless its text may have been spelled."""
    long = _sound(np.tile(_word(0, 0), 12))
    with pytest.raises(_clip.BadClip, match=r"it lasts 3\.6 s where 0\.5 s are expected: it is not only these words"):
        _clip.checked_clip(long, 4, USUAL)
    assert _clip.checked_clip(long, 4, USUAL, spelled=20.0).seconds == pytest.approx(3.6, abs=0.01)
