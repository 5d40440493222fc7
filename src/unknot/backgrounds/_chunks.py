"""A background in chunks. Each is made when it is first read and cached; the last few stay in memory."""

from __future__ import annotations

import functools
import hashlib
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from unknot.units import BLOCK, GRID, Frames

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from unknot.audio import Samples
    from unknot.ports import Cache

CHUNK = BLOCK * GRID
"""Frames in a chunk: 1.536 s, 590 kB in memory."""
_KEPT = 24
"""Chunks in memory at once."""
_SCALE = 32767.0


class ChunkMaker(Protocol):
    """Makes any chunk of a background from its number."""

    def __call__(self, chunk: int) -> NDArray[np.int16]:
        """Shape (CHUNK, 2), full scale at ±32767. Pure."""


@dataclass(frozen=True, slots=True)
class BackgroundTraits:
    """What the mixer has to know of a background besides its samples. `audio.Background` has the same properties."""

    loudness: float
    """LUFS, gated."""
    peak: float
    """dBTP."""
    anchored: bool = True
    """Whether each cue may have its own stretch of it."""
    uncorrelated: bool = True
    """Whether the powers of two stretches of it add in a crossfade."""
    swell: NDArray[np.float32] | None = None
    """Its mean power in each grid step of the period; None where its level is steady."""


class ChunkedBackground:
    """A background (`audio.Background`) that is read from chunks."""

    def __init__(self, identity: str, period: int, make: Callable[[int], Samples], traits: BackgroundTraits) -> None:
        """`make` gives each chunk of one period, with `CHUNK` frames; the last one has what is left of the period."""
        self.identity = identity
        self.period: Frames = Frames(period)
        self.loudness, self.peak = traits.loudness, traits.peak
        self.anchored, self.uncorrelated, self.swell = traits.anchored, traits.uncorrelated, traits.swell
        self._made = functools.lru_cache(_KEPT)(make)
        self._lock = threading.Lock()
        """Several threads may render a session at once."""

    def read(self, start: int, count: int) -> Samples:
        """Shape (count, 2), the frames from `start`. Pure.

        Raises:
            AudioFileError: It comes from a file that can no longer be read.
        """
        chunk, at = divmod(start % self.period, CHUNK)
        first = self._chunk(chunk)
        if at + count <= len(first):
            return first[at : at + count]
        out = np.empty((count, 2), np.float32)
        done = 0
        while done < count:
            part = self._chunk(chunk)[at : at + count - done]
            out[done : done + len(part)] = part
            done, chunk, at = done + len(part), (chunk + 1) % -(-self.period // CHUNK), 0
        return out

    def _chunk(self, number: int) -> Samples:
        with self._lock:
            return self._made(number)


class CachedChunks:
    """The chunks of a generated background, made once and then cached."""

    def __init__(self, identity: str, begin: Callable[[], ChunkMaker], cache: Cache) -> None:
        """`begin` prepares the maker of chunks; it is called when the cache does not have a chunk."""
        self._name = hashlib.blake2b(identity.encode(), digest_size=20).hexdigest()
        self._begin = begin
        self._maker: ChunkMaker | None = None
        self._cache = cache

    def __call__(self, chunk: int) -> Samples:
        """Shape (CHUNK, 2)."""
        key = f"background:{self._name}:{chunk}"
        raw = self._cache.get(key)
        if raw is None or len(raw) != CHUNK * 4:
            raw = self._made(chunk)
            self._cache.put(key, raw)
        return as_floats(raw)

    def _made(self, chunk: int) -> bytes:
        if self._maker is None:
            self._maker = self._begin()
        return self._maker(chunk).astype("<i2").tobytes()


def as_floats(raw: bytes) -> Samples:
    """Samples of 16 bits in two channels, little endian, as shape (n, 2), full scale at ±1."""
    floats: Samples = np.multiply(np.frombuffer(raw, "<i2"), np.float32(1 / _SCALE), dtype=np.float32)
    return floats.reshape(-1, 2)


def as_integers(sides: NDArray[np.float64]) -> NDArray[np.int16]:
    """Left and right, shape (2, n), full scale at ±1, as 16 bits, shape (n, 2), clipped at full scale."""
    rounded = np.rint(np.clip(sides * _SCALE, -_SCALE, _SCALE)).astype(np.int16)
    return np.ascontiguousarray(rounded.T)
