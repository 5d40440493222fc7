"""A session cut into blocks of MP3 frames by what sounds in them, so that equal blocks have equal names everywhere."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from unknot.audio import silence
from unknot.mixer import FrameRun
from unknot.outputs._mp3._encoder_state import NEAR
from unknot.units import BLOCK

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from unknot.audio import Samples
    from unknot.errors import UnknotError

_CUTS = (16, 32)
"""Where the first blocks of what does not repeat end: what came before words has a say in few frames of them."""
BEYOND = 8
"""Frames past the end of the sound that are spoken of at all: nothing sounds there."""


class FrameSource(Protocol):
    """Sound that can be described without being rendered. The mixer's `Mix` is one."""

    @property
    def frames(self) -> int:
        """Its length in frames at 48 kHz."""

    @property
    def faults(self) -> Mapping[str, UnknotError]:
        """What failed while it was rendered: what was rendered since then is not what the runs say."""

    def runs(self) -> Sequence[FrameRun]:
        """Its grid steps by content, run after run: steps with equal keys are equal samples."""

    def render(self, start: int, count: int) -> Samples:
        """Shape (n, 2), where n is `count` or what is left. Pure."""


def rendered(source: FrameSource, start: int, count: int) -> Samples:
    """Shape (count, 2), the frames from `start`; silence before the beginning of `source` and behind its end."""
    first, last = max(0, start), min(start + count, source.frames)
    if first >= last:
        return silence(count)
    sound = source.render(first, last - first)
    if len(sound) == count:
        return sound
    return np.concatenate([silence(first - start), sound, silence(start + count - last)])


@dataclass(frozen=True, slots=True)
class FrameBlock:
    """Some MP3 frames of a session, one behind the other."""

    first: int
    stop: int
    whole: int
    """How many frames it would have if what sounds in it had not ended here; a block of that many begins with it."""

    def __len__(self) -> int:
        return self.stop - self.first


class BlockMap:
    """What sounds in each grid step of a session, by name.

    Args:
        runs: From the first step to the last.
    """

    def __init__(self, runs: Sequence[FrameRun]) -> None:
        last = runs[-1].first + runs[-1].count if runs else 0
        self._runs = [
            FrameRun(-BEYOND - NEAR, BEYOND + NEAR, "before", 0, 1),
            *runs,
            FrameRun(last, BEYOND, "behind", 0, 1),
        ]
        self._starts = [run.first for run in self._runs]
        self.frames = last + 1
        """MP3 frames of the session: its steps, and one more for the encoder's delay."""

    def pieces(self, start: int, stop: int) -> Iterator[tuple[str, int, int]]:
        """What sounds from step `start` to `stop`: content, place in it, steps."""
        index = bisect_right(self._starts, start) - 1
        while start < stop:
            run = self._runs[index]
            end = min(stop, run.first + run.count)
            yield run.content, run.place(start), end - start
            start, index = end, index + 1

    def name(self, start: int, stop: int) -> str:
        """What stands for the sound from step `start` to `stop`."""
        return digest(self.pieces(start, stop))

    def names(self, block: FrameBlock) -> tuple[str, ...]:
        """What a block's frames may be found under: its whole block's name, its own."""
        own = self.name(block.first - NEAR, block.stop + 1)
        if block.whole == len(block):
            return (own,)
        content, place, _ = next(self.pieces(block.first - NEAR, block.first))
        return digest([(content, place, NEAR + block.whole + 1)]), own

    def session(self) -> str:
        """What stands for the sound of all of it."""
        return digest((f"{run.content} {run.period}", run.offset, run.count) for run in self._runs)

    def blocks(self) -> Iterator[FrameBlock]:
        """All frames of the session, in order. Those whose past reaches over the place where runs meet stand apart."""
        at = 0
        for run in self._runs[1:]:
            near, end = (min(frame, self.frames) for frame in (run.first + NEAR, run.first + run.count - 1))
            if near < end or end == self.frames:
                yield from _seam(at, near)
                yield from _inside(run, near, end)
                at = max(near, end)


def _seam(at: int, stop: int) -> Iterator[FrameBlock]:
    for first in range(at, stop, BLOCK):
        end = min(stop, first + BLOCK)
        yield FrameBlock(first, end, end - first)


def _inside(run: FrameRun, at: int, stop: int) -> Iterator[FrameBlock]:
    """Cut at the same places of its content wherever that stands, so that any part of it is cut alike."""
    while at < stop:
        whole = _to_the_next_cut(run.period, run.place(at))
        yield FrameBlock(at, min(stop, at + whole), whole)
        at += whole


def _to_the_next_cut(period: int, place: int) -> int:
    if 0 < period <= BLOCK:
        return BLOCK
    to_multiple = BLOCK - place % BLOCK
    if period:
        return min(to_multiple, period - place)
    return next((cut - place for cut in _CUTS if 0 <= place < cut), to_multiple)


def digest(pieces: Iterable[tuple[str, int, int]]) -> str:
    """Forty hex digits that stand for `pieces`."""
    return hashlib.blake2b(repr(list(pieces)).encode(), digest_size=20).hexdigest()
