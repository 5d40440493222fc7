"""Blocks of MP3 frames in the store, each with what it needs to be found to fit."""

from __future__ import annotations

import hashlib
import platform
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from unknot.outputs._mp3 import _crc
from unknot.outputs._mp3._encoder_state import SoundTraces
from unknot.platform import ffmpeg

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from unknot.outputs._mp3._stream_layout import StreamLayout
    from unknot.ports import Cache

_VERSION = 4
"""To be raised when the same key would stand for other bytes."""
_HEAD = struct.Struct(">HH20s")
"""Frames, their CRC, past."""
_TRACES = np.dtype([("limit", ">f4"), ("power", ">f4"), ("marks", "u1")])
"""Of one frame."""
NO_PAST = bytes(20)
"""The past of a block that depends on nothing but its own sound and the `NEAR` frames before."""


@dataclass(frozen=True, slots=True, eq=False)
class CachedBlock:
    """A block as the store has it."""

    traces: SoundTraces
    past: bytes
    """What stands for the sound further back on which the frames depend."""
    frames: bytes
    """All of them, or their beginning where the block's name stands for more than is needed."""
    music: int
    """Their CRC-16."""
    entry: str = ""
    """Where the store has it."""


class PlannedBlock(NamedTuple):
    """A block in a plan."""

    entry: str
    """Where the store had it."""
    past: str
    """Its past, in hexadecimal digits: the entry may have been dropped and made again after another one."""


class FrameCache:
    """The blocks of one kind of stream in a store.

    A block's name says how it sounds, from `NEAR` frames before it on. The first entry under a name tells what traces
    that sound leaves, whatever came before; its frames are those for one past, and other pasts have entries beside it.
    """

    def __init__(self, store: Cache, shape: StreamLayout) -> None:
        self._store, self._shape = store, shape
        self._prefix = f"mp3:{_encoder()} {shape.kilobits} {shape.channels} "

    def get(self, names: Sequence[str], count: int) -> CachedBlock | None:
        """The first `count` frames of the first of the `names` that the store has."""
        return next((kept for name in names if (kept := self._read(name, count)) is not None), None)

    def get_after(self, past: bytes, names: Sequence[str], count: int) -> CachedBlock | None:
        """The same, for one past, whether it was there first or not."""
        entries = (entry for name in names for entry in (name, f"{name} {past.hex()}"))
        return next((k for entry in entries if (k := self._read(entry, count)) is not None and k.past == past), None)

    def put(self, name: str, kept: CachedBlock) -> str:
        """Afterwards the block is found under `name`, and after its past if another one was there first.

        Returns:
            Its entry.
        """
        left = np.empty(len(kept.traces), _TRACES)
        left["limit"], left["power"], left["marks"] = kept.traces.limits, kept.traces.powers, kept.traces.marks
        raw = _HEAD.pack(len(left), kept.music, kept.past) + left.tobytes() + kept.frames
        first = self._read(name, 0)
        entry = name if first is None or first.past == kept.past else f"{name} {kept.past.hex()}"
        self._store.put(self._prefix + entry, raw)
        return entry

    def plan(self, name: str) -> list[PlannedBlock]:
        """Each block of the session called `name`, in order, as they were kept; none if they were not."""
        raw = self._store.get(f"{self._prefix}plan {name}") or b""
        return [PlannedBlock(*line.partition("|")[::2]) for line in raw.decode("ascii", "replace").splitlines()]

    def keep(self, name: str, blocks: Iterable[PlannedBlock]) -> None:
        """Afterwards `plan(name)` gives them: a session that was walked through once is not walked through again."""
        self._store.put(f"{self._prefix}plan {name}", "\n".join("|".join(block) for block in blocks).encode())

    def planned(self, block: PlannedBlock, count: int) -> CachedBlock | None:
        """The first `count` frames of a block of a plan, if they are still there."""
        kept = self._read(block.entry, count)
        return kept if kept is not None and kept.past.hex() == block.past else None

    def _read(self, name: str, count: int) -> CachedBlock | None:
        raw = self._store.get(self._prefix + name)
        if raw is None or len(raw) < _HEAD.size:
            return None
        has, music, past = _HEAD.unpack_from(raw)
        start, size = _HEAD.size + _TRACES.itemsize * has, self._shape.frame_bytes
        if len(raw) != start + has * size or has < count:
            return None
        left = np.frombuffer(raw, _TRACES, count, _HEAD.size)
        limits, powers = left["limit"].astype(np.float32), left["power"].astype(np.float32)
        frames = raw[start : start + count * size]
        music = music if has == count else _crc.of(frames)
        return CachedBlock(SoundTraces(limits, left["marks"].copy(), powers), past, frames, music, name)


def _encoder() -> str:
    """What stands for the encoder: another one may give other bytes for the same sound."""
    program = Path(ffmpeg.program())
    told = f"{_VERSION} {program.name} {program.stat().st_size} {platform.machine()}"
    return hashlib.blake2b(told.encode(), digest_size=10).hexdigest()
