"""One or several sound files as a loop without a seam."""

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

SHORTEST_JOIN = 24_000
"""Half a second."""
LONGEST_JOIN = 4 * 48_000
"""Four seconds."""
_LOUDNESS = -23.0
"""LUFS that the files of a playlist are brought to, so that none is louder than the next."""


@dataclass(frozen=True, slots=True)
class LoopItem:
    """One file in a loop."""

    reader: SoundFileReader
    start: int
    """The frame of the loop at which it begins to be heard."""
    frames: int
    """How long it is heard, both joins included."""
    into: int
    """Frames of the join at its beginning."""
    out: int
    """Frames of the join at its end."""
    gain: float
    """Factor of amplitude."""


def make_loop(paths: Sequence[Path], store: Cache) -> ChunkedBackground:
    """The files one behind the other, round and round, each joined to the next by sine and cosine.

    Raises:
        AudioFileError: One of them cannot be used.
    """
    found = [open_sound_file(path, store) for path in paths]
    lengths = [item.frames for item in found]
    joins = [_join(length, lengths[(i + 1) % len(found)]) for i, length in enumerate(lengths)]
    lengths[-1] -= (sum(lengths) - sum(joins)) % GRID
    items, at = [], 0
    for index, item in enumerate(found):
        gain = factor(_LOUDNESS - item.loudness)
        items.append(LoopItem(SoundFileReader(item, store), at, lengths[index], joins[index - 1], joins[index], gain))
        at += lengths[index] - joins[index]
    peak = max(item.peak + _LOUDNESS - item.loudness for item in found)
    identity = "file:" + "+".join(item.name for item in found)
    return ChunkedBackground(identity, at, _Loop(items, at), BackgroundTraits(_LOUDNESS, peak + 0.5, anchored=False))


def _join(one: int, other: int) -> int:
    """Frames of the join between two files of these lengths: an eighth of the shorter, in bounds, never a quarter."""
    shorter = min(one, other)
    return min(max(SHORTEST_JOIN, min(LONGEST_JOIN, shorter // 8)), shorter // 4)


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
                    out[first - start : last - start] += _heard(item, first + turn - item.start, last - first)
        return out


def _heard(item: LoopItem, at: int, count: int) -> Samples:
    """The frames from `at` of an item, with its joins."""
    block = item.reader.read(at, count) * np.float32(item.gain)
    rising = max(0, min(count, item.into - at))
    if rising:
        block[:rising] *= gain_curve(Ramp("rise", item.into, at), rising)[:, None]
    left = item.frames - item.out - at
    if left < count:
        begin = max(0, left)
        block[begin:] *= gain_curve(Ramp("fall", item.out, at + begin - (item.frames - item.out)), count - begin)[
            :, None
        ]
    return block
