"""Which part of a background sounds when: one part from beginning to end, or one for each cue, joined in the pauses."""

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
"""Frames: 0.5 s, the crossfade between two stretches of the same background."""
JOIN_SLOW = 125 * GRID
"""Frames: 3.0 s, the same where the level of the background swells, in a pause that is long enough."""
JOIN_LEAST = 13 * GRID
"""Frames: 0.31 s. Cues that are nearer than this share one stretch."""
_LEAST_APART = JOIN_SLOW
"""Frames between two phases. Nearer ones would be heard twice in one crossfade and add up."""
_CHOICES = 64
"""Phases that are tried for one content. Waves are near their mean power for a seventh of the time."""
_SETTLED = 24
"""Grid steps after the end of ducking until the words have hardly any effect on the encoder (measured)."""


@dataclass(frozen=True, slots=True)
class PlacementAnchor:
    """A cue or a chime that a stretch of background belongs to."""

    start: int
    """First frame, on the grid."""
    end: int
    """On the grid, or where the session ends."""
    content: str
    """The identity of its sound."""


@dataclass(frozen=True, slots=True)
class BackgroundStretch:
    """A part of the session in which the background runs on without a join."""

    start: int
    """First frame in the session."""
    stop: int
    """The frame after its last one."""
    phase: int
    """The frame of the background at `start`."""
    gain: GainTrack
    """Its part of the crossfades at its ends."""


@dataclass(frozen=True, slots=True)
class _AnchorGroup:
    """An anchor, or several that are too near to each other for a join."""

    start: int
    """First frame of the first one."""
    end: int
    """The end of the last one, in frames."""
    phase: int
    """The frame of the background at `start`."""


def stretches(
    background: Background, anchors: Sequence[PlacementAnchor], start: int, stop: int
) -> tuple[BackgroundStretch, ...]:
    """The stretches of `background` that fill the frames from `start` to `stop`, in order."""
    inside = [a for a in anchors if start <= a.start < stop]
    if not background.anchored or not inside:
        return (BackgroundStretch(start, stop, 0, GainTrack()),)
    groups = _groups(background, inside)
    joins = [_join(background, before, after) for before, after in pairwise(groups)]
    found = []
    for index, group in enumerate(groups):
        fade_in = joins[index - 1] if index else None
        fade_out = joins[index] if index < len(joins) else None
        first, last = fade_in[0] if fade_in else start, sum(fade_out) if fade_out else stop
        phase = (group.phase + first - group.start) % background.period
        found.append(BackgroundStretch(first, last, phase, _gain(background, fade_in, fade_out)))
    return tuple(found)


def _gain(background: Background, fade_in: tuple[int, int] | None, fade_out: tuple[int, int] | None) -> GainTrack:
    track = GainTrack()
    if fade_in:
        track.then(fade_in[0], Ramp("rise" if background.uncorrelated else "grow", fade_in[1]))
        track.then(sum(fade_in), 0.0)
    if fade_out:
        track.then(fade_out[0], Ramp("fall" if background.uncorrelated else "shrink", fade_out[1]))
    return track


def _groups(background: Background, anchors: Sequence[PlacementAnchor]) -> list[_AnchorGroup]:
    groups: list[_AnchorGroup] = []
    for group in grouped(anchors, lambda anchor: (anchor.start, anchor.end), JOIN_LEAST):
        phase = _phase(background, group, groups[-1] if groups else None)
        groups.append(_AnchorGroup(group[0].start, max(anchor.end for anchor in group), phase))
    return groups


def _phase(background: Background, group: Sequence[PlacementAnchor], before: _AnchorGroup | None) -> int:
    """The best phase for the content of `group` that is far enough from the phase of the stretch before it."""
    running = (before.phase + group[0].start - before.start) % background.period if before else None
    choices = _choices(background, group)
    return next(
        (phase for phase in choices if running is None or _apart(phase, running, background.period)), choices[0]
    )


def _apart(one: int, other: int, period: int) -> bool:
    gap = (one - other) % period
    return min(gap, period - gap) >= min(_LEAST_APART, period // 4)


def _choices(background: Background, group: Sequence[PlacementAnchor]) -> list[int]:
    """Phases for the content of `group`, the best first: with swells, those of mean power under all of its words.

    At each of them a whole block of the background begins when the encoder has forgotten the words. Blocks are what is
    cached, so the pauses of a session share as many blocks as possible.
    """
    steps, first = background.period // GRID, group[0].start
    seed = hashlib.shake_256(f"{group[0].content} {background.identity}".encode()).digest(4 * _CHOICES)
    blocks = np.frombuffer(seed, "<u4").astype(np.int64) % max(1, steps // BLOCK)
    settled = (max(anchor.end for anchor in group) - first + UP) // GRID + _SETTLED
    found = (blocks * BLOCK - settled) % steps
    swell = background.swell
    if swell is not None:
        spans = [((a.start - first) // GRID, max(1, (a.end - a.start) // GRID)) for a in group]
        distance = np.max([_from_mean(swell, found + at, length) for at, length in spans], axis=0)
        found = found[np.argsort(distance, kind="stable")]
    return [int(step) * GRID for step in found]


def _from_mean(swell: NDArray[np.float32], steps: NDArray[np.int64], length: int) -> NDArray[np.float64]:
    """How far the mean power of the `length` steps from each of `steps` is from the mean of all, as a logarithm."""
    means = swell.take(steps[:, None] + np.arange(length), mode="wrap").mean(axis=1, dtype=np.float64)
    return np.asarray(np.abs(np.log(np.maximum(means, 1e-12) / np.mean(swell, dtype=np.float64))))


def _join(background: Background, before: _AnchorGroup, after: _AnchorGroup) -> tuple[int, int]:
    """First frame and length of the crossfade from the stretch of one group to that of the next.

    It ends when the words begin, during the ducking for them, so that as few frames as possible depend on the join.
    """
    gap = after.start - before.end
    if background.swell is None or gap < HELD:
        length = min(JOIN, gap // GRID * GRID)
        return after.start - length, length
    last = after.start - DOWN
    return _quietest(background.swell, before, after, before.end + min(UP, last - before.end - JOIN), last)


def _quietest(
    swell: NDArray[np.float32], before: _AnchorGroup, after: _AnchorGroup, first: int, last: int
) -> tuple[int, int]:
    """The crossfade between `first` and `last` during which both stretches are quietest."""
    length = min(JOIN_SLOW, (last - first) // GRID * GRID)
    places = np.arange(0, (last - first - length) // GRID + 1)
    both = np.zeros(len(places), np.float64)
    for group in (before, after):
        middle = (group.phase + first + length // 2 - group.start) // GRID
        both += swell.take(places + middle, mode="wrap")
    return first + int(np.argmin(both)) * GRID, length
