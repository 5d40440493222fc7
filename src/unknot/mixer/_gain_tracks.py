"""Gains over the whole session, as spans: constant, or a ramp."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, TypeVar

from unknot.mixer._curves import Ramp
from unknot.units import GRID, factor

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

Span = TypeVar("Span")

DOWN = 17 * GRID
"""0.41 s: ducking goes down before the words and ends at their onset."""
UP = 62 * GRID
"""1.49 s: the background comes back after the words."""
UP_LEAST = 41 * GRID
"""0.98 s: it comes back no faster where the next words are near."""
HELD = DOWN + UP_LEAST
"""1.39 s: ducking is held across gaps shorter than this."""
FADE_IN = 167 * GRID
"""4.0 s at the beginning of a session."""
FADE_OUT = 375 * GRID
"""9.0 s at its end."""


@dataclass(slots=True)
class GainTrack:
    """A gain that is a constant or a ramp in each of its spans. The last one stays."""

    starts: list[int] = field(default_factory=list)
    spans: list[float | Ramp] = field(default_factory=list)
    """A level in decibels, or a ramp that begins with its span."""
    before: float = 0.0
    """Decibels before the first span."""

    def then(self, start: int, span: float | Ramp) -> None:
        """From `start` on, `span`. Starts ascend; a second span from the same start takes the first one's place."""
        if self.starts and self.starts[-1] == start:
            self.spans[-1] = span
            return
        self.starts.append(start)
        self.spans.append(span)

    def turns(self, start: int, stop: int) -> list[int]:
        """The frames between `start` and `stop` at which a span begins."""
        return self.starts[bisect_right(self.starts, start) : bisect_left(self.starts, stop)]

    def at(self, frame: int) -> float | Ramp:
        """The level in decibels at `frame`, or the ramp as it stands there."""
        place = bisect_right(self.starts, frame) - 1
        if place < 0:
            return self.before
        span = self.spans[place]
        return span.later(frame - self.starts[place]) if isinstance(span, Ramp) else span


def combined(tracks: Iterable[GainTrack], frame: int, level: float) -> tuple[float, tuple[Ramp, ...]]:
    """The constant factor and the ramps of all `tracks` together at `frame`, over `level` decibels."""
    ramps = []
    for track in tracks:
        span = track.at(frame)
        if isinstance(span, Ramp):
            ramps.append(span)
        else:
            level += span
    return factor(level), tuple(ramps)


def ducking(words: Sequence[tuple[int, int, float]]) -> GainTrack:
    """Down before each stretch of words and up after it, held across short gaps.

    `words` are first frame, end and depth in decibels (0 or less) of each cue, ascending, on the grid.
    """
    track = GainTrack()
    groups = grouped(words, lambda cue: cue[:2], HELD)
    for index, group in enumerate(groups):
        start, end, depth = group[0][0], max(end for _, end, _ in group), group[-1][2]
        down = max(0, start - DOWN)
        if start - down == DOWN:
            track.then(down, Ramp("decibels", DOWN, 0, 0.0, group[0][2]))
        track.then(start if start - down == DOWN else 0, group[0][2])
        for before, cue in pairwise(group):
            _deepen(track, before, cue)
        room = groups[index + 1][0][0] - DOWN - end if index + 1 < len(groups) else UP
        track.then(end, Ramp("decibels", min(UP, room), 0, depth, 0.0))
        track.then(end + min(UP, room), 0.0)
    return track


def _deepen(track: GainTrack, before: tuple[int, int, float], cue: tuple[int, int, float]) -> None:
    """From the depth of one cue to that of the next, where it is held between them; there when the next one begins."""
    length = min(DOWN, cue[0] - before[0])
    if length and cue[2] != before[2]:
        track.then(cue[0] - length, Ramp("decibels", length, 0, before[2], cue[2]))
        track.then(cue[0], cue[2])


def grouped(spans: Iterable[Span], bounds: Callable[[Span], tuple[int, int]], gap: int) -> list[list[Span]]:
    """Spans, ascending by their begin, those together that are nearer to the ones before than `gap` frames.

    `bounds` gives the begin and the end of one.
    """
    groups: list[list[Span]] = []
    last = 0
    for span in spans:
        start, end = bounds(span)
        if groups and start - last < gap:
            groups[-1].append(span)
            last = max(last, end)
        else:
            groups.append([span])
            last = end
    return groups


def fading(frames: int) -> GainTrack:
    """In at the beginning of a session of `frames`, out at its end; shorter where the session is short."""
    into = min(FADE_IN, frames // 4 // GRID * GRID)
    out = min(FADE_OUT, frames // 4 // GRID * GRID)
    track = GainTrack()
    if not into:
        return track
    last = (frames - out) // GRID * GRID
    track.then(0, Ramp("grow", into))
    track.then(into, 0.0)
    track.then(last, Ramp("shrink", out))
    track.then(last + out, float("-inf"))
    return track


def stepping(changes: Sequence[tuple[int, float, int]]) -> GainTrack:
    """The level of one background: (frame, decibels, over), where each change takes `over` frames from `frame`."""
    track = GainTrack(before=changes[0][1])
    level = changes[0][1]
    for index, (start, to, over) in enumerate(changes[1:], 1):
        room = changes[index + 1][0] - start if index + 1 < len(changes) else over
        length = max(GRID, min(over, room))
        track.then(start, Ramp("decibels", length, 0, level, to))
        track.then(start + length, to)
        level = to
    return track
