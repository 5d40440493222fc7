"""The generated backgrounds. Every chunk is a pure function of its number."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import numpy as np

from unknot.backgrounds._chunks import CHUNK, BackgroundTraits, CachedChunks, ChunkedBackground, ChunkMaker, as_integers
from unknot.backgrounds._noise import (
    CHUNKS,
    CONTROL,
    PERIOD,
    Grains,
    Noise,
    Slow,
    amplitude,
    band,
    by_steps,
    draw,
    pan,
    rhythmic,
    ring,
    scattered,
    smooth,
)
from unknot.units import GRID, SAMPLE_RATE

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from unknot.backgrounds._noise import Signal
    from unknot.ports import Cache


def _stereo(middle: Signal, sides: Signal, width: float) -> Signal:
    """Left and right, shape (2, n), from the common signal and the difference."""
    return np.stack([middle + width * sides, middle - width * sides])


class Plain:
    """Noise that falls by so many decibels an octave: pink by 3, brown by 6."""

    def __init__(self, slope: float, low: float, scale: float, seed: int) -> None:
        """`low` is the frequency of its soft lower edge, in Hz."""
        shape = band(low, 16_000.0, slope)
        self._middle, self._sides = Noise(shape, seed, 0), Noise(shape, seed, 1)
        self._scale = scale

    def __call__(self, chunk: int) -> NDArray[np.int16]:
        """Shape (CHUNK, 2)."""
        return as_integers(self._scale * _stereo(self._middle(chunk), self._sides(chunk), 0.6))


class Rain:
    """Steady rain: a wide hiss whose level varies a little, and drops on leaves and stone near by."""

    def __init__(self) -> None:
        self._middle = Noise(band(300.0, 7000.0, 3.5), 11, 0)
        self._sides = Noise(band(700.0, 10_000.0, 2.5), 11, 1)
        self._gust = Slow(4, 60, 9, 11, 2)
        self._drops = [_drops(kind) for kind in range(_DROPS)]

    def __call__(self, chunk: int) -> NDArray[np.int16]:
        """Shape (CHUNK, 2)."""
        out = _stereo(self._middle(chunk), self._sides(chunk), 0.8) * (0.05 * amplitude(0.5 * self._gust(chunk)))
        for drops, side in self._drops:
            drops.add(out, chunk, side)
        return as_integers(out)


_DROPS = 18
"""Kinds of drops: from 1100 Hz, few and long, to 6600 Hz, many and short."""


def _drops(kind: int) -> tuple[Grains, float]:
    hertz = 1100.0 * 6.0 ** (kind / (_DROPS - 1))
    count = int(500 + 0.38 * hertz)
    size = np.abs(draw(count, 12, kind, 1))
    decay = 12.0 / hertz
    drop = ring([hertz, hertz * (1.35 + (0.08 * kind) % 0.5)], decay, 10 * decay, 0.08)
    return Grains(drop, scattered(count, 12, kind), 0.12 * (0.1 + 1.6 * size**6)), float(draw(1, 12, kind, 2)[0]) * 0.8


class Stream:
    """A stream: running water in the middle of the spectrum, and bubbles whose pitch rises."""

    def __init__(self) -> None:
        self._middle = Noise(band(350.0, 4200.0, 4.0), 21, 0)
        self._sides = Noise(band(500.0, 7000.0, 3.5), 21, 1)
        self._middle_level = Slow(200, 1100, 24, 21, 2)
        self._sides_level = Slow(150, 1000, 24, 21, 3)
        self._bubbles = [_bubbles(kind) for kind in range(_BUBBLES)]

    def __call__(self, chunk: int) -> NDArray[np.int16]:
        """Shape (CHUNK, 2)."""
        middle = self._middle(chunk) * amplitude(1.1 * self._middle_level(chunk))
        sides = self._sides(chunk) * amplitude(1.2 * self._sides_level(chunk))
        out = 0.052 * _stereo(middle, sides, 0.7)
        for bubbles, side in self._bubbles:
            bubbles.add(out, chunk, side)
        return as_integers(out)


_BUBBLES = 12
"""Kinds of bubbles: from 340 Hz, slow, to 2400 Hz, fast."""


def _bubbles(kind: int) -> tuple[Grains, float]:
    hertz, count = 340.0 * 7.0 ** (kind / (_BUBBLES - 1)), 1500 + 120 * kind
    size = 0.19 * (0.06 + np.abs(draw(count, 22, kind, 1)) ** 5)
    decay = 0.42 / np.sqrt(hertz)
    tone = ring([hertz], decay, 5 * decay, 0.9)
    return Grains(tone, scattered(count, 22, kind), size), float(draw(1, 22, kind, 2)[0]) * 0.8


class Ocean:
    """Waves on a beach, seven to thirteen seconds apart: the swell, the breaking waves and the foam."""

    def __init__(self) -> None:
        self._body = (Noise(band(45.0, 1300.0, 3.5), 31, 2), Noise(band(60.0, 1800.0, 3.0), 31, 3))
        self._foam = (Noise(band(900.0, 7500.0, 2.0), 31, 4), Noise(band(1200.0, 9000.0, 1.5), 31, 5))
        self._breaking, self._running = _waves()

    def __call__(self, chunk: int) -> NDArray[np.int16]:
        """Shape (CHUNK, 2)."""
        breaking, running = _stretch(self._breaking, chunk), _stretch(self._running, chunk)
        body = _stereo(self._body[0](chunk), self._body[1](chunk), 0.6) * (breaking + _FAR)
        foam = _stereo(self._foam[0](chunk), self._foam[1](chunk), 0.8) * (running + _HISS)
        return as_integers(0.09 * body + 0.045 * foam)


_FAR = 0.42
"""The level of the swell relative to a breaking wave."""
_HISS = 0.15
"""The level of the hiss of the beach relative to the foam of a wave."""


def ocean_swell() -> NDArray[np.float32]:
    """The mean power of the ocean in each grid step of the period."""
    breaking, running = _waves()
    return by_steps(((breaking + _FAR) ** 2 + 0.73 * (running + _HISS) ** 2).mean(axis=0))


@functools.cache
def _waves() -> tuple[Signal, Signal]:
    """The levels of the breaking waves and of their foam at the control points of the period, each of shape (2, n)."""
    gaps = 10.0 + 3.0 * draw(30, 32)
    times = np.cumsum(gaps) * (PERIOD / SAMPLE_RATE / float(np.sum(gaps)))
    sizes = 0.75 + 0.25 * draw(30, 33)
    sides = 0.35 * draw(30, 34)
    clock = np.arange(PERIOD // CONTROL) * (CONTROL / SAMPLE_RATE)
    breaking, running = np.zeros((2, len(clock))), np.zeros((2, len(clock)))
    for time, size, side in zip(times, sizes, sides, strict=True):
        for channel, off in ((0, side), (1, -side)):
            since = (clock - time - off + 9.0) % (PERIOD / SAMPLE_RATE) - 9.0
            breaking[channel] += size * _wave(since, 3.4, 2.6)
            running[channel] += size * _wave(since - 1.1, 2.2, 4.2)
    return breaking, running


def _wave(since: Signal, up: float, down: float) -> Signal:
    """A smooth curve: up to 1 in about `up` seconds before 0, and down in about `down` seconds after it."""
    width = np.where(since < 0, up / 2, down / 2)
    near = np.clip(np.abs(since) / width, 0.0, 6.0)
    return np.asarray(np.exp(-near * near / (1.0 + 0.35 * near)))


def _stretch(points: Signal, chunk: int) -> Signal:
    """The values of one chunk from control points, shape (2, CHUNK)."""
    points_of_chunk = np.arange(CHUNK // CONTROL + 1) + chunk % CHUNKS * (CHUNK // CONTROL)
    here = points.take(points_of_chunk, axis=1, mode="wrap")
    return np.stack([smooth(here[0]), smooth(here[1])])


class Drone:
    """A warm chord: harmonics of 41.7 Hz whose levels vary slowly, over quiet noise.

    41.7 Hz is one cycle in a grid step, so that any two stretches of it are in tune and in phase.
    """

    def __init__(self) -> None:
        turns = 2 * np.pi * np.arange(GRID) / GRID
        self._waves = np.sin(np.array([h for h, _ in _HARMONICS])[:, None] * turns)
        self._moves = [(Slow(3, 24, 5, 41, i, 0), Slow(3, 24, 5, 41, i, 1)) for i in range(len(_HARMONICS))]
        self._air = (Noise(band(60.0, 700.0, 6.0), 42, 0), Noise(band(60.0, 900.0, 6.0), 42, 1))

    def __call__(self, chunk: int) -> NDArray[np.int16]:
        """Shape (CHUNK, 2)."""
        tones = np.stack([self._side(chunk, channel) for channel in (0, 1)])
        air = _stereo(self._air[0](chunk), self._air[1](chunk), 0.5)
        return as_integers(0.16 * tones + 0.012 * air)

    def _side(self, chunk: int, channel: int) -> Signal:
        steps, apart = CHUNK // GRID, GRID // CONTROL
        first = chunk % CHUNKS * (CHUNK // CONTROL)
        moved = [m[channel].points(first, CHUNK // CONTROL + 1)[::apart] for m in self._moves]
        sizes = np.array([size for _, size in _HARMONICS])[:, None] * (1.0 + 0.12 * np.stack(moved))
        between = self._waves * (np.arange(GRID) / GRID)
        return np.asarray(sizes[:, :steps].T @ self._waves + np.diff(sizes).T @ between).reshape(-1)


_HARMONICS = [(2, 0.4), (3, 0.5), (4, 0.5), (6, 0.4), (8, 0.24), (9, 0.18), (12, 0.12), (16, 0.06), (18, 0.04)]
"""The number of the harmonic, and its strength."""


class Bowls:
    """Singing bowls that overlap, over quiet noise."""

    def __init__(self) -> None:
        gaps = 6.0 + 0.4 * draw(_STRUCK, 51)
        self._rows = np.rint(np.cumsum(gaps) * (PERIOD / GRID / float(np.sum(gaps)))).astype(np.int64) % (
            PERIOD // GRID
        )
        self._pitch = melody()
        self._sides = 0.6 * draw(_STRUCK, 53)
        self._sizes = 0.9 + 0.1 * draw(_STRUCK, 54)
        self._air = (Noise(band(70.0, 500.0, 5.0), 55, 0), Noise(band(70.0, 600.0, 5.0), 55, 1))

    def __call__(self, chunk: int) -> NDArray[np.int16]:
        """Shape (CHUNK, 2)."""
        out = 0.024 * _stereo(self._air[0](chunk), self._air[1](chunk), 0.5)
        first = chunk % CHUNKS * (CHUNK // GRID)
        for row, pitch, side, size in zip(self._rows, self._pitch, self._sides, self._sizes, strict=True):
            since = first - int(row)
            if since <= -(CHUNK // GRID):
                since += PERIOD // GRID
            if since < _RINGING:
                out += pan(float(side))[:, None] * (0.14 * float(size) * _bowl(float(pitch), since))
        return as_integers(out)


_BOWLS = (174.6, 196.0, 233.1, 261.6, 293.7, 349.2, 392.0)
"""Hz: F, G, B flat, C, D, F, G."""


def melody() -> list[float]:
    """The frequency of each bowl in order, in Hz: none of the last four, which would beat with itself."""
    notes: list[float] = []
    for choice in draw(_STRUCK, 52).tolist():
        free = [hertz for hertz in _BOWLS if hertz not in notes[-4:]]
        notes.append(free[int((choice + 1.0) / 2.0 * len(free))])
    return notes


_PARTIALS = (
    (1.0, 1.0, 20.0),
    (1.0035, 0.12, 18.0),
    (2.756, 0.28, 8.0),
    (2.761, 0.07, 7.5),
    (5.21, 0.07, 2.5),
    (8.2, 0.02, 1.2),
)
"""Ratio of frequency, strength, decay in seconds. The pairs beat, as cast bowls do, by two decibels up and down; more
would disturb a single word over them."""
_STRUCK = 51
"""Bowls in the period: one every six seconds."""
_RINGING = 64 * 28
"""Grid steps after which a bowl is no longer audible: 43 s."""
_ATTACK = 150
"""Grid steps of the attack of a bowl: 3.6 s."""


def _bowl(hertz: float, since: int) -> Signal:
    """One chunk of a bowl that was struck `since` grid steps before its first frame; negative is later."""
    steps = np.arange(CHUNK // GRID) + since
    rates, columns = _columns(hertz)
    struck = np.exp(np.maximum(steps, 0)[:, None] * (GRID / SAMPLE_RATE) * rates)
    struck *= np.clip((_RINGING - steps) / 640, 0.0, 1.0)[:, None] * (steps >= 0)[:, None]
    sound = np.asarray((struck @ columns).imag.reshape(-1))
    if since < _ATTACK:
        sound *= np.clip((np.arange(CHUNK) + since * GRID) / float(_ATTACK * GRID), 0.0, 1.0) ** 2
    return sound


@functools.lru_cache(maxsize=8)
def _columns(hertz: float) -> tuple[NDArray[np.complex128], NDArray[np.complex128]]:
    """The rates of the partials of a bowl in 1/s, and the values of each over one grid step."""
    rates = np.array([-1.0 / decay + 2j * np.pi * hertz * ratio for ratio, _, decay in _PARTIALS])
    sizes = np.array([size for _, size, _ in _PARTIALS])
    return rates, sizes[:, None] * np.exp(rates[:, None] * (np.arange(GRID) / SAMPLE_RATE))


class Forest:
    """A forest at night: a slow breeze in the leaves, and crickets near and far."""

    def __init__(self) -> None:
        self._breeze = (Noise(band(120.0, 900.0, 4.5), 61, 0), Noise(band(160.0, 1400.0, 4.0), 61, 1))
        self._leaves = (Noise(band(1200.0, 5000.0, 3.0), 61, 2), Noise(band(1500.0, 7000.0, 2.5), 61, 3))
        self._wind, self._rustle = Slow(6, 45, 9, 61, 4), Slow(9, 90, 11, 61, 5)
        self._crickets = [_cricket(index, *kind) for index, kind in enumerate(_CRICKETS)]

    def __call__(self, chunk: int) -> NDArray[np.int16]:
        """Shape (CHUNK, 2)."""
        breeze = _stereo(self._breeze[0](chunk), self._breeze[1](chunk), 0.7) * amplitude(0.55 * self._wind(chunk))
        leaves = _stereo(self._leaves[0](chunk), self._leaves[1](chunk), 0.8) * amplitude(0.9 * self._rustle(chunk))
        out = 0.064 * breeze + 0.013 * leaves
        for chirps, side in self._crickets:
            chirps.add(out, chunk, side)
        return as_integers(out)


_CRICKETS = [
    (4250.0, 3, 0.031, 460, 2.6, -0.55), (4580.0, 4, 0.027, 390, 1.8, 0.65),
    (3480.0, 2, 0.044, 250, 1.5, 0.15), (5150.0, 5, 0.022, 530, 0.9, -0.9),
    (2870.0, 1, 0.024, 11_900, 0.75, 0.4), (3060.0, 1, 0.022, 13_300, 0.55, -0.3),
]  # fmt: skip
"""Hz, pulses in a chirp, seconds from pulse to pulse, chirps in the period, strength, side. The last two are tree
crickets far away, which sing without a pause."""


def _cricket(
    index: int, hertz: float, pulses: int, apart: float, count: int, size: float, side: float
) -> tuple[Grains, float]:
    pulse = ring([hertz], 1.0, 0.6 * apart)
    pulse *= np.sin(np.pi * np.arange(len(pulse)) / len(pulse)) ** 2
    chirp = np.zeros(int(apart * SAMPLE_RATE) * pulses + len(pulse))
    for beat in range(pulses):
        at = int(apart * SAMPLE_RATE) * beat
        chirp[at : at + len(pulse)] += pulse * (0.6 + 0.4 * beat / pulses)
    activity = Slow(5, 50, 7, 62, index).points(0, PERIOD // CONTROL)
    places = rhythmic(count, 0.18, 63, index)
    gains = 0.055 * size * np.clip(0.75 + 0.35 * activity[places // CONTROL], 0.0, 1.5)
    return Grains(chirp, places, gains), side


MAKERS: dict[str, Callable[[], ChunkMaker]] = {
    "rain": Rain,
    "ocean": Ocean,
    "stream": Stream,
    "brown": lambda: Plain(6.0, 90.0, 0.1, 71),
    "pink": lambda: Plain(3.0, 30.0, 0.08, 72),
    "drone": Drone,
    "bowls": Bowls,
    "forest": Forest,
}
"""The generated backgrounds by name."""
VERSION = 5
"""Raised when any sample of them changes, so that older chunks in the cache are not used."""


def generated(name: str, cache: Cache) -> ChunkedBackground:
    """The generated background of that name, its chunks kept in `cache`."""
    identity = f"{name}-{VERSION}"
    return ChunkedBackground(identity, PERIOD, CachedChunks(identity, MAKERS[name], cache), _traits(name))


def _traits(name: str) -> BackgroundTraits:
    loudness, peak = MEASURED[name]
    return BackgroundTraits(
        loudness, peak, name != "bowls", name != "drone", ocean_swell() if name == "ocean" else None
    )


MEASURED = {
    "rain": (-18.7, -5.6),
    "ocean": (-19.4, -2.1),
    "stream": (-19.2, -6.9),
    "brown": (-16.8, -4.4),
    "pink": (-16.8, -5.9),
    "drone": (-17.4, -9.4),
    "bowls": (-20.4, -9.2),
    "forest": (-19.3, -6.5),
}
"""LUFS and dBTP over a whole period (`python -m benchmarks.report` measures them again)."""
