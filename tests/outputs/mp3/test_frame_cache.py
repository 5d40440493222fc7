"""Blocks of MP3 frames in the cache."""

from __future__ import annotations

import numpy as np

from tests.fakes.caches import DamagedCache, MemoryCache
from unknot.outputs import StreamLayout
from unknot.outputs._mp3 import _crc
from unknot.outputs._mp3._encoder_state import FrameFeatures
from unknot.outputs._mp3._frame_cache import NO_PAST, CachedBlock, FrameCache, PlannedBlock

LAYOUT = StreamLayout()
OTHER_PAST = bytes(range(20))


def block(past: bytes = NO_PAST, fill: int = 7) -> CachedBlock:
    """Three frames of equal bytes."""
    frames = bytes([fill]) * (3 * LAYOUT.frame_bytes)
    limits, powers = np.array([0.5, 0.25, 1.0], np.float32), np.array([0.1, 0.2, 0.3], np.float32)
    return CachedBlock(FrameFeatures(limits, np.array([1, 2, 3], np.uint8), powers), past, frames, _crc.of(frames))


def test_the_first_frames_of_a_block_can_be_read() -> None:
    """A part of a block has its frames, its features and its CRC; more frames than it has are not found."""
    cache = FrameCache(MemoryCache(), LAYOUT)
    cache.put("name", block())
    found = cache.get(("other", "name"), 2)
    assert found is not None
    assert found.frames == block().frames[: 2 * LAYOUT.frame_bytes]
    assert found.crc == _crc.of(found.frames)
    assert (found.features.marks.tolist(), found.features.limits.tolist()) == ([1, 2], [0.5, 0.25])
    assert cache.get(("name",), 4) is None


def test_blocks_of_one_name_are_kept_for_each_past() -> None:
    """A second block of the same name and another past does not replace the first one."""
    cache = FrameCache(MemoryCache(), LAYOUT)
    entries = [cache.put("name", block()), cache.put("name", block(OTHER_PAST, 8))]
    assert len(set(entries)) == 2
    for past, fill in ((NO_PAST, 7), (OTHER_PAST, 8)):
        found = cache.get_after(past, ("name",), 3)
        assert found is not None
        assert found.frames == block(past, fill).frames
    assert cache.get_after(bytes([1] * 20), ("name",), 3) is None


def test_the_plan_of_a_session_names_its_blocks() -> None:
    """A plan is read back, and a block of it is found only with the same past."""
    cache = FrameCache(MemoryCache(), LAYOUT)
    entry = cache.put("name", block())
    cache.put_plan("session", [PlannedBlock(entry, NO_PAST.hex())])
    plan = cache.plan("session")
    assert plan == [PlannedBlock(entry, NO_PAST.hex())]
    assert cache.planned(plan[0], 3) is not None
    assert cache.planned(PlannedBlock(entry, OTHER_PAST.hex()), 3) is None
    assert cache.plan("another session") == []


def test_other_layouts_and_damaged_entries_are_not_found() -> None:
    """A block is not found for another bit rate, and not when its entry is damaged."""
    memory, damaged = MemoryCache(), DamagedCache()
    FrameCache(memory, LAYOUT).put("name", block())
    FrameCache(damaged, LAYOUT).put("name", block())
    assert FrameCache(memory, StreamLayout(64)).get(("name",), 1) is None
    assert FrameCache(damaged, LAYOUT).get(("name",), 1) is None
