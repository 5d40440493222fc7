"""Gains over the whole session: spans in which the gain is constant or a ramp."""

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
"""Frames: 0.41 s before the words, in which the background goes down. It is down when they begin."""
UP = 62 * GRID
"""Frames: 1.49 s after the words, in which the background comes back."""
UP_LEAST = 41 * GRID
"""Frames: 0.98 s, the shortest time in which it comes back before the next words."""
HELD = DOWN + UP_LEAST
"""Frames: 1.39 s. In shorter gaps between words the background stays down."""
FADE_IN = 167 * GRID
"""Frames: 4.0 s at the beginning of a session."""
FADE_OUT = 375 * GRID
"""Frames: 9.0 s at its end."""


@dataclass(slots=True)
class GainTrack:
    """A gain that is constant or a ramp in each of its spans. The last span has no end."""

    starts: list[int] = field(default_factory=list)
    """The first frame of each span, ascending."""
    spans: list[float | Ramp] = field(default_factory=list)
    """A level in decibels, or a ramp that begins with its span."""
    before: float = 0.0
    """Decibels before the first span."""

    def then(self, start: int, span: float | Ramp) -> None:
        """From `start` on the gain is `span`. Starts ascend; a second span from the same start replaces the first."""
        if self.starts and self.starts[-1] == start:
            self.spans[-1] = span
            return
        self.starts.append(start)
        self.spans.append(span)

    def edges(self, start: int, stop: int) -> list[int]:
        """The frames between `start` and `stop` at which a span begins."""
        return self.starts[bisect_right(self.starts, start) : bisect_left(self.starts, stop)]

    def at(self, frame: int) -> float | Ramp:
        """The level in decibels at `frame`, or the rest of the ramp."""
        place = bisect_right(self.starts, frame) - 1
        if place < 0:
            return self.before
        span = self.spans[place]
        return span.later(frame - self.starts[place]) if isinstance(span, Ramp) else span


def combined(tracks: Iterable[GainTrack], frame: int, level: float) -> tuple[float, tuple[Ramp, ...]]:
    """The constant factor and the ramps of all `tracks` at `frame`, with `level` decibels added."""
    ramps = []
    for track in tracks:
        span = track.at(frame)
        if isinstance(span, Ramp):
            ramps.append(span)
        else:
            level += span
    return factor(level), tuple(ramps)


def ducking(words: Sequence[tuple[int, int, float]]) -> GainTrack:
    """The gain of a background that goes down before words and up after them, and stays down in short gaps.

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
    """Add a ramp from the depth of one cue to that of the next, where the background stays down between them."""
    length = min(DOWN, cue[0] - before[0])
    if length and cue[2] != before[2]:
        track.then(cue[0] - length, Ramp("decibels", length, 0, before[2], cue[2]))
        track.then(cue[0], cue[2])


def grouped(spans: Iterable[Span], bounds: Callable[[Span], tuple[int, int]], gap: int) -> list[list[Span]]:
    """Spans, ascending by their begin, in groups: less than `gap` frames are between a span and those before it.

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


def session_fades(frames: int) -> GainTrack:
    """The fade-in and the fade-out of a session of `frames`; shorter ones where the session is short."""
    fade_in = min(FADE_IN, frames // 4 // GRID * GRID)
    fade_out = min(FADE_OUT, frames // 4 // GRID * GRID)
    track = GainTrack()
    if not fade_in:
        return track
    last = (frames - fade_out) // GRID * GRID
    track.then(0, Ramp("grow", fade_in))
    track.then(fade_in, 0.0)
    track.then(last, Ramp("shrink", fade_out))
    track.then(last + fade_out, float("-inf"))
    return track


def level_changes(changes: Sequence[tuple[int, float, int]]) -> GainTrack:
    """The level of one background. `changes` are (frame, decibels, over): a change takes `over` frames from `frame`."""
    track = GainTrack(before=changes[0][1])
    level = changes[0][1]
    for index, (start, to, over) in enumerate(changes[1:], 1):
        room = changes[index + 1][0] - start if index + 1 < len(changes) else over
        length = max(GRID, min(over, room))
        track.then(start, Ramp("decibels", length, 0, level, to))
        track.then(start + length, to)
        level = to
    return track
