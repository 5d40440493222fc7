"""An MP3 put together from frames that are in the store already and frames that are not, which alone are encoded.

The file is byte for byte what one encoder gives that is fed the whole session from its beginning to its end.
"""

from __future__ import annotations

import functools
import threading
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING

import numpy as np

from unknot.audio import silence
from unknot.outputs._mp3 import _crc, _info_frame
from unknot.outputs._mp3._blocks import BlockMap, FrameBlock, digest, rendered
from unknot.outputs._mp3._encoder_pool import EncodeJob, EncoderPool
from unknot.outputs._mp3._encoder_state import FORGETTING, NEAR, EncoderState, SoundTraces, traces
from unknot.outputs._mp3._frame_cache import NO_PAST, CachedBlock, FrameCache, PlannedBlock
from unknot.outputs._mp3._stream_layout import StreamLayout
from unknot.platform import AtomicFile, write_error
from unknot.units import GRID

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray

    from unknot.audio import Samples
    from unknot.outputs._mp3._blocks import FrameSource
    from unknot.ports import Cache

    Powers = NDArray[np.float32]

_AT_ONCE = 512
"""Frames that are rendered before they go to an encoder: 12 s, 4.7 MB."""
_QUIET = (-1, -1)
"""Stands for `FORGETTING` steps of silence among the steps that an encoder hears before a stretch."""


@dataclass(frozen=True, slots=True)
class ExportCounts:
    """What an export took."""

    frames: int
    """MP3 frames in the file."""
    encoded: int
    """Those of them that were not in the store."""


def export(
    path: Path,
    source: FrameSource,
    store: Cache,
    shape: StreamLayout | None = None,
    head: bytes = b"",
    tick: Callable[[int, int], None] = lambda _done, _of: None,
    check: Callable[[Path, Powers], None] = lambda _beside, _powers: None,
) -> ExportCounts:
    """Afterwards the MP3 of `source` stands at `path`, and its frames are in the store.

    Args:
        path: Where it will stand.
        source: The session.
        store: Where frames are kept.
        shape: Bit rate and channels.
        head: What stands before the stream: an ID3 tag, or nothing.
        tick: Told how many frames of how many are known or in line.
        check: Given the finished file, which does not have its name yet, and the mean power of each grid step of the
            session, as it was measured when its frames were made; raises where the file should not have its name.

    Raises:
        WriteError: It could not be written; what stood there before still stands there.
    """
    shape, place = shape or StreamLayout(), AtomicFile(path)
    try:
        with place.temporary.open("r+b", buffering=0) as file:
            work = _IncrementalExport(file, source, store, shape, len(head))
            done = work.run(tick)
            file.seek(0)
            file.write(head)
            _info_frame.put_in_front(file, shape, len(head), source.frames, work.music())
        check(place.temporary, work.powers())
        place.commit()
    except OSError as fault:
        raise write_error(path, fault) from fault
    finally:
        place.discard()
    return done


@dataclass(slots=True, eq=False)
class _PendingBlock:
    """A block on its way through an encoder, and every place in the session that waits for it."""

    block: FrameBlock
    name: str
    past: bytes
    traces: SoundTraces
    places: list[tuple[int, int]] = field(default_factory=list)
    """First frame of the session, count of frames."""


