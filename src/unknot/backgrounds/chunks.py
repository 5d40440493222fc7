"""A background in chunks: each made alone when it is first heard, kept in the store, the last few in hand."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from unknot.units import GRID, Frames

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from unknot.audio import Samples
    from unknot.ports import Store

CHUNK = 64 * GRID
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
    """A background (`ports.Background`) over a maker and a store."""

    def __init__(self, identity: str, chunks: int, make: Maker, traits: Traits, store: Store | None) -> None:
        """`chunks` of them make one period."""
        self._identity = identity
        self._chunks = chunks
        self._make = make
        self._traits = traits
        self._store = store
        self._name = hashlib.blake2b(identity.encode(), digest_size=20).hexdigest()
        self._hand: OrderedDict[int, Samples] = OrderedDict()

    @property
    def identity(self) -> str:
        """Everything that changes its samples."""
        return self._identity

    @property
    def period(self) -> Frames:
        """Frames after which it repeats exactly; a whole number of grid steps."""
        return Frames(self._chunks * CHUNK)

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
        """Shape (count, 2), the frames from `start`. Pure."""
        chunk, at = divmod(start % self.period, CHUNK)
        if at + count <= CHUNK:
            return self._chunk(chunk)[at : at + count]
        out = np.empty((count, 2), np.float32)
        done = 0
        while done < count:
            part = self._chunk(chunk)[at : at + count - done]
            out[done : done + len(part)] = part
            done, chunk, at = done + len(part), (chunk + 1) % self._chunks, 0
        return out

    def _chunk(self, number: int) -> Samples:
        if number not in self._hand:
            self._hand[number] = self._whole(number).astype(np.float32) * np.float32(1 / _SCALE)
        self._hand.move_to_end(number)
        while len(self._hand) > _HAND:
            self._hand.popitem(last=False)
        return self._hand[number]

    def _whole(self, number: int) -> NDArray[np.int16]:
        key = f"background-{self._name}-{number}"
        raw = self._store.get(key) if self._store else None
        if raw is not None and len(raw) == CHUNK * 4:
            return np.frombuffer(raw, "<i2").reshape(CHUNK, 2)
        made = self._make(number)
        if self._store:
            self._store.put(key, made.astype("<i2").tobytes())
        return made


def as_integers(sides: NDArray[np.float64]) -> NDArray[np.int16]:
    """Left and right, shape (2, n), full scale at ±1, as 16 bit, shape (n, 2), held at full scale."""
    rounded = np.rint(np.clip(sides * _SCALE, -_SCALE, _SCALE)).astype(np.int16)
    return np.ascontiguousarray(rounded.T)
