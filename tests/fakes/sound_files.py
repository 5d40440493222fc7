"""Sound files that are written for a test."""

from __future__ import annotations

import wave
from typing import TYPE_CHECKING

import numpy as np

from unknot.units import SAMPLE_RATE

if TYPE_CHECKING:
    from pathlib import Path

    from unknot.audio import Samples


def write_wav(path: Path, sound: Samples, rate: int = SAMPLE_RATE) -> Path:
    """A WAV file of 16 bits."""
    with wave.open(str(path), "wb") as out:
        out.setnchannels(sound.shape[1])
        out.setsampwidth(2)
        out.setframerate(rate)
        out.writeframes((sound * 32767).astype("<i2").tobytes())
    return path


def noise(seconds: float, seed: int = 1, size: float = 0.2) -> Samples:
    """Noise, shape (n, 2)."""
    drawn = np.random.default_rng(seed).normal(0, size, (int(seconds * SAMPLE_RATE), 2))
    return np.clip(drawn, -0.99, 0.99).astype(np.float32)


def cut_short(path: Path) -> None:
    """Afterwards `path` is the first half of a WAV file of twenty seconds."""
    whole = write_wav(path, noise(20)).read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
