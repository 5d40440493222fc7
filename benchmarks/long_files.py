"""What the length of a background file costs: `python -m benchmarks.long_files`.

The same minutes of a session are read over a file of ten minutes and over one of three hours, with an empty cache, in
turns. Measured are the time until the background can be read, and until all of it has been read.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
import wave
from pathlib import Path

import numpy as np
from tests.fakes.caches import MemoryCache

from unknot.backgrounds import background
from unknot.units import SAMPLE_RATE

MINUTES = (10, 180)
SESSION = 10 * 60 * SAMPLE_RATE
"""Frames that are read."""
MOST = 1.3
"""Times the cost of the short file: more is too slow."""
TURNS = 3
_RATE = 4000


def written(path: Path, minutes: int) -> None:
    """Afterwards `path` is a WAV with as many minutes of noise."""
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(1)
        out.setframerate(_RATE)
        out.writeframes(np.random.default_rng(1).integers(90, 166, _RATE * 60, np.uint8).tobytes() * minutes)


def costs(path: Path) -> tuple[float, float]:
    """Seconds until the background of a file can be read, and until a session of it has been read."""
    begun = time.perf_counter()
    loop = background(path.name, path.parent, MemoryCache())
    loop.read(0, SAMPLE_RATE)
    first = time.perf_counter() - begun
    for at in range(0, SESSION, SAMPLE_RATE):
        loop.read(at, SAMPLE_RATE)
    return first, time.perf_counter() - begun


def main() -> int:
    """Print medians; 1 when the long file costs too much."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / f"{minutes}.wav" for minutes in MINUTES]
        for path, minutes in zip(paths, MINUTES, strict=True):
            written(path, minutes)
        turns = [[costs(path) for path in paths] for _ in range(TURNS)]
    for number, minutes in enumerate(MINUTES):
        first, whole = (statistics.median(turn[number][part] for turn in turns) for part in (0, 1))
        print(f"{minutes:3} minutes: first second after {first:.2f} s, ten minutes after {whole:.2f} s")
    ratio = statistics.median(turn[1][1] / turn[0][1] for turn in turns)
    print(f"the long file costs {ratio:.2f} times as much (at most {MOST})")
    return int(ratio > MOST)


if __name__ == "__main__":
    sys.exit(main())
