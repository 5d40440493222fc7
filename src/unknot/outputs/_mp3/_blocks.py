"""A session as blocks of MP3 frames, cut by content, so that equal blocks have equal names in all sessions."""

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
"""Grid steps at which the first blocks of a content without a period end: few of its frames depend on earlier sound."""
BEYOND = 8
"""Silent frames that are described before and after the session."""


class FrameSource(Protocol):
    """Sound with a description of its content. The mixer's `Mix` is one."""

    @property
    def frames(self) -> int:
        """Its length in frames at 48 kHz."""

    @property
    def faults(self) -> Mapping[str, UnknotError]:
        """What failed while it was rendered. Samples rendered since then are not those of the runs."""

    def runs(self) -> Sequence[FrameRun]:
        """Its grid steps by content, in order. Steps with equal content and place are equal samples."""

    def render(self, start: int, count: int) -> Samples:
        """Shape (n, 2), where n is `count` or what is left. Pure."""


def rendered(source: FrameSource, start: int, count: int) -> Samples:
    """Shape (count, 2), the frames from `start`; silence before and after `source`."""
    first, last = max(0, start), min(start + count, source.frames)
    if first >= last:
        return silence(count)
    sound = source.render(first, last - first)
    if len(sound) == count:
        return sound
    return np.concatenate([silence(first - start), sound, silence(start + count - last)])


@dataclass(frozen=True, slots=True)
class FrameBlock:
    """Consecutive MP3 frames of a session."""

    first: int
    """The number of the first frame in the session."""
    stop: int
    """The number after the last one."""
    whole: int
    """Its length if its content did not end: a cached block of that length begins with its frames."""

    def __len__(self) -> int:
        return self.stop - self.first


class BlockMap:
    """The content of each grid step of a session, and the blocks.

    Args:
        runs: Those of the session, from the first step to the last.
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
        """MP3 frames of the session: its grid steps, and one more for the delay of the encoder."""

    def pieces(self, start: int, stop: int) -> Iterator[tuple[str, int, int]]:
        """The content from step `start` to `stop`: name, place in it, steps."""
        index = bisect_right(self._starts, start) - 1
        while start < stop:
            run = self._runs[index]
            end = min(stop, run.first + run.count)
            yield run.content, run.place(start), end - start
            start, index = end, index + 1

    def name(self, start: int, stop: int) -> str:
        """The identity of the sound from step `start` to `stop`."""
        return digest(self.pieces(start, stop))

    def names(self, block: FrameBlock) -> tuple[str, ...]:
        """The names under which the frames of a block may be cached: that of the whole block, and its own."""
        own = self.name(block.first - NEAR, block.stop + 1)
        if block.whole == len(block):
            return (own,)
        content, place, _ = next(self.pieces(block.first - NEAR, block.first))
        return digest([(content, place, NEAR + block.whole + 1)]), own

    def session(self) -> str:
        """The identity of the sound of the whole session."""
        return digest((f"{run.content} {run.period}", run.offset, run.count) for run in self._runs)

    def blocks(self) -> Iterator[FrameBlock]:
        """All frames of the session in order. Frames that depend on the run before theirs have blocks of their own."""
        at = 0
        for run in self._runs[1:]:
            near, end = (min(frame, self.frames) for frame in (run.first + NEAR, run.first + run.count - 1))
            if near < end or end == self.frames:
                yield from _at_join(at, near)
                yield from _inside(run, near, end)
                at = max(near, end)


def _at_join(at: int, stop: int) -> Iterator[FrameBlock]:
    for first in range(at, stop, BLOCK):
        end = min(stop, first + BLOCK)
        yield FrameBlock(first, end, end - first)


def _inside(run: FrameRun, at: int, stop: int) -> Iterator[FrameBlock]:
    """Blocks cut at fixed places of the content, so that the same part of it is cut in the same way in any session."""
    while at < stop:
        whole = _steps_to_next_cut(run.period, run.place(at))
        yield FrameBlock(at, min(stop, at + whole), whole)
        at += whole


def _steps_to_next_cut(period: int, place: int) -> int:
    if 0 < period <= BLOCK:
        return BLOCK
    to_multiple = BLOCK - place % BLOCK
    if period:
        return min(to_multiple, period - place)
    return next((cut - place for cut in _CUTS if 0 <= place < cut), to_multiple)


def digest(pieces: Iterable[tuple[str, int, int]]) -> str:
    """Forty hex digits that identify `pieces`."""
    return hashlib.blake2b(repr(list(pieces)).encode(), digest_size=20).hexdigest()
