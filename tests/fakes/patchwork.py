"""Sound sewn together from named patches, whole grid steps each: a session for those who only see runs."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import numpy as np

from unknot.mixer import FrameRun
from unknot.units import GRID, on_grid

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from unknot.audio import Samples
    from unknot.errors import UnknotError

STEPS = 400
"""Grid steps after which any patch begins again: 9.6 s."""
LEVELS = {"v": -18, "w": -21, "r": -36, "q": -58, "b": -24, "m": -40, "d": -38}
"""dBFS of each letter: voices v, w (both channels alike), rain r, rain far away q, a bell b, rain in one channel m, and
drops d that stand out of far rain for a moment each."""


@functools.cache
def patch(letter: str) -> Samples:
    """What a letter sounds like; `.` is silence, and a letter nobody knows is a voice of its own."""
    if letter == ".":
        return np.zeros((STEPS * GRID, 2), np.float32)
    rng = np.random.default_rng(ord(letter))
    if letter in "rq":
        sound = rng.standard_normal((STEPS * GRID, 2))
    elif letter == "b":
        sound = _bell()
    elif letter == "d":
        sound = _drops(rng)
    elif letter == "m":
        sound = rng.standard_normal((STEPS * GRID, 1)) * [1.0, 0.0]
    else:
        sound = _voice(80.0 + ord(letter), rng)
    scaled: Samples = (sound * 10 ** (LEVELS.get(letter, -18) / 20) / np.sqrt(np.mean(sound**2))).astype(np.float32)
    return scaled


def _voice(pitch: float, rng: np.random.Generator) -> NDArray[np.float64]:
    t = np.arange(STEPS * GRID) / 48_000
    phase = 2 * np.pi * pitch * (t + 0.002 * np.sin(2 * np.pi * 3.1 * t))
    vowel = sum(np.sin(k * phase) / k for k in range(1, 25))
    syllables = np.clip(np.sin(2 * np.pi * 3.7 * t) + 0.6, 0, None)
    hiss = rng.standard_normal(len(t)) * 0.1 * np.clip(np.sin(2 * np.pi * 2.3 * t), 0, None)
    return np.repeat(((vowel + hiss) * syllables)[:, None], 2, axis=1)


def _drops(rng: np.random.Generator) -> NDArray[np.float64]:
    sound: NDArray[np.float64] = rng.standard_normal((STEPS * GRID, 2))
    fading = np.exp(-np.arange(400) / 80.0)[:, None]
    for at in rng.integers(0, STEPS * GRID - 400, STEPS // 6):
        sound[at : at + 400] += rng.uniform(8, 40) * fading * rng.standard_normal((400, 1))
    return sound


def _bell() -> NDArray[np.float64]:
    t = (np.arange(STEPS * GRID) / 48_000)[:, None]
    sound: NDArray[np.float64] = np.exp(-t * [0.9, 1.1]) * (np.sin(t * [4100.0, 4110.0]) + 0.5 * np.sin(t * 8900.0))
    return sound


class Patchwork:
    """A session of patches, such as `r40 v30 r60@12 .200 b50`: a letter, steps, and where in the letter it begins.

    A letter over a letter (`v/r30`) is both together. `tail` frames of the last step are all that is left of it.
    """

    def __init__(self, text: str, tail: int = GRID) -> None:
        self.text = text
        self._parts = [_parsed(word) for word in text.split()]
        self._tail = tail
        self.rendered = 0
        """Grid steps rendered so far."""
        self.faults: dict[str, UnknotError] = {}
        """What a test says has failed."""

    @property
    def frames(self) -> int:
        """Its length."""
        return sum(steps for _, steps, _ in self._parts) * GRID - GRID + self._tail

    def runs(self) -> Sequence[FrameRun]:
        """One for each patch."""
        first, found = 0, []
        for letters, steps, at in self._parts:
            period = 1 if letters == "." else STEPS
            cut = self._tail < GRID and first + steps == sum(s for _, s, _ in self._parts)
            if steps - cut:
                found.append(FrameRun(first, steps - cut, letters, 0 if period == 1 else at, period))
            if cut:
                found.append(FrameRun(first + steps - 1, 1, f"{letters} cut {self._tail}", at + steps - 1, 0))
            first += steps
        return found

    def render(self, start: int, count: int) -> Samples:
        """The frames from `start`."""
        stop = min(start + count, self.frames)
        self.rendered += on_grid(stop - start) // GRID
        pieces, first = [], 0
        for letters, steps, at in self._parts:
            a, b = max(start, first), min(stop, first + steps * GRID)
            if a < b:
                where = (np.arange(a - first, b - first) + at * GRID) % (STEPS * GRID)
                pieces.append(np.sum([patch(letter)[where] for letter in letters.split("/")], axis=0, dtype=np.float32))
            first += steps * GRID
        return np.concatenate(pieces)


def _parsed(word: str) -> tuple[str, int, int]:
    letters = word.rstrip("0123456789@")
    steps, _, at = word[len(letters) :].partition("@")
    return letters, int(steps), int(at or 0)
