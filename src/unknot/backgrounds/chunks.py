"""A background in chunks: each made alone when it is first heard, kept in the store, the last few in hand."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from unknot.units import BLOCK, GRID, Frames

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from unknot.audio import Samples
    from unknot.ports import Store

CHUNK = BLOCK * GRID
"""Frames in a chunk: 1.536 s, 590 kB in hand."""
_HAND = 24
_SCALE = 32767.0


class Maker(Protocol):
    """Something that can make any chunk of a background by its number."""

    def __call__(self, chunk: int) -> NDArray[np.int16]:
        """Shape (CHUNK, 2), full scale at ±32767. Pure."""


@dataclass(frozen=True, slots=True)
class Traits:
    """What the mix has to know of a background beside its samples."""

    loudness: float
    """LUFS, gated."""
    peak: float
    """dBTP."""
    anchored: bool = True
    unlike: bool = True
    swell: NDArray[np.float32] | None = None


class Chunked:
    """A background (`ports.Background`) over something that makes its chunks; the last few are in hand."""

    def __init__(self, identity: str, period: int, make: Callable[[int], Samples], traits: Traits) -> None:
        """`make` gives chunk after chunk of one period, each of `CHUNK` frames but the last, which takes the rest."""
        self._identity = identity
        self._period = Frames(period)
        self._make = make
        self._traits = traits
        self._hand: OrderedDict[int, Samples] = OrderedDict()
        self._lock = threading.Lock()
        """A session may be rendered by several threads at once: for several listeners."""

    @property
    def identity(self) -> str:
        """Everything that changes its samples."""
        return self._identity

    @property
    def period(self) -> Frames:
        """Frames after which it repeats exactly; a whole number of grid steps."""
        return self._period

    @property
    def loudness(self) -> float:
        """LUFS, gated."""
        return self._traits.loudness

    @property
    def peak(self) -> float:
        """DBTP."""
        return self._traits.peak

    @property
    def anchored(self) -> bool:
        """Whether cues may bring their own stretches of it."""
        return self._traits.anchored

    @property
    def unlike(self) -> bool:
        """Whether two stretches of it are as good as strangers."""
        return self._traits.unlike

    @property
    def swell(self) -> NDArray[np.float32] | None:
        """Its mean power by grid step, where it swells and ebbs."""
        return self._traits.swell

    def read(self, start: int, count: int) -> Samples:
        """Shape (count, 2), the frames from `start`. Pure.

        Raises:
            AudioFileError: It comes from a file that cannot be read any more.
        """
        chunk, at = divmod(start % self._period, CHUNK)
        first = self._chunk(chunk)
        if at + count <= len(first):
            return first[at : at + count]
        out = np.empty((count, 2), np.float32)
        done = 0
        while done < count:
            part = self._chunk(chunk)[at : at + count - done]
            out[done : done + len(part)] = part
            done, chunk, at = done + len(part), (chunk + 1) % -(-self._period // CHUNK), 0
        return out

    def _chunk(self, number: int) -> Samples:
        with self._lock:
            if number not in self._hand:
                self._hand[number] = self._make(number)
            self._hand.move_to_end(number)
            while len(self._hand) > _HAND:
                self._hand.popitem(last=False)
            return self._hand[number]


class Kept:
    """Chunks of a generated background, made once and kept in the store."""

    def __init__(self, identity: str, begin: Callable[[], Maker], store: Store | None) -> None:
        """`begin` prepares to make chunks; it is not called while the store has them."""
        self._name = hashlib.blake2b(identity.encode(), digest_size=20).hexdigest()
        self._begin = begin
        self._maker: Maker | None = None
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
