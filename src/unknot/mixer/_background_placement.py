"""Where each stretch of a background stands: run by the clock, or brought by the cues and joined in the pauses."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from unknot.mixer._curves import Ramp
from unknot.mixer._gain_tracks import DOWN, HELD, UP, GainTrack, grouped
from unknot.units import BLOCK, GRID

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from unknot.audio import Background

JOIN = 21 * GRID
"""0.5 s: a join of two stretches of the same background."""
JOIN_SLOW = 125 * GRID
"""3.0 s: the same where the background swells and ebbs, in a pause that has the room."""
JOIN_LEAST = 13 * GRID
"""0.31 s: between cues nearer than this the same stretch runs on."""
_CLOSE = JOIN_SLOW
"""Phases nearer than this would be heard twice in one join, and add up instead of crossing."""
_CHOICES = 64
"""Phases that one content may choose from. Waves are of middling power for a seventh of their time."""
_SETTLED = 24
"""Grid steps after the background has come back, by which an encoder has mostly forgotten the words (measured)."""


@dataclass(frozen=True, slots=True)
class PlacementAnchor:
    """Something that a stretch of background may belong to: a cue or a chime."""

    start: int
    """First frame, on the grid."""
    end: int
    """On the grid, or where the session ends."""
    content: str
    """What sounds."""


@dataclass(frozen=True, slots=True)
class BackgroundStretch:
    """A background from `start` to `stop`, at one phase."""

    start: int
    stop: int
    phase: int
    """At `start`."""
    ends: GainTrack
    """Its own gain: up at its beginning, down at its end, where it is joined."""


@dataclass(frozen=True, slots=True)
class _AnchorGroup:
    """An anchor, or several with no room for a join between them, and the phase at the first one's start."""

    start: int
    end: int
    phase: int


def stretches(
    bed: Background, anchors: Sequence[PlacementAnchor], start: int, stop: int
) -> tuple[BackgroundStretch, ...]:
    """How `bed` fills the frames from `start` to `stop`."""
    inside = [a for a in anchors if start <= a.start < stop]
    if not bed.anchored or not inside:
        return (BackgroundStretch(start, stop, 0, GainTrack()),)
    held = _phased(bed, inside)
    joins = [_join(bed, before, after) for before, after in pairwise(held)]
    found = []
    for index, anchor in enumerate(held):
        into = joins[index - 1] if index else None
        out = joins[index] if index < len(joins) else None
        first, last = into[0] if into else start, sum(out) if out else stop
        phase = (anchor.phase + first - anchor.start) % bed.period
        found.append(BackgroundStretch(first, last, phase, _ends(bed, into, out)))
    return tuple(found)


def _ends(bed: Background, into: tuple[int, int] | None, out: tuple[int, int] | None) -> GainTrack:
    track = GainTrack()
    if into:
        track.then(into[0], Ramp("rise" if bed.unlike else "grow", into[1]))
        track.then(sum(into), 0.0)
    if out:
        track.then(out[0], Ramp("fall" if bed.unlike else "shrink", out[1]))
    return track


def _phased(bed: Background, anchors: Sequence[PlacementAnchor]) -> list[_AnchorGroup]:
    held: list[_AnchorGroup] = []
    for group in grouped(anchors, lambda anchor: (anchor.start, anchor.end), JOIN_LEAST):
        phase = _phase(bed, group, held[-1] if held else None)
        held.append(_AnchorGroup(group[0].start, max(anchor.end for anchor in group), phase))
    return held


def _phase(bed: Background, group: Sequence[PlacementAnchor], before: _AnchorGroup | None) -> int:
    """The phase that the content of `group` asks for, unless it nearly meets the one before it."""
    running = (before.phase + group[0].start - before.start) % bed.period if before else None
    choices = _choices(bed, group)
    return next((phase for phase in choices if running is None or _apart(phase, running, bed.period)), choices[0])


def _apart(one: int, other: int, period: int) -> bool:
    gap = (one - other) % period
    return min(gap, period - gap) >= min(_CLOSE, period // 4)


def _choices(bed: Background, group: Sequence[PlacementAnchor]) -> list[int]:
    """Phases by content, the best first: where the background swells, those of middling power under all its words.

    Each lets a whole block of the background begin when the words are forgotten: blocks are what is remembered, and so
    the pauses of a session share as many of them as they can.
    """
    steps, first = bed.period // GRID, group[0].start
    seed = hashlib.shake_256(f"{group[0].content} {bed.identity}".encode()).digest(4 * _CHOICES)
    blocks = np.frombuffer(seed, "<u4").astype(np.int64) % max(1, steps // BLOCK)
    forgotten = (max(anchor.end for anchor in group) - first + UP) // GRID + _SETTLED
    found = (blocks * BLOCK - forgotten) % steps
    swell = bed.swell
    if swell is not None:
        spans = [((a.start - first) // GRID, max(1, (a.end - a.start) // GRID)) for a in group]
        off = np.max([_off_middle(swell, found + at, length) for at, length in spans], axis=0)
        found = found[np.argsort(off, kind="stable")]
    return [int(step) * GRID for step in found]


def _off_middle(swell: NDArray[np.float32], steps: NDArray[np.int64], length: int) -> NDArray[np.float64]:
    """How far the mean power over `length` steps from each of `steps` is from that of the whole, as a logarithm."""
    means = swell.take(steps[:, None] + np.arange(length), mode="wrap").mean(axis=1, dtype=np.float64)
    return np.asarray(np.abs(np.log(np.maximum(means, 1e-12) / np.mean(swell, dtype=np.float64))))


def _join(bed: Background, before: _AnchorGroup, after: _AnchorGroup) -> tuple[int, int]:
    """First frame and length of the crossfade from the stretch of one anchor to that of the next.

    It ends with the onset of the words, while the background goes down for them: what a join has a say in is then
    soonest over.
    """
    gap = after.start - before.end
    if bed.swell is None or gap < HELD:
        length = min(JOIN, gap // GRID * GRID)
        return after.start - length, length
    last = after.start - DOWN
    return _calm(bed.swell, before, after, before.end + min(UP, last - before.end - JOIN), last)


def _calm(
    swell: NDArray[np.float32], before: _AnchorGroup, after: _AnchorGroup, first: int, last: int
) -> tuple[int, int]:
    """The join between `first` and `last` at which both stretches are quiet."""
    length = min(JOIN_SLOW, (last - first) // GRID * GRID)
    places = np.arange(0, (last - first - length) // GRID + 1)
    both = np.zeros(len(places), np.float64)
    for held in (before, after):
        middle = (held.phase + first + length // 2 - held.start) // GRID
        both += swell.take(places + middle, mode="wrap")
    return first + int(np.argmin(both)) * GRID, length