class _IncrementalExport:
    """One walk through a session, from its first block to its last."""

    def __init__(self, file: IO[bytes], source: FrameSource, store: Cache, shape: StreamLayout, begin: int) -> None:
        self._file, self._source, self._shape = file, source, shape
        self._shelf, self._pool = FrameCache(store, shape), EncoderPool(shape)
        self._score, self._trail = BlockMap(source.runs()), EncoderState()
        self._stream = begin + shape.frame_bytes
        self._lock = threading.Lock()
        self._wanted: dict[tuple[str, bytes], _PendingBlock] = {}
        """By name and past, those that no encoder has finished yet."""
        self._open: tuple[EncodeJob, list[_PendingBlock]] | None = None
        self._heard: list[tuple[int, int]] = []
        """The steps that the open stretch's encoder hears before those that are wanted."""
        self._marks = 0
        self._encoded = 0
        self._planned: dict[int, PlannedBlock] = {}
        """Where the store has each block, by its first frame."""
        self._powers: list[NDArray[np.float32]] = []
        """Of each block, in order."""
        self._pieces: dict[int, tuple[int, int]] = {}
        """The CRC-16 of each piece of the stream that stands in the file, and its bytes, by its first frame."""

    def run(self, tick: Callable[[int, int], None]) -> ExportCounts:
        """Afterwards every frame of the session stands in the file."""
        if self._copies(self._shelf.plan(self._score.session())):
            tick(self._score.frames, self._score.frames)
        else:
            self._walk(tick)
            if not self._source.faults:
                self._shelf.keep(self._score.session(), (self._planned[first] for first in sorted(self._planned)))
        return ExportCounts(self._score.frames, self._encoded)

    def powers(self) -> Powers:
        """The mean power of each grid step of the session."""
        return np.concatenate(self._powers)

    def music(self) -> int:
        """The CRC-16 of the whole stream, once every frame stands in the file."""
        pieces = (self._pieces[first] for first in sorted(self._pieces))
        return functools.reduce(lambda so_far, piece: _crc.joined(so_far, *piece), pieces, 0)

    def _copies(self, plan: list[PlannedBlock]) -> bool:
        """Whether every block was still where the plan says; then they stand in the file."""
        at = 0
        for block, planned in zip(self._score.blocks(), plan, strict=False):
            known = self._shelf.planned(planned, len(block))
            if known is None:
                self._powers.clear()
                return False
            self._put(block.first, known.frames, known.music)
            self._powers.append(known.traces.powers)
            at = block.stop
        return at == self._score.frames

    def _walk(self, tick: Callable[[int, int], None]) -> None:
        try:
            for block in self._score.blocks():
                self._pass(block)
                tick(block.stop, self._score.frames)
            self._send()
            self._pool.close()
        finally:
            self._pool.abandon()

    def _pass(self, block: FrameBlock) -> None:
        names = self._score.names(block)
        known = self._shelf.get(names, len(block))
        sound = None
        if known is None:
            sound = self._steps(block.first - 1, block.stop + 1)
            left = traces(sound[:-GRID], self._shape.kilobits)
        else:
            left = known.traces
        ranges, begins = self._trail.remembered(block.first, self._marks | int(np.bitwise_or.reduce(left.marks)))
        way = _way(ranges, max(0, block.first - NEAR), begins)
        past = self._past(way, begins)
        if known is not None and known.past != past:
            known = self._shelf.get_after(past, names, len(block))
        if known is not None:
            self._planned[block.first] = PlannedBlock(known.entry, past.hex())
            self._put(block.first, known.frames, known.music)
        elif not self._waits(block, names, past):
            sound = self._steps(block.first - 1, block.stop + 1) if sound is None else sound
            self._want(_PendingBlock(block, names[-1], past, left), sound, way, begins)
        self._powers.append(left.powers)
        self._trail.follow(left)
        self._marks = int(np.bitwise_or.reduce(left.marks[-2:])) | (self._marks if len(left) < 2 else 0)

    def _steps(self, start: int, stop: int) -> Samples:
        """The grid steps from `start` to `stop`; silence before the beginning and behind the end."""
        return self._shape.mixed(rendered(self._source, start * GRID, (stop - start) * GRID))

    def _past(self, way: list[tuple[int, int]], begins: bool) -> bytes:
        """What stands for all the sound before the nearest that has a say."""
        if not way and not begins:
            return NO_PAST
        told = [("begins", 0, 0)] if begins else []
        for part in way:
            told += [("quiet", 0, 0)] if part == _QUIET else self._score.pieces(*part)
        return bytes.fromhex(digest(told))

    def _waits(self, block: FrameBlock, names: tuple[str, ...], past: bytes) -> bool:
        """Whether the block is on its way already; then it will stand here as well."""
        with self._lock:
            for name in names:
                wanted = self._wanted.get((name, past))
                if wanted is not None and len(wanted.block) >= len(block):
                    wanted.places.append((block.first, len(block)))
                    return True
        return False

    def _want(self, wanted: _PendingBlock, sound: Samples, way: list[tuple[int, int]], begins: bool) -> None:
        """Afterwards the block is part of the open stretch. `sound` is from one step before it to one behind it."""
        block = wanted.block
        wanted.places.append((block.first, len(block)))
        with self._lock:
            self._wanted[wanted.name, wanted.past] = wanted
        self._encoded += len(block)
        if self._open is not None:
            stretch, members = self._open
            goes_on = members[-1].block.stop == block.first and stretch.count + len(block) <= _AT_ONCE
            if not goes_on or not self._has_heard(way, begins and not stretch.fresh):
                self._send()
        if self._open is None:
            self._open = self._begin(block, way, begins), []
            self._open[0].blocks.append(sound[GRID:] if block.first == 0 else sound)
        else:
            self._open[0].blocks.append(sound[2 * GRID :])
        self._open[0].count += len(block)
        self._open[1].append(wanted)

    def _has_heard(self, way: list[tuple[int, int]], begins: bool) -> bool:
        """Whether what has a say in a block was heard in the open stretch; `begins` is the beginning, not heard."""
        near = self._heard[-1][0]
        known = (p == _QUIET or p[0] >= near or any(a <= p[0] and p[1] <= b for a, b in self._heard) for p in way)
        return not begins and all(known)

    def _begin(self, block: FrameBlock, way: list[tuple[int, int]], begins: bool) -> EncodeJob:
        """A stretch that so far has what its encoder has to hear before, but for the last step."""
        stretch = EncodeJob(self._deliver([]), begins)
        near = max(0, block.first - NEAR)
        from_here = way[-1][0] if way and way[-1][1] == near else near
        self._heard = [*(part for part in way if part != _QUIET), (from_here, near)]
        if not begins:  # the threshold must not start higher than the trail knows it to be
            lowered = self._trail.lowering(way[0][0] if way else near)
            stretch.blocks.append(silence(lowered * GRID, self._shape.channels))
        for part in [*way, (near, max(0, block.first - 1))]:
            steps = self._steps(*part) if part != _QUIET else silence(FORGETTING * GRID, self._shape.channels)
            stretch.blocks.append(steps)
        stretch.run_in = sum(len(steps) for steps in stretch.blocks) // GRID + min(1, block.first)
        return stretch

    def _send(self) -> None:
        if self._open is not None:
            stretch, members = self._open
            stretch.done = self._deliver(members)
            self._open = None
            self._pool.add(stretch)

    def _deliver(self, members: list[_PendingBlock]) -> Callable[[bytes], None]:
        def deliver(frames: bytes) -> None:
            at = 0
            for wanted in members:
                size = len(wanted.block) * self._shape.frame_bytes
                self._finish(wanted, frames[at : at + size])
                at += size

        return deliver

    def _finish(self, wanted: _PendingBlock, frames: bytes) -> None:
        """Afterwards the block stands in all its places and, when it sounds as its name says, in the store."""
        music, entry = _crc.of(frames), ""
        if not self._source.faults:
            entry = self._shelf.put(wanted.name, CachedBlock(wanted.traces, wanted.past, frames, music))
        with self._lock:
            del self._wanted[wanted.name, wanted.past]
        for first, count in wanted.places:
            part = frames[: count * self._shape.frame_bytes]
            self._put(first, part, music if len(part) == len(frames) else _crc.of(part))
            self._planned[first] = PlannedBlock(entry, wanted.past.hex())

    def _put(self, first: int, frames: bytes, music: int) -> None:
        with self._lock:
            self._file.seek(self._stream + first * self._shape.frame_bytes)
            self._file.write(frames)
            self._pieces[first] = (music, len(frames))


def _way(ranges: list[tuple[int, int]], near: int, begins: bool) -> list[tuple[int, int]]:
    """What an encoder has to hear before step `near`: stretches of steps, and silence for what may be left out."""
    way: list[tuple[int, int]] = []
    at = 0 if begins else None
    for start, stop in [*ranges, (near, near)]:
        if at is not None and start - at > FORGETTING:
            way += [_QUIET, (start, stop)]
        else:
            way.append((start if at is None else at, stop))
        at = stop
    return [part for part in way if part == _QUIET or part[0] < part[1]]
