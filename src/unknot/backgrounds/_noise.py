"""The parts of generated backgrounds: shaped noise, grains, slow modulation. Each gives any chunk by its number."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import numpy as np

from unknot.backgrounds._chunks import CHUNK
from unknot.units import GRID, SAMPLE_RATE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Signal = NDArray[np.float64]

OVERLAP = 8192
"""Frames that a block overlaps with the next."""
BLOCK = CHUNK + OVERLAP
"""Frames of a transform: 81920 = 2^14 · 5, which is fast."""
CHUNKS = 200
"""Chunks in a period of the generated backgrounds: 307.2 s, so that nothing repeats within five minutes."""
PERIOD = CHUNKS * CHUNK
"""The same in frames."""
CONTROL = 128
"""Frames from one control point of a slow modulation to the next: 2.7 ms."""


def frequencies() -> Signal:
    """The frequencies of the bins of a transform, in Hz."""
    return np.asarray(np.fft.rfftfreq(BLOCK, 1 / SAMPLE_RATE), np.float64)


def band(low: float, high: float, slope: float = 0.0) -> Signal:
    """A magnitude by bin: soft edges at `low` and `high` Hz, falling by `slope` dB an octave between them."""
    hertz = np.maximum(frequencies(), 1.0)
    shape = (hertz / 1000.0) ** (-slope / 6.0206)
    return np.asarray(shape / np.sqrt((1 + (low / hertz) ** 4) * (1 + (hertz / high) ** 4)))


def draw(count: int, *seed: int) -> Signal:
    """`count` numbers from −1 to 1, the same for the same seed on every machine and version of numpy."""
    raw = np.random.PCG64(np.random.SeedSequence(list(seed))).random_raw(-(-count // 2))
    return raw.astype("<u8").view("<i4")[:count].astype(np.float64) * (1.0 / 2**31)


class Noise:
    """Noise of one spectrum with a root mean square of 1, in blocks with crossfades (sine and cosine)."""

    def __init__(self, shape: Signal, *seed: int) -> None:
        """`shape` is a magnitude by bin; bins below 15 Hz are removed."""
        shape = np.where(frequencies() < 15.0, 0.0, shape)
        power = float(np.sum(shape[1:-1] ** 2)) * 2.0 * (2.0 / 3.0)
        self._shape = shape * (BLOCK / np.sqrt(power))
        self._seed = seed
        self._last: tuple[int, Signal] | None = None

    def __call__(self, chunk: int) -> Signal:
        """The frames of one chunk, length `CHUNK`. Pure; fastest in order."""
        chunk %= CHUNKS
        last = self._last
        before = last[1] if last and last[0] == (chunk - 1) % CHUNKS else self._block((chunk - 1) % CHUNKS)
        made = self._block(chunk)
        self._last = (chunk, made)
        rise, fall = _window()
        out = made[:CHUNK].copy()
        out[:OVERLAP] = out[:OVERLAP] * rise + before[CHUNK:] * fall
        return out

    def _block(self, chunk: int) -> Signal:
        parts = draw(2 * len(self._shape), *self._seed, chunk)
        return np.fft.irfft((parts[0::2] + 1j * parts[1::2]) * self._shape, BLOCK)


class Grains:
    """Many equal short sounds, each at its own frame."""

    def __init__(self, grain: Signal, places: NDArray[np.int64], gains: Signal) -> None:
        """`grain` is shorter than a chunk; `places` are frames of the period, ascending, each with its gain."""
        self._grain = grain
        self._places = places
        self._gains = gains

    def add(self, out: Signal, chunk: int, side: float) -> None:
        """Add the grains of that chunk to `out`, shape (2, CHUNK), panned to `side`: −1 is left, 1 is right."""
        mono = np.zeros(CHUNK)
        start = chunk % CHUNKS * CHUNK
        self._add_mono(mono, start)
        if start == 0:
            self._add_mono(mono, PERIOD)
        out += pan(side)[:, None] * mono

    def _add_mono(self, mono: Signal, start: int) -> None:
        first, last = np.searchsorted(self._places, [start - len(self._grain), start + CHUNK])
        for place, gain in zip(self._places[first:last].tolist(), self._gains[first:last].tolist(), strict=True):
            at = place - start
            part = self._grain[max(0, -at) : CHUNK - at]
            mono[max(0, at) : max(0, at) + len(part)] += part * gain


def pan(side: float) -> Signal:
    """The gains of left and right for a side from −1 to 1, at equal power."""
    angle = (side + 1.0) * np.pi / 4
    return np.array([np.cos(angle), np.sin(angle)])


def scattered(count: int, *seed: int) -> NDArray[np.int64]:
    """`count` random frames of the period, ascending."""
    return np.sort(((draw(count, *seed) + 1.0) * (PERIOD / 2)).astype(np.int64) % PERIOD)


def rhythmic(count: int, loose: float, *seed: int) -> NDArray[np.int64]:
    """`count` frames of the period at equal distances, each shifted at random by up to `loose` of a distance."""
    places = (np.arange(count) + 0.5 + loose * draw(count, *seed)) * (PERIOD / count)
    return np.sort(places.astype(np.int64) % PERIOD)


def ring(hertz: Sequence[float], decay: float, seconds: float, bend: float = 0.0) -> Signal:
    """A tone of several frequencies that decays over `decay` seconds and whose pitch rises by the share `bend`."""
    time = np.arange(int(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    turns = time + bend * time * time / (2 * seconds)
    tone = sum((np.sin(2 * np.pi * f * turns) for f in hertz), np.zeros_like(time))
    ends = np.minimum(1.0, np.minimum(time / 0.001, (time[-1] - time) / 0.002))
    return np.asarray(tone * np.exp(-time / decay) * np.clip(ends, 0.0, 1.0))


class Slow:
    """A slow modulation around 0, its root mean square 1, without an audible rhythm; it repeats with the period."""

    def __init__(self, slowest: int, fastest: int, parts: int, *seed: int) -> None:
        """The sum of `parts` sines with `slowest` to `fastest` cycles in the period."""
        turns = slowest + (draw(parts, *seed, 1) + 1.0) / 2 * (fastest - slowest)
        self._turns = np.rint(turns)
        self._phases = draw(parts, *seed, 2) * np.pi
        self._scale = np.sqrt(2.0 / parts)

    def points(self, first: int, count: int) -> Signal:
        """Its value at `count` points, `CONTROL` frames apart, from point `first` on."""
        time = np.arange(first, first + count) * (2 * np.pi * CONTROL / PERIOD)
        return np.asarray(np.sin(time[:, None] * self._turns + self._phases).sum(axis=1) * self._scale)

    def __call__(self, chunk: int) -> Signal:
        """Its value at each frame of one chunk."""
        return smooth(self.points(chunk % CHUNKS * (CHUNK // CONTROL), CHUNK // CONTROL + 1))


def smooth(points: Signal) -> Signal:
    """Linear interpolation between points that are `CONTROL` frames apart, without the last point."""
    between = np.arange(CONTROL) / CONTROL
    return np.asarray(points[:-1, None] + np.diff(points)[:, None] * between).reshape(-1)


def amplitude(decibels: Signal) -> Signal:
    """Decibels as factors of amplitude."""
    return np.asarray(np.exp(decibels * (np.log(10.0) / 20.0)))


def by_steps(power: Signal) -> NDArray[np.float32]:
    """The mean in each grid step of a power at the control points of the whole period."""
    return np.asarray(power.reshape(-1, GRID // CONTROL).mean(axis=1), np.float32)


@functools.cache
def _window() -> tuple[Signal, Signal]:
    quarter = (np.arange(OVERLAP) + 0.5) * (np.pi / 2 / OVERLAP)
    return np.sin(quarter), np.cos(quarter)
