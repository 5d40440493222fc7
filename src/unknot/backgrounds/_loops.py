"""One or several sound files as a loop with crossfades."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from unknot.backgrounds._chunks import CHUNK, BackgroundTraits, ChunkedBackground
from unknot.backgrounds._sound_files import SoundFileReader, open_sound_file
from unknot.mixer import Ramp, gain_curve
from unknot.units import GRID, factor

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from unknot.audio import Samples
    from unknot.ports import Cache

SHORTEST_CROSSFADE = 24_000
"""Frames: half a second."""
LONGEST_CROSSFADE = 4 * 48_000
"""Frames: four seconds."""
_LOUDNESS = -23.0
"""LUFS that every file of a playlist is brought to."""


@dataclass(frozen=True, slots=True)
class LoopItem:
    """One file in a loop."""

    reader: SoundFileReader
    """Gives its samples."""
    start: int
    """The frame of the loop at which it begins."""
    frames: int
    """Its length with both crossfades."""
    fade_in: int
    """Frames of the crossfade at its beginning."""
    fade_out: int
    """Frames of the crossfade at its end."""
    gain: float
    """A factor of amplitude."""


def make_loop(paths: Sequence[Path], cache: Cache) -> ChunkedBackground:
    """A loop of the files in order, with a crossfade (sine and cosine) from each to the next.

    Raises:
        AudioFileError: One of them cannot be used.
    """
    found = [open_sound_file(path, cache) for path in paths]
    lengths = [item.frames for item in found]
    fades = [_crossfade(length, lengths[(i + 1) % len(found)]) for i, length in enumerate(lengths)]
    lengths[-1] -= (sum(lengths) - sum(fades)) % GRID
    items, at = [], 0
    for index, item in enumerate(found):
        gain = factor(_LOUDNESS - item.loudness)
        items.append(LoopItem(SoundFileReader(item, cache), at, lengths[index], fades[index - 1], fades[index], gain))
        at += lengths[index] - fades[index]
    peak = max(item.peak + _LOUDNESS - item.loudness for item in found)
    identity = "file:" + "+".join(item.name for item in found)
    return ChunkedBackground(identity, at, _Loop(items, at), BackgroundTraits(_LOUDNESS, peak + 0.5, anchored=False))


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
            for turn in (0, self._period):
                first, last = max(start, item.start - turn), min(stop, item.start - turn + item.frames)
                if first < last:
                    out[first - start : last - start] += _faded(item, first + turn - item.start, last - first)
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
