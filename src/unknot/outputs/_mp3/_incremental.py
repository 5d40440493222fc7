"""Incremental export: only the MP3 frames that are not cached are encoded.

The file is byte for byte that of one encoder that is fed the whole session from its beginning to its end.
"""

from __future__ import annotations

import functools
import sys
import threading
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING

import numpy as np

from unknot.audio import silence
from unknot.outputs._mp3 import _crc, _info_frame
from unknot.outputs._mp3._blocks import BlockMap, FrameBlock, digest, rendered
from unknot.outputs._mp3._encoder_pool import EncodeJob, EncoderPool
from unknot.outputs._mp3._encoder_state import FORGETTING, NEAR, EncoderState, FrameFeatures, features
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

_LARGEST_JOB = 512
"""The most frames in one job of an encoder: 12 s, 4.7 MB."""
_SILENCE = (-1, -1)
"""Stands for `FORGETTING` steps of silence in a run-in."""


@dataclass(frozen=True, slots=True)
class ExportCounts:
    """How many frames an export has written and encoded."""

    frames: int
    """MP3 frames in the file."""
    encoded: int
    """Those of them that were not cached."""


def export(
    path: Path,
    source: FrameSource,
    cache: Cache,
    layout: StreamLayout | None = None,
    head: bytes = b"",
    tick: Callable[[int, int], None] = lambda _done, _of: None,
    check: Callable[[Path, Powers], None] = lambda _path, _powers: None,
) -> ExportCounts:
    """Afterwards the MP3 of `source` is at `path`, and its frames are in `cache`.

    Args:
        path: The final path.
        source: The session.
        cache: Where frames are kept.
        layout: Bit rate and channels.
        head: The bytes before the stream: an ID3 tag, or nothing.
        tick: Called with how many of all frames were found or given to an encoder.
        check: Called with the finished file, before it gets its name, and the mean power of each grid step of the
            session, measured when it was encoded. Raises if the file is wrong.

    Raises:
        WriteError: It could not be written; an older file at `path` is unchanged.
    """
    layout, target = layout or StreamLayout(), AtomicFile(path)
    try:
        with target.temporary.open("r+b", buffering=0) as file:
            work = _IncrementalExport(file, source, cache, layout, len(head))
            done = work.run(tick)
            file.seek(0)
            file.write(head)
            _info_frame.put_in_front(file, layout, len(head), source.frames, work.crc())
        check(target.temporary, work.powers())
        target.commit()
    except OSError as fault:
        raise write_error(path, fault) from fault
    finally:
        target.discard()
    return done


@dataclass(slots=True, eq=False)
class _PendingBlock:
    """A block that is being encoded."""

    block: FrameBlock
    name: str
    """Its name in the cache."""
    past: bytes
    """The identity of the earlier sound on which its frames depend."""
    features: FrameFeatures
    places: list[tuple[int, int]] = field(default_factory=list)
    """Where its frames belong in the session: first frame, number of frames."""


