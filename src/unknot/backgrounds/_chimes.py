"""Chimes: generated ones, and sound files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from unknot.backgrounds._chunks import as_floats
from unknot.backgrounds._noise import pan
from unknot.backgrounds._sound_files import check_regular, decode
from unknot.errors import AudioFileError
from unknot.units import SAMPLE_RATE

if TYPE_CHECKING:
    from pathlib import Path

    from unknot.audio import Samples

PARTIALS = {
    "bell": (6.0, 0.004, 0.0, [(528.0, 1.0, 1.6), (1056.0, 0.45, 1.1), (1430.0, 0.3, 0.8), (2120.0, 0.14, 0.45)]),
    "bowl": (9.0, 0.08, 0.2, [(220.0, 1.0, 3.0), (221.1, 0.6, 2.8), (606.0, 0.25, 1.6), (1146.0, 0.07, 0.8)]),
    "chime": (4.0, 0.003, -0.2, [(880.0, 1.0, 0.9), (1318.5, 0.6, 0.8), (2430.0, 0.2, 0.4), (3630.0, 0.06, 0.2)]),
    "gong": (10.0, 0.12, 0.0, [(110.0, 1.0, 3.2), (164.0, 0.7, 2.8), (233.0, 0.6, 2.2), (347.0, 0.4, 1.5)]),
    "tick": (0.3, 0.001, 0.0, [(1760.0, 1.0, 0.03), (2640.0, 0.3, 0.02)]),
}
"""By name: seconds, seconds of attack, side, and for each partial Hz, strength and seconds of decay."""
_PEAK = 0.35
"""The highest sample of a generated chime: −9.1 dBFS."""
_LONGEST = 60.0
"""Seconds that a chime from a file may last."""
_SILENT = 10 ** (-70 / 20)
"""A file whose highest sample is below −70 dBFS is silent."""


def make_chime(name: str) -> Samples:
    """The generated chime of that name, shape (frames, 2)."""
    length, attack, side, partials = PARTIALS[name]
    time = np.arange(int(length * SAMPLE_RATE)) / SAMPLE_RATE
    tone = sum(
        (size * np.sin(2 * np.pi * f * time) * np.exp(-time / decay) for f, size, decay in partials),
        np.zeros_like(time),
    )
    tone *= np.clip(time / attack, 0.0, 1.0) * np.clip((time[-1] - time) / (0.2 * length), 0.0, 1.0) ** 2
    both = tone[:, None] * pan(side) * np.sqrt(2.0)
    return np.asarray(both * (_PEAK / np.max(np.abs(both))), np.float32)


def read_chime(path: Path) -> Samples:
    """The samples of a sound file, shape (frames, 2).

    Raises:
        AudioFileError: It is no regular file, cannot be decoded, is cut short, empty, or too long.
    """
    samples = read_sound(path, _LONGEST + 1.0)
    if len(samples) > _LONGEST * SAMPLE_RATE:
        raise AudioFileError(f"{path} lasts more than {_LONGEST:.0f} s", next_step="cut it shorter")
    if not len(samples) or np.abs(samples).max() < _SILENT:
        raise AudioFileError(f"{path} is {'silent' if len(samples) else 'empty'}", next_step="give a file with a sound")
    return samples


def read_sound(path: Path, longest: float) -> Samples:
    """The samples of a sound file, shape (frames, 2), up to `longest` seconds.

    Raises:
        AudioFileError: It is no regular file, cannot be decoded, or is cut short.
    """
    check_regular(path)
    blocks: list[bytes] = []
    decode(path, longest, blocks.append)
    return as_floats(b"".join(blocks))
