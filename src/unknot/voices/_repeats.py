"""Which stretches of speech begin with the same words: a line that was read again, or begun and broken off.

Two stretches are compared by the shape of their spectra over time (mel cepstra, without the mean of each stretch), with
dynamic time warping, because nobody reads a line twice at the same speed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

_STEP: Final = 0.02
"""Seconds from one spectrum to the next."""
_BANDS: Final = 24
_SHAPES: Final = 12
"""Numbers that describe a spectrum."""
_NEAR: Final = 4
"""Stretches of one reading of a line, at most, after which it is begun again."""
_COMPARED: Final = 4.0
"""Seconds of a stretch that are compared."""
_BROKEN_OFF: Final = 0.12
"""Seconds at the end of a stretch that are not compared: where somebody breaks off, the last sound is another one."""
_LEAST: Final = 0.25
"""Seconds that must be left to compare."""
_ALIKE: Final = 0.25
"""The mean distance (0 equal, 1 unrelated) up to which two stretches begin with the same words."""


def said_again(stretches: Iterable[NDArray[np.float32]], rate: int) -> frozenset[tuple[int, int]]:
    """Pairs of stretches (earlier, later) where the earlier one is said again from the later one on.

    Args:
        stretches: The samples of each stretch, one channel.
        rate: Samples a second.
    """
    shapes = [_shapes(samples, rate) for samples in stretches]
    return frozenset(
        (first, later)
        for first in range(len(shapes))
        for later in range(first + 1, min(first + _NEAR, len(shapes) - 1) + 1)
        if distance(shapes[first], shapes[later:]) < _ALIKE
    )


def distance(first: NDArray[np.float32], later: Sequence[NDArray[np.float32]]) -> float:
    """How much the words at the beginning of `later` differ from those of `first`: 0 is equal, 1 is unrelated."""
    count = min(len(first) - round(_BROKEN_OFF / _STEP), round(_COMPARED / _STEP))
    if count * _STEP < _LEAST:
        return 1.0
    one, other = first[:count], np.concatenate(list(later))[: 2 * count]
    costs = 1.0 - one @ other.T
    best = np.full(len(other) + 2, np.inf)
    best[2] = costs[0, 0]
    for row in costs[1:]:  # each step of the first goes on by nothing, by one or by two steps of the other
        best[2:] = row + np.minimum(best[2:], np.minimum(best[1:-1], best[:-2]))
    return float(best[2:].min() / count)


def _shapes(samples: NDArray[np.float32], rate: int) -> NDArray[np.float32]:
    """The shape of the spectrum at each step of a stretch, shape (steps, `_SHAPES`), each of length 1."""
    step, size = round(_STEP * rate), round(2 * _STEP * rate)
    samples = np.pad(samples, (0, max(0, size - len(samples))))
    frames = np.lib.stride_tricks.sliding_window_view(samples, size)[::step] * np.hanning(size)
    powers = np.abs(np.fft.rfft(frames, axis=1)) ** 2
    bands = np.log(powers @ _mel(size, rate) + 1e-7)
    shapes = (bands - bands.mean(axis=0)) @ _cosines()
    lengths = np.linalg.norm(shapes, axis=1, keepdims=True)
    return np.asarray(shapes / np.maximum(lengths, 1e-9), np.float32)


def _mel(size: int, rate: int) -> NDArray[np.float64]:
    """The weight of each frequency in each band, shape (frequencies, `_BANDS`): triangles of equal width in mel."""
    mels = 2595.0 * np.log10(1.0 + np.fft.rfftfreq(size, 1.0 / rate) / 700.0)
    edges = np.linspace(150.0, 2600.0, _BANDS + 2)  # 100 Hz to 6.3 kHz
    rising = (mels[:, None] - edges[:-2]) / (edges[1:-1] - edges[:-2])
    falling = (edges[2:] - mels[:, None]) / (edges[2:] - edges[1:-1])
    return np.asarray(np.maximum(0.0, np.minimum(rising, falling)))


def _cosines() -> NDArray[np.float64]:
    """What turns the bands into a cepstrum without its first value, which is the level; shape (`_BANDS`, `_SHAPES`)."""
    numbers = np.arange(1, _SHAPES + 1)
    return np.asarray(np.cos(np.pi / _BANDS * (np.arange(_BANDS)[:, None] + 0.5) * numbers))