class _IncrementalExport:
    """The export of one session, from its first block to its last."""

    def __init__(self, file: IO[bytes], source: FrameSource, cache: Cache, layout: StreamLayout, begin: int) -> None:
        self._file, self._source, self._layout = file, source, layout
        self._cache, self._pool = FrameCache(cache, layout), EncoderPool(layout)
        self._map, self._state = BlockMap(source.runs()), EncoderState()
        self._stream = begin + layout.frame_bytes
        """The byte at which the first frame of the stream begins."""
        self._lock = threading.Lock()
        self._pending: dict[tuple[str, bytes], _PendingBlock] = {}
        """The blocks that are being encoded, by name and past."""
        self._open: tuple[EncodeJob, list[_PendingBlock]] | None = None
        """The job that further blocks may be added to, and its blocks."""
        self._run_in: list[tuple[int, int]] = []
        """The grid steps that the encoder of the open job is fed before those of its first block."""
        self._marks = 0
        """The marks of the last two frames, combined by or."""
        self._encoded = 0
        self._sent = 0
        """Grid steps of all jobs that were given to the encoders."""
        self._planned: dict[int, PlannedBlock] = {}
        """The cache entry of each block, by its first frame."""
        self._powers = np.zeros(self._map.frames, np.float32)
        """The mean power of each grid step, as far as the blocks were looked at."""
        self._pieces: dict[int, tuple[int, int]] = {}
        """The CRC-16 and the bytes of each piece of the stream that is in the file, by its first frame."""

    def run(self, tick: Callable[[int, int], None]) -> ExportCounts:
        """Afterwards every frame of the session is in the file."""
        if self._copied(self._cache.plan(self._map.session())):
            tick(self._map.frames, self._map.frames)
        else:
            self._export_blocks(tick)
            if not self._source.faults:
                self._cache.put_plan(self._map.session(), (self._planned[first] for first in sorted(self._planned)))
        return ExportCounts(self._map.frames, self._encoded)

    def powers(self) -> Powers:
        """The mean power of each grid step of the session."""
        return self._powers

    def crc(self) -> int:
        """The CRC-16 of the whole stream, once every frame is in the file."""
        pieces = (self._pieces[first] for first in sorted(self._pieces))
        return functools.reduce(lambda so_far, piece: _crc.joined(so_far, *piece), pieces, 0)

    def _copied(self, plan: list[PlannedBlock]) -> bool:
        """Whether every block of the plan is still cached. If so, all of them are in the file afterwards."""
        at = 0
        for block, planned in zip(self._map.blocks(), plan, strict=False):
            cached = self._cache.planned(planned, len(block))
            if cached is None:
                return False
            self._put(block.first, cached.frames, cached.crc)
            self._powers[block.first : block.stop] = cached.features.powers
            at = block.stop
        return at == self._map.frames

    def _export_blocks(self, tick: Callable[[int, int], None]) -> None:
        try:
            for block in self._map.blocks():
                self._export_block(block)
                tick(block.stop, self._map.frames)
            self._send()
            self._pool.close()
        finally:
            self._pool.abandon()

    def _export_block(self, block: FrameBlock) -> None:
        names = self._map.names(block)
        cached = self._cache.get(names, len(block))
        sound = None
        if cached is None:
            sound = self._steps(block.first - 1, block.stop + 1)
            found = features(sound[:-GRID], self._layout.kilobits)
        else:
            found = cached.features
        spans, begins = self._state.dependencies(block.first, self._marks | int(np.bitwise_or.reduce(found.marks)))
        run_in = _run_in(spans, max(0, block.first - NEAR), begins)
        past = self._past(run_in, begins)
        if cached is not None and cached.past != past:
            cached = self._cache.get_after(past, names, len(block))
        if cached is not None:
            self._planned[block.first] = PlannedBlock(cached.entry, sys.intern(past.hex()))
            self._put(block.first, cached.frames, cached.crc)
        elif not self._is_pending(block, names, past):
            sound = self._steps(block.first - 1, block.stop + 1) if sound is None else sound
            self._encode(_PendingBlock(block, names[-1], past, found), sound, run_in, begins)
        self._powers[block.first : block.stop] = found.powers
        self._state.append(found)
        self._marks = int(np.bitwise_or.reduce(found.marks[-2:])) | (self._marks if len(found) < 2 else 0)

    def _steps(self, start: int, stop: int) -> Samples:
        """The samples of the grid steps from `start` to `stop`; silence before and after the session."""
        return self._layout.mixed(rendered(self._source, start * GRID, (stop - start) * GRID))

    def _past(self, run_in: list[tuple[int, int]], begins: bool) -> bytes:
        """The identity of the sound before the `NEAR` frames on which a block depends."""
        if not run_in and not begins:
            return NO_PAST
        pieces = [("begins", 0, 0)] if begins else []
        for span in run_in:
            pieces += [("quiet", 0, 0)] if span == _SILENCE else self._map.pieces(*span)
        return bytes.fromhex(digest(pieces))

    def _is_pending(self, block: FrameBlock, names: tuple[str, ...], past: bytes) -> bool:
        """Whether an equal block is being encoded. If so, its frames will be used here as well."""
        with self._lock:
            for name in names:
                pending = self._pending.get((name, past))
                if pending is not None and len(pending.block) >= len(block):
                    pending.places.append((block.first, len(block)))
                    return True
        return False

    def _encode(self, pending: _PendingBlock, sound: Samples, run_in: list[tuple[int, int]], begins: bool) -> None:
        """Afterwards the block is in the open job. `sound` has one grid step before it and one after it."""
        block = pending.block
        pending.places.append((block.first, len(block)))
        with self._lock:
            self._pending[pending.name, pending.past] = pending
        self._encoded += len(block)
        if self._open is not None:
            job, blocks = self._open
            follows = blocks[-1].block.stop == block.first and job.count + len(block) <= _LARGEST_JOB
            if not follows or not self._was_fed(run_in, begins and not job.fresh):
                self._send()
        if self._open is None:
            self._open = self._begin(block, run_in, begins), []
            self._open[0].blocks.append(sound[GRID:] if block.first == 0 else sound)
        else:
            self._open[0].blocks.append(sound[2 * GRID :])
        self._open[0].count += len(block)
        self._open[1].append(pending)

    def _was_fed(self, run_in: list[tuple[int, int]], begins: bool) -> bool:
        """Whether the open job contains the run-in of a block; `begins`: it needs a beginning that the job lacks."""
        near = self._run_in[-1][0]
        fed = (s == _SILENCE or s[0] >= near or any(a <= s[0] and s[1] <= b for a, b in self._run_in) for s in run_in)
        return not begins and all(fed)

    def _begin(self, block: FrameBlock, run_in: list[tuple[int, int]], begins: bool) -> EncodeJob:
        """A job with the run-in of its first block, except the last grid step."""
        job = EncodeJob(self._deliver([]), begins)
        near = max(0, block.first - NEAR)
        from_here = run_in[-1][0] if run_in and run_in[-1][1] == near else near
        self._run_in = [*(span for span in run_in if span != _SILENCE), (from_here, near)]
        if not begins:  # the threshold must not start over its bound
            steps = self._state.silence_before(run_in[0][0] if run_in else near)
            job.blocks.append(silence(steps * GRID, self._layout.channels))
        for span in [*run_in, (near, max(0, block.first - 1))]:
            silent = span == _SILENCE
            job.blocks.append(silence(FORGETTING * GRID, self._layout.channels) if silent else self._steps(*span))
        job.run_in = sum(len(steps) for steps in job.blocks) // GRID + min(1, block.first)
        return job

    def _send(self) -> None:
        """Give the open job to the encoders, if there is one."""
        if self._open is not None:
            job, blocks = self._open
            job.done = self._deliver(blocks)
            self._sent += job.steps
            job.left = self._sent * (self._map.frames - blocks[-1].block.stop) // blocks[-1].block.stop
            self._open = None
            self._pool.add(job)

    def _deliver(self, blocks: list[_PendingBlock]) -> Callable[[bytes], None]:
        def deliver(frames: bytes) -> None:
            at = 0
            for pending in blocks:
                size = len(pending.block) * self._layout.frame_bytes
                self._finish(pending, frames[at : at + size])
                at += size

        return deliver

    def _finish(self, pending: _PendingBlock, frames: bytes) -> None:
        """Afterwards the block is at all its places in the file and, unless the source has failed, in the cache."""
        crc, entry = _crc.of(frames), ""
        if not self._source.faults:
            entry = self._cache.put(pending.name, CachedBlock(pending.features, pending.past, frames, crc))
        with self._lock:
            del self._pending[pending.name, pending.past]
        for first, count in pending.places:
            part = frames[: count * self._layout.frame_bytes]
            self._put(first, part, crc if len(part) == len(frames) else _crc.of(part))
            self._planned[first] = PlannedBlock(entry, sys.intern(pending.past.hex()))

    def _put(self, first: int, frames: bytes, crc: int) -> None:
        with self._lock:
            self._file.seek(self._stream + first * self._layout.frame_bytes)
            self._file.write(frames)
            self._pieces[first] = (crc, len(frames))


def _run_in(spans: list[tuple[int, int]], near: int, begins: bool) -> list[tuple[int, int]]:
    """The spans of grid steps that an encoder must be fed before step `near`, with silence for what may be left out."""
    run_in: list[tuple[int, int]] = []
    at = 0 if begins else None
    for start, stop in [*spans, (near, near)]:
        if at is not None and start - at > FORGETTING:
            run_in += [_SILENCE, (start, stop)]
        else:
            run_in.append((start if at is None else at, stop))
        at = stop
    return [span for span in run_in if span == _SILENCE or span[0] < span[1]]
