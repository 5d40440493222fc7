"""From a timeline to segments: stretches in which the same layers run on."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from unknot.mixer._background_placement import PlacementAnchor, stretches
from unknot.mixer._curves import Ramp
from unknot.mixer._gain_tracks import GainTrack, combined, ducking, fading, stepping
from unknot.mixer._levels import BED_PEAK, Levels
from unknot.mixer._recipe import Layer, Piece
from unknot.timeline import BackgroundSpan, Chime, Cue, Timeline
from unknot.units import GRID, on_grid

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from unknot.audio import Background

CROSSING_LEAST = 21 * GRID
"""0.5 s: a background changes no faster."""
_IN_PAUSES = 9.0
"""Decibels that the peaks of the background may be higher by in pauses than while words are spoken."""


@dataclass(frozen=True, slots=True)
class PlacedLayer:
    """A layer from `start` to `stop` of the session."""

    start: int
    stop: int
    source: str
    at: int
    """The source's frame at `start`."""
    period: int = 0
    level: float = 0.0
    """Decibels."""
    tracks: tuple[GainTrack, ...] = ()
    """The gains that it goes through, which multiply."""

    def layer(self, frame: int) -> Layer:
        """As it stands at `frame` of the session."""
        at = self.at + frame - self.start
        level, ramps = combined(self.tracks, frame, self.level)
        return Layer(self.source, at % self.period if self.period else at, self.period, level, ramps)


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece and where it stands."""

    start: int
    piece: Piece


@dataclass(frozen=True, slots=True)
class PlacedSound:
    """A clip or a chime, as the arrangement needs to know it."""

    source: str
    frames: int
    level: float = 0.0
    """Decibels that its peak budget takes off it."""
    loudness: float = float("-inf")
    """LUFS of its words, after that."""


@dataclass(slots=True)
class _BackgroundRun:
    """One background from the scene that brings it to the one that takes it away."""

    name: str
    start: int
    over: int
    changes: list[tuple[int, float, int]]
    stop: int = 0
    out: int = 0
    """Frames after `stop` over which it goes."""


def segments(
    timeline: Timeline,
    cues: Mapping[Cue, PlacedSound],
    chimes: Mapping[Chime, PlacedSound],
    beds: Mapping[str, Background],
    levels: Levels,
) -> tuple[Segment, ...]:
    """The whole session, frame 0 to the last, as segments in order. Neighbours differ."""
    words = [(c.start, _end(c.start, p.frames, timeline.frames), levels.duck_for(p.loudness)) for c, p in cues.items()]
    aloud = ((chime, played) for chime, played in chimes.items() if not chime.under)
    bringers: list[tuple[Cue | Chime, PlacedSound]] = [*cues.items(), *aloud]
    anchors = sorted((_anchor(event.start, played, timeline.frames) for event, played in bringers), key=_start)
    fades = fading(timeline.frames)
    placed = [_voiced(c.start, p, timeline.frames) for c, p in cues.items()]
    placed += [_voiced(c.start, p, timeline.frames, _ending(timeline.frames)) for c, p in chimes.items()]
    for run in _runs(timeline):
        placed += _laid(beds[run.name], run, anchors, words, fades, levels)
    return _sliced(placed, timeline.frames)


def _anchor(start: int, played: PlacedSound, last: int) -> PlacementAnchor:
    return PlacementAnchor(_floor(start), _end(_floor(start), played.frames, last), played.source)


def _start(anchor: PlacementAnchor) -> int:
    return anchor.start


def _floor(frame: int) -> int:
    return frame // GRID * GRID


def _end(start: int, frames: int, last: int) -> int:
    return min(start + on_grid(frames), last)


def _voiced(start: int, played: PlacedSound, last: int, *tracks: GainTrack) -> PlacedLayer:
    return PlacedLayer(start, _end(start, played.frames, last), played.source, 0, 0, played.level, tracks)


def _ending(frames: int) -> GainTrack:
    """What would sound beyond the end of the session goes down in its last second."""
    length = min(42 * GRID, _floor(frames))
    track = GainTrack()
    if length:
        track.then(_floor(frames - length), Ramp("shrink", length))
        track.then(_floor(frames - length) + length, float("-inf"))
    return track


def _runs(timeline: Timeline) -> list[_BackgroundRun]:
    """The backgrounds of the session in order, each with its changes of level."""
    runs: list[_BackgroundRun] = []
    name = ""
    for scene in (e for e in timeline.events if isinstance(e, BackgroundSpan)):
        at, over = _floor(scene.start), max(CROSSING_LEAST, _floor(scene.over))
        if scene.name == name and runs:
            runs[-1].changes.append((at, scene.change, over))
            continue
        if name:
            runs[-1].stop, runs[-1].out = at, over
        name = scene.name
        if name:
            runs.append(_BackgroundRun(name, at, over if at else 0, [(at, scene.change, 0)]))
    if name:
        runs[-1].stop = timeline.frames
    return runs


def _laid(
    bed: Background,
    run: _BackgroundRun,
    anchors: Sequence[PlacementAnchor],
    words: Sequence[tuple[int, int, float]],
    fades: GainTrack,
    levels: Levels,
) -> list[PlacedLayer]:
    wanted = levels.voice + levels.background - bed.loudness
    room = BED_PEAK - bed.peak - max(change for _, change, _ in run.changes) - wanted
    lost = min(0.0, room + _IN_PAUSES)
    ducks = ducking([(start, end, min(0.0, min(depth, room) - lost)) for start, end, depth in words])
    level = wanted + lost
    tracks = (ducks, fades, stepping(run.changes), *_crossings(run))
    near = [a for a in anchors if a.start < run.stop]
    return [
        PlacedLayer(s.start, s.stop, bed.identity, s.phase, bed.period, level, (*tracks, s.ends))
        for s in stretches(bed, near, run.start, run.stop + run.out)
    ]


def _crossings(run: _BackgroundRun) -> tuple[GainTrack, GainTrack]:
    into, out = GainTrack(), GainTrack()
    if run.over:
        into.then(run.start, Ramp("rise", run.over))
        into.then(run.start + run.over, 0.0)
    if run.out:
        out.then(run.stop, Ramp("fall", run.out))
    return into, out


def _sliced(placed: Sequence[PlacedLayer], frames: int) -> tuple[Segment, ...]:
    """Cut where any layer or any of its gains turns; stretches that run on are one."""
    edges = sorted({0, frames, *(edge for p in placed for edge in _edges(p) if 0 < edge < frames)})
    waiting = sorted(range(len(placed)), key=lambda i: placed[i].start, reverse=True)
    active: list[int] = []
    found: list[Segment] = []
    for start, stop in pairwise(edges):
        while waiting and placed[waiting[-1]].start <= start:
            active.append(waiting.pop())
        active = sorted(i for i in active if placed[i].stop > start)
        layers = tuple(layer for i in active if (layer := placed[i].layer(start)).factor > 0.0)
        _append(found, Segment(start, Piece(stop - start, layers)))
    return tuple(found)


def _edges(placed: PlacedLayer) -> list[int]:
    turns = [t for track in placed.tracks for t in track.turns(placed.start, placed.stop)]
    return [placed.start, placed.stop, *turns]


def _append(found: list[Segment], segment: Segment) -> None:
    if found:
        last = found[-1]
        if tuple(layer.later(last.piece.frames) for layer in last.piece.layers) == segment.piece.layers:
            found[-1] = Segment(last.start, Piece(last.piece.frames + segment.piece.frames, last.piece.layers))
            return
    found.append(segment)
