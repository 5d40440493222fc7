"""The time of a mix against a numpy copy, and the cost of eight hours: `python -m benchmarks.mix [--memory]`."""

from __future__ import annotations

import resource
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from tests.fakes.caches import MemoryCache
from tests.mixer.sessions import NoiseClips, chimes, keys, timeline

from unknot.backgrounds import background
from unknot.cache import FileCache
from unknot.mixer import Levels, Mix
from unknot.units import SAMPLE_RATE

if TYPE_CHECKING:
    from collections.abc import Callable

    from unknot.audio import Samples
    from unknot.ports import Cache
    from unknot.routine import Utterance

BLOCK = 5 * SAMPLE_RATE
HALF_HOUR = "170 " + " ".join(f"{'ABCDEFGHI'[i % 9]}{i} {700 + 53 * (i % 7)}" for i in range(86)) + " 400"
"""86 cues of 1.4 s in half an hour."""
EIGHT_HOURS = "170 " + " ".join(f"{'ABCDEFGHI'[i % 9]}{i} {700 + 53 * (i % 7)}" for i in range(400)) + " 850000"
"""Ten minutes of voice, and a night."""

UNEVEN = {f"{'ABCDEFGHI'[i % 9]}{i}": -18.0 + (i % 7 - 3) / 1.5 for i in range(400)}
"""LUFS of each cue: within 2 LU of the usual loudness of the voice."""


class UncachedClips(NoiseClips):
    """Clips that are made whenever they are read, as if they came from a cache on disk."""

    def __missing__(self, utterance: Utterance) -> Samples:
        """The clip."""
        made = super().__missing__(utterance)
        del self[utterance]
        return made


def _mix(line: str, name: str, cache: Cache, clips: NoiseClips) -> Mix:
    return Mix(timeline(line, name), clips, chimes(), {name: background(name, None, cache)}, Levels())


def _render_all(mix: Mix) -> None:
    for at in range(0, mix.frames, BLOCK):
        mix.render(at, BLOCK)


def _copy(frames: int) -> None:
    """Copy as many samples as a session of `frames` has."""
    block, out = np.ones((BLOCK, 2), np.float32), np.empty((BLOCK, 2), np.float32)
    for _ in range(0, frames, BLOCK):
        np.copyto(out, block)


def _median(work: Callable[[], object], turns: int = 5) -> float:
    times = []
    for _ in range(turns):
        begun = time.process_time()
        work()
        times.append(time.process_time() - begun)
    return statistics.median(times)


def _against_a_copy(name: str, mix: Mix) -> None:
    _render_all(mix)  # afterwards the cache has all chunks
    mixed, copied = _median(lambda: _render_all(mix)), _median(lambda: _copy(mix.frames))
    print(f"{name}: {mix.frames / SAMPLE_RATE / mixed:.0f} × real time, {mixed / copied:.1f} × the time of a copy")


def main() -> None:
    """Print the figures."""
    cache = MemoryCache()
    for name in ("rain", "ocean"):
        _against_a_copy(name, _mix(HALF_HOUR, name, cache, NoiseClips(-18.0, **UNEVEN)))
    night = _mix(EIGHT_HOURS, "rain", cache, NoiseClips(-18.0, **UNEVEN))
    described = _median(night.runs, 3)
    runs = night.runs()
    distinct = len(set(keys(night)))
    print(f"eight hours: {night.frames / SAMPLE_RATE / 3600:.2f} h in {len(runs)} runs, {described:.2f} s to describe,")
    print(f"  {distinct} distinct MP3 frames of {night.frames // 1152}")


def memory() -> None:
    """Print the peak memory of this process while it renders eight hours and reads clips on demand."""
    with tempfile.TemporaryDirectory() as folder:
        night = _mix(EIGHT_HOURS, "rain", FileCache(Path(folder)), UncachedClips(-18.0, **UNEVEN))
        _render_all(night)
    kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"eight hours at a peak of {kilobytes // 1024} MB")


if __name__ == "__main__":
    memory() if "--memory" in sys.argv else main()
