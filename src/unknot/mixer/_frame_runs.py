"""The grid steps (MP3 frames) of a session, described by content. Eight hours are a few thousand runs."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from unknot.mixer._recipe import Layer, Piece, Recipe, content_of, digest
from unknot.units import GRID

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from unknot.mixer._arrangement import Segment

OUTSIDE = Layer("outside", 0, 1)
"""What is after the last frame. To an encoder the end is not the same as silence."""


@dataclass(frozen=True, slots=True)
class FrameRun:
    """Grid steps that follow each other in the session and in their content."""

    first: int
    """The number of the first grid step in the session."""
    count: int
    """Grid steps."""
    content: str
    """The identity of the sound that they are part of."""
    offset: int
    """The place of the first one in the content, in grid steps."""
    period: int = 0
    """Grid steps after which the content repeats; 0 where it does not."""

    def place(self, step: int) -> int:
        """The place of a grid step of the session in the content. Equal contents and places are equal samples."""
        place = self.offset + step - self.first
        return place % self.period if self.period else place


def cut(segments: Sequence[Segment], start: int, stop: int) -> Iterator[Piece]:
    """The pieces from frame `start` to `stop`; frames after the session are `OUTSIDE`."""
    last = segments[-1].start + segments[-1].piece.frames
    place = bisect_right(segments, start, key=lambda s: s.start) - 1
    for segment in segments[place:]:
        if segment.start >= stop:
            break
        first, end = max(start, segment.start), min(stop, segment.start + segment.piece.frames)
        if first < end:
            yield segment.piece.cut(first - segment.start, end - segment.start)
    if stop > last:
        yield Piece(stop - max(last, start), (OUTSIDE,))


def frame_runs(segments: Sequence[Segment], count: int) -> Iterator[FrameRun]:
    """The first `count` grid steps as runs in order."""
    step = place = 0
    while step < count:
        place = _segment_at(segments, step * GRID, place)
        segment = segments[place]
        whole = (segment.start + segment.piece.frames) // GRID - step
        run = _within(segment, step, whole) if whole > 0 else _across(segments, step)
        yield run
        step += run.count


def _segment_at(segments: Sequence[Segment], frame: int, place: int) -> int:
    while place + 1 < len(segments) and segments[place + 1].start <= frame:
        place += 1
    return place


def _within(segment: Segment, step: int, count: int) -> FrameRun:
    """The run of whole grid steps inside one segment."""
    name, origin, period = content_of(segment.piece)
    place = origin + step * GRID - segment.start
    if not segment.piece.layers:
        return FrameRun(step, count, name, 0, 1)
    if period % GRID:
        period = 0
    return FrameRun(step, count, f"{name}.{place % GRID}", place // GRID, period // GRID)


def _across(segments: Sequence[Segment], step: int) -> FrameRun:
    """The run of one grid step in which segments meet."""
    window = Recipe(tuple(cut(segments, step * GRID, (step + 1) * GRID)))
    return FrameRun(step, 1, digest("window", window.key()), 0)
