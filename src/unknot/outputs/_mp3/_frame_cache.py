"""Blocks of MP3 frames in the cache, each with what decides whether it fits into a session."""

from __future__ import annotations

import hashlib
import platform
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from unknot.outputs._mp3 import _crc
from unknot.outputs._mp3._encoder_state import FrameFeatures
from unknot.platform import ffmpeg

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from unknot.outputs._mp3._stream_layout import StreamLayout
    from unknot.ports import Cache

_VERSION = 4
"""Raised when the same key would stand for other bytes."""
_HEAD = struct.Struct(">HH20s")
"""The number of frames, their CRC, the past."""
_FEATURES = np.dtype([("limit", ">f4"), ("power", ">f4"), ("marks", "u1")])
"""The features of one frame."""
NO_PAST = bytes(20)
"""The past of a block that depends only on its own sound and the `NEAR` frames before it."""


@dataclass(frozen=True, slots=True, eq=False)
class CachedBlock:
    """A block as it is in the cache."""

    features: FrameFeatures
    """The features of its frames."""
    past: bytes
    """The identity of the earlier sound on which its frames depend."""
    frames: bytes
    """Its MP3 frames, or the first of them if not all are needed."""
    crc: int
    """Their CRC-16."""
    entry: str = ""
    """Its key in the cache."""


class PlannedBlock(NamedTuple):
    """A block in the plan of a session."""

    entry: str
    """Its key in the cache."""
    past: str
    """Its past in hexadecimal digits: the entry may have been dropped and made again with another past."""


class FrameCache:
    """The blocks of one kind of stream in a cache.

    The name of a block identifies its sound and that of the `NEAR` frames before it. The first entry of a name has the
    features, which do not depend on the past, and the frames for one past. Frames for other pasts are in other entries.
    """

    def __init__(self, cache: Cache, layout: StreamLayout) -> None:
        self._cache, self._layout = cache, layout
        self._prefix = f"mp3:{_encoder()} {layout.kilobits} {layout.channels} "

    def get(self, names: Sequence[str], count: int) -> CachedBlock | None:
        """The first `count` frames of the first of the `names` that is in the cache; None if none is."""
        return next((block for name in names if (block := self._read(name, count)) is not None), None)

    def get_after(self, past: bytes, names: Sequence[str], count: int) -> CachedBlock | None:
        """The same, for one past."""
        entries = (entry for name in names for entry in (name, f"{name} {past.hex()}"))
        return next((k for entry in entries if (k := self._read(entry, count)) is not None and k.past == past), None)

    def put(self, name: str, block: CachedBlock) -> str:
        """Afterwards the block is cached: under `name`, or under name and past if that entry has another past.

        Returns:
            Its key.
        """
        features = np.empty(len(block.features), _FEATURES)
        features["limit"], features["power"], features["marks"] = (
            block.features.limits,
            block.features.powers,
            block.features.marks,
        )
        raw = _HEAD.pack(len(features), block.crc, block.past) + features.tobytes() + block.frames
        first = self._read(name, 0)
        entry = name if first is None or first.past == block.past else f"{name} {block.past.hex()}"
        self._cache.put(self._prefix + entry, raw)
        return entry

    def plan(self, name: str) -> list[PlannedBlock]:
        """The blocks of the session `name` in order; empty if it has no plan."""
        raw = self._cache.get(f"{self._prefix}plan {name}") or b""
        return [PlannedBlock(*line.partition("|")[::2]) for line in raw.decode("ascii", "replace").splitlines()]

    def put_plan(self, name: str, blocks: Iterable[PlannedBlock]) -> None:
        """Afterwards `plan(name)` gives `blocks`, so that the same session need not be analysed again."""
        self._cache.put(f"{self._prefix}plan {name}", "\n".join("|".join(block) for block in blocks).encode())

    def planned(self, block: PlannedBlock, count: int) -> CachedBlock | None:
        """The first `count` frames of a block of a plan; None if they are no longer there."""
        found = self._read(block.entry, count)
        return found if found is not None and found.past.hex() == block.past else None

    def _read(self, name: str, count: int) -> CachedBlock | None:
        raw = self._cache.get(self._prefix + name)
        if raw is None or len(raw) < _HEAD.size:
            return None
        has, crc, past = _HEAD.unpack_from(raw)
        start, size = _HEAD.size + _FEATURES.itemsize * has, self._layout.frame_bytes
        if len(raw) != start + has * size or has < count:
            return None
        features = np.frombuffer(raw, _FEATURES, count, _HEAD.size)
        limits, powers = features["limit"].astype(np.float32), features["power"].astype(np.float32)
        frames = raw[start : start + count * size]
        crc = crc if has == count else _crc.of(frames)
        return CachedBlock(FrameFeatures(limits, features["marks"].copy(), powers), past, frames, crc, name)


def _encoder() -> str:
    """The identity of the encoder: another one may give other bytes for the same sound."""
    program = Path(ffmpeg.program())
    identity = f"{_VERSION} {program.name} {program.stat().st_size} {platform.machine()}"
    return hashlib.blake2b(identity.encode(), digest_size=10).hexdigest()
