"""Shaped noise in overlapping blocks, each a pure function of its number."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import numpy as np

from unknot.backgrounds.chunks import CHUNK

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Spectrum = Callable[[NDArray[np.float64]], NDArray[np.float64]]

OVERLAP = 8192
"""Frames over which one block passes into the next, by sine and cosine: strangers, so the power stays."""
BLOCK = CHUNK + OVERLAP
"""81920 = 2^14 · 5 frames: quick to transform."""
CHUNKS = 200
"""Chunks in a period of the generated backgrounds: 307.2 s."""


def frequencies(length: int = BLOCK) -> NDArray[np.float64]:
    """The frequencies in Hz of the bins of a real transform of `length` frames."""
    return np.asarray(np.fft.rfftfreq(length, 1 / 48_000), np.float64)


def draw(count: int, *seed: int) -> NDArray[np.float64]:
    """`count` numbers from −1 to 1, the same for the same seed on every machine and version of numpy."""
    raw = np.random.PCG64(np.random.SeedSequence(list(seed))).random_raw(-(-count // 2))
    return raw.astype("<u8").view("<i4")[:count].astype(np.float64) * (1.0 / 2**31)


def level(shape: NDArray[np.float64]) -> NDArray[np.float64]:
    """`shape`, a magnitude by bin, scaled so that noise of it has a root mean square of 1; nothing below 15 Hz."""
    shape = np.where(frequencies() < 15.0, 0.0, shape)
    power = float(np.sum(shape[1:-1] ** 2)) * 2.0 * (2.0 / 3.0)
    scaled: NDArray[np.float64] = shape * (BLOCK / np.sqrt(power))
    return scaled


class Noise:
    """Endless noise of one spectrum, chunk by chunk; repeats after `CHUNKS`."""

    def __init__(self, shape: NDArray[np.float64], *seed: int) -> None:
        """`shape` is a magnitude by bin; the noise has a root mean square of 1."""
        self._shape = level(shape)
        self._seed = seed
        self._last: tuple[int, NDArray[np.float64]] | None = None

    def __call__(self, chunk: int) -> NDArray[np.float64]:
        """The frames of one chunk, length `CHUNK`. Pure; quickest in order."""
        chunk %= CHUNKS
        last = self._last
        before = last[1] if last and last[0] == chunk - 1 else self._block((chunk - 1) % CHUNKS)
        made = self._block(chunk)
        self._last = (chunk, made)
        rise, fall = _window()
        out = made[:CHUNK].copy()
        out[:OVERLAP] = out[:OVERLAP] * rise + before[CHUNK:] * fall
        return out

    def _block(self, chunk: int) -> NDArray[np.float64]:
        parts = draw(2 * len(self._shape), *self._seed, chunk)
        return np.fft.irfft((parts[0::2] + 1j * parts[1::2]) * self._shape, BLOCK)


@functools.cache
def _window() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    quarter = (np.arange(OVERLAP) + 0.5) * (np.pi / 2 / OVERLAP)
    return np.sin(quarter), np.cos(quarter)
