"""Blocks of MP3 frames in the store, each with what it needs to be found to fit."""

from __future__ import annotations

import hashlib
import platform
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from unknot.host import ffmpeg
from unknot.outputs.mp3.traces import Traces

if TYPE_CHECKING:
    from collections.abc import Sequence

    from unknot.outputs.mp3.layout import Layout
    from unknot.ports import Store

_VERSION = 1
"""To be raised when the same key would stand for other bytes."""
_HEAD = struct.Struct(">H20s")
"""Frames, past."""
_PLAN = struct.Struct(">20sHH")
"""What stands for the rest, the stream's CRC, bytes of a past."""
NO_PAST = bytes(20)
"""The past of a block that depends on nothing but its own sound and the `NEAR` frames before."""


@dataclass(frozen=True, slots=True, eq=False)
class Kept:
    """A block as the store has it."""

    traces: Traces
    past: bytes
    """What stands for the sound further back on which the frames depend."""
    frames: bytes
    """All of them, or their beginning where more was asked of the block's name than is needed."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a walk through a session found out, so that it need not be walked again."""

    pasts: Sequence[bytes]
    """That of each block, in order."""
    music: int
    """The CRC-16 of the whole stream."""


class Shelf:
    """The blocks of one kind of stream in a store.

    A block's name says how it sounds, from `NEAR` frames before it on. The first entry under a name tells what traces
    that sound leaves, whatever came before; its frames are those for one past, and other pasts have entries beside it.
    """

    def __init__(self, store: Store, shape: Layout) -> None:
        self._store, self._shape = store, shape
        self._prefix = f"mp3:{_encoder()} {shape.kilobits} {shape.channels} "

    def get(self, names: Sequence[str], count: int) -> Kept | None:
        """The first `count` frames of the first of the `names` that the store has."""
        return next((kept for name in names if (kept := self._read(name, count)) is not None), None)

    def get_after(self, past: bytes, names: Sequence[str], count: int) -> Kept | None:
        """The same, for one past, whether it was there first or not."""
        entries = (entry for name in names for entry in (name, f"{name} {past.hex()}"))
        return next((k for entry in entries if (k := self._read(entry, count)) is not None and k.past == past), None)

    def put(self, name: str, kept: Kept) -> None:
        """Afterwards the block is found under `name`, and after its past if another one was there first."""
        raw = _HEAD.pack(len(kept.traces), kept.past) + kept.traces.limits.astype(">f4").tobytes()
        raw += kept.traces.marks.tobytes() + kept.frames
        first = self._read(name, 0)
        beside = first is not None and first.past != kept.past
        self._store.put(self._prefix + (f"{name} {kept.past.hex()}" if beside else name), raw)

    def plan(self, name: str) -> Plan | None:
        """The plan for what sounds in the session called `name`, as it was kept, or None."""
        raw = self._store.get(f"{self._prefix}plan {name}")
        if raw is None or len(raw) < _PLAN.size or raw[:20] != _sum(raw[20:]):
            return None
        _, music, size = _PLAN.unpack_from(raw)
        return Plan([raw[at : at + size] for at in range(_PLAN.size, len(raw), size)], music)

    def keep(self, name: str, plan: Plan) -> None:
        """Afterwards `plan(name)` gives it."""
        rest = _PLAN.pack(bytes(20), plan.music, len(NO_PAST))[20:] + b"".join(plan.pasts)
        self._store.put(f"{self._prefix}plan {name}", _sum(rest) + rest)

    def _read(self, name: str, count: int) -> Kept | None:
        raw = self._store.get(self._prefix + name)
        if raw is None or len(raw) < _HEAD.size:
            return None
        has, past = _HEAD.unpack_from(raw)
        start, size = _HEAD.size + 5 * has, self._shape.frame_bytes
        if len(raw) != start + has * size or has < count:
            return None
        limits = np.frombuffer(raw, ">f4", has, _HEAD.size).astype(np.float32)
        marks = np.frombuffer(raw, np.uint8, has, _HEAD.size + 4 * has)
        return Kept(Traces(limits[:count], marks[:count]), past, raw[start : start + count * size])


def _sum(raw: bytes) -> bytes:
    return hashlib.blake2b(raw, digest_size=20).digest()


def _encoder() -> str:
    """What stands for the encoder: another one may give other bytes for the same sound."""
    program = Path(ffmpeg.program())
    told = f"{_VERSION} {program.name} {program.stat().st_size} {platform.machine()}"
    return hashlib.blake2b(told.encode(), digest_size=10).hexdigest()
