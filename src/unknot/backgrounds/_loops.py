"""One or several sound files as a loop with crossfades."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from unknot.backgrounds._chunks import CHUNK, BackgroundTraits, ChunkedBackground
from unknot.backgrounds._sound_files import SoundFileReader
from unknot.mixer import Ramp, gain_curve
from unknot.units import GRID, factor

if TYPE_CHECKING:
    from collections.abc import Sequence

    from unknot.audio import Samples
    from unknot.backgrounds._sound_files import SoundFile
    from unknot.ports import Cache

SHORTEST_CROSSFADE = 24_000
"""Frames: half a second."""
LONGEST_CROSSFADE = 4 * 48_000
"""Frames: four seconds."""
_KEPT = 800
"""Chunks of a loop that are cached: 20 minutes, 240 MB, less than an eighth of the cache."""
_HEAD = 4
"""Chunks of each file that are cached: as many as its first crossfade, where two files are read in turns."""
_LOUDNESS = -23.0
"""LUFS that every file of a playlist is brought to."""


@dataclass(frozen=True, slots=True)
class LoopItem:
    """One file in a loop."""

    reader: SoundFileReader
    """Gives its samples."""
    start: int
    """The frame of the loop at which it begins: of the first one, negative, since a loop begins after its crossfade."""
    frames: int
    """Its length with both crossfades."""
    fade_in: int
    """Frames of the crossfade at its beginning."""
    fade_out: int
    """Frames of the crossfade at its end."""
    gain: float
    """A factor of amplitude."""


def make_loop(found: Sequence[SoundFile], cache: Cache) -> ChunkedBackground:
    """A loop of the files in order, with a crossfade (sine and cosine) from each to the next.

    It begins behind the crossfade from the last file, so that a session does not have to read the last file first.
    """
    lengths = [item.frames for item in found]
    fades = [_crossfade(length, lengths[(i + 1) % len(found)]) for i, length in enumerate(lengths)]
    lengths[-1] -= (sum(lengths) - sum(fades)) % GRID
    items, at = [], -fades[-1]
    for index, item in enumerate(found):
        gain = factor(_LOUDNESS - item.loudness)
        reader = SoundFileReader(item, cache, max(_HEAD, _KEPT // len(found)))
        items.append(LoopItem(reader, at, lengths[index], fades[index - 1], fades[index], gain))
        at += lengths[index] - fades[index]
    period = at + fades[-1]
    peak = max(item.peak + _LOUDNESS - item.loudness for item in found)
    identity = "file:" + "+".join(item.name for item in found)
    traits = BackgroundTraits(_LOUDNESS, peak + 0.5, anchored=False)
    return ChunkedBackground(identity, period, _Loop(items, period), traits)


def _crossfade(one: int, other: int) -> int:
    """Frames of the crossfade of two files of these lengths: an eighth of the shorter, in bounds, at most a quarter."""
    shorter = min(one, other)
    return min(max(SHORTEST_CROSSFADE, min(LONGEST_CROSSFADE, shorter // 8)), shorter // 4)


class _Loop:
    def __init__(self, items: Sequence[LoopItem], period: int) -> None:
        self._items = items
        self._period = period

    def __call__(self, chunk: int) -> Samples:
        start = chunk * CHUNK
        stop = min(start + CHUNK, self._period)
        out = np.zeros((stop - start, 2), np.float32)
        for item in self._items:
            for begin in (item.start, item.start + self._period):
                first, last = max(start, begin), min(stop, begin + item.frames)
                if first < last:
                    out[first - start : last - start] += _faded(item, first - begin, last - first)
        return out


def _faded(item: LoopItem, at: int, count: int) -> Samples:
    """The frames from `at` of an item, with its fades."""
    block = item.reader.read(at, count) * np.float32(item.gain)
    rising = max(0, min(count, item.fade_in - at))
    if rising:
        block[:rising] *= gain_curve(Ramp("rise", item.fade_in, at), rising)[:, None]
    fade_start = item.frames - item.fade_out
    first = max(0, fade_start - at)
    if first < count:
        block[first:] *= gain_curve(Ramp("fall", item.fade_out, at + first - fade_start), count - first)[:, None]
    return block
