"""A background in chunks: each made alone when it is first heard, kept in the store, the last few in hand."""

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
"""Frames in a chunk: 1.536 s, 590 kB in hand."""
_KEPT = 24
"""Chunks in memory at once."""
_SCALE = 32767.0


class ChunkMaker(Protocol):
    """Something that can make any chunk of a background by its number."""

    def __call__(self, chunk: int) -> NDArray[np.int16]:
        """Shape (CHUNK, 2), full scale at ±32767. Pure."""


@dataclass(frozen=True, slots=True)
class BackgroundTraits:
    """What the mix has to know of a background beside its samples."""

    loudness: float
    """LUFS, gated."""
    peak: float
    """dBTP."""
    anchored: bool = True
    """Whether a cue may bring its own stretch of it along."""
    uncorrelated: bool = True
    """Whether the powers of two stretches of it add up where they cross."""
    swell: NDArray[np.float32] | None = None
    """Its mean power in each grid step of the period; None where it is level."""


class ChunkedBackground:
    """A background (`audio.Background`, which says what each property is) over something that makes its chunks."""

    def __init__(self, identity: str, period: int, make: Callable[[int], Samples], traits: BackgroundTraits) -> None:
        """`make` gives chunk after chunk of one period, each of `CHUNK` frames but the last, which takes the rest."""
        self.identity = identity
        self.period: Frames = Frames(period)
        self.loudness, self.peak = traits.loudness, traits.peak
        self.anchored, self.uncorrelated, self.swell = traits.anchored, traits.uncorrelated, traits.swell
        self._made = functools.lru_cache(_KEPT)(make)
        self._lock = threading.Lock()
        """A session may be rendered by several threads at once: for several listeners."""

    def read(self, start: int, count: int) -> Samples:
        """Shape (count, 2), the frames from `start`. Pure.

        Raises:
            AudioFileError: It comes from a file that cannot be read any more.
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
    """Chunks of a generated background, made once and kept in the store."""

    def __init__(self, identity: str, begin: Callable[[], ChunkMaker], store: Cache | None) -> None:
        """`begin` prepares to make chunks; it is not called while the store has them."""
        self._name = hashlib.blake2b(identity.encode(), digest_size=20).hexdigest()
        self._begin = begin
        self._maker: ChunkMaker | None = None
        self._store = store

    def __call__(self, chunk: int) -> Samples:
        """Shape (CHUNK, 2)."""
        key = f"background:{self._name}:{chunk}"
        raw = self._store.get(key) if self._store is not None else None
        if raw is None or len(raw) != CHUNK * 4:
            raw = self._made(chunk)
            if self._store is not None:
                self._store.put(key, raw)
        return as_floats(raw)

    def _made(self, chunk: int) -> bytes:
        if self._maker is None:
            self._maker = self._begin()
        return self._maker(chunk).astype("<i2").tobytes()


def as_floats(raw: bytes) -> Samples:
    """16-bit samples of two channels, little end first, as shape (n, 2), full scale at ±1."""
    floats: Samples = np.multiply(np.frombuffer(raw, "<i2"), np.float32(1 / _SCALE), dtype=np.float32)
    return floats.reshape(-1, 2)


def as_integers(sides: NDArray[np.float64]) -> NDArray[np.int16]:
    """Left and right, shape (2, n), full scale at ±1, as 16 bit, shape (n, 2), held at full scale."""
    rounded = np.rint(np.clip(sides * _SCALE, -_SCALE, _SCALE)).astype(np.int16)
    return np.ascontiguousarray(rounded.T)
