"""A background in chunks."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from tests.fakes.caches import MemoryCache
from unknot.backgrounds import GENERATED, background
from unknot.backgrounds._chunks import CHUNK
from unknot.units import GRID

CACHE = MemoryCache()
"""Chunks that one test made serve the next."""


@pytest.mark.parametrize("name", GENERATED)
def test_any_split_reads_the_same(name: str) -> None:
    """Reads of any length give the same samples, also across chunks and the end of the period."""
    texture = background(name, None, CACHE)
    start = texture.period - 3 * GRID
    whole = texture.read(start, CHUNK)
    parts = [texture.read(start + at, 5000) for at in range(0, CHUNK, 5000)]
    assert np.array_equal(np.concatenate(parts)[:CHUNK], whole)
    assert np.array_equal(texture.read(start + texture.period, CHUNK), whole)


def test_chunks_are_cached_and_may_be_lost() -> None:
    """Chunks are taken from the cache, and a lost one is made again with the same samples."""
    cache = MemoryCache()
    first = background("pink", None, cache).read(0, 3 * CHUNK)
    puts = cache.puts
    assert puts == 3
    assert np.array_equal(background("pink", None, cache).read(0, 3 * CHUNK), first)
    assert cache.puts == puts
    cache.entries.popitem()
    assert np.array_equal(background("pink", None, cache).read(0, 3 * CHUNK), first)


def test_several_threads_may_read_one_background() -> None:
    """Several threads that read one background get the samples that one alone would get."""
    texture = background("pink", None, CACHE)
    starts = [chunk * CHUNK for chunk in range(60)]
    with ThreadPoolExecutor(4) as pool:
        samples = list(pool.map(lambda start: texture.read(start, 100), starts))
    assert all(np.array_equal(block, texture.read(start, 100)) for start, block in zip(starts, samples, strict=True))
