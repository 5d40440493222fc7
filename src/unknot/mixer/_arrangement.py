"""A timeline as segments: parts of the session in which the same layers sound."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from unknot.mixer._background_placement import PlacementAnchor, stretches
from unknot.mixer._curves import Ramp
from unknot.mixer._gain_tracks import GainTrack, combined, ducking, level_changes, session_fades
from unknot.mixer._levels import BACKGROUND_PEAK, Levels
from unknot.mixer._recipe import Layer, Piece
from unknot.timeline import BackgroundSpan, Chime, Cue, Timeline
from unknot.units import GRID, on_grid

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from unknot.audio import Background

SHORTEST_CROSSFADE = 21 * GRID
"""Frames: 0.5 s, the shortest crossfade from one background to another."""
_IN_PAUSES = 9.0
"""Decibels: in pauses the peaks of the background may be this much higher than while words are spoken."""


@dataclass(frozen=True, slots=True)
class PlacedLayer:
    """A layer and its place in the session."""

    start: int
    """First frame of the session in which it sounds."""
    stop: int
    """The frame after its last one."""
    source: str
    """The identity of what sounds."""
    at: int
    """The frame of the source at `start`."""
    period: int = 0
    """Frames after which the source repeats; 0 where it does not."""
    level: float = 0.0
    """Decibels."""
    tracks: tuple[GainTrack, ...] = ()
    """Its gains, which multiply."""

    def layer(self, frame: int) -> Layer:
        """The layer at `frame` of the session."""
        at = self.at + frame - self.start
        level, ramps = combined(self.tracks, frame, self.level)
        return Layer(self.source, at % self.period if self.period else at, self.period, level, ramps)


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece and its place in the session."""

    start: int
    """First frame in the session."""
    piece: Piece


@dataclass(frozen=True, slots=True)
class PlacedSound:
    """What the arrangement has to know of a clip or a chime."""

    source: str
    """Its identity."""
    frames: int
    """Its length at 48 kHz."""
    level: float = 0.0
    """Decibels, 0 or less, that bring its peak under the limit."""
    loudness: float = float("-inf")
    """LUFS of its words at that level."""


@dataclass(slots=True)
class _BackgroundRun:
    """One background from the event that starts it to the event that ends it."""

    name: str
    """The name in the script."""
    start: int
    """First frame of its fade-in."""
    fade_in: int
    """Frames."""
    changes: list[tuple[int, float, int]]
    """Changes of its level: frame, decibels, frames that the change takes."""
    stop: int = 0
    """First frame of its fade-out, or the end of the session."""
    fade_out: int = 0
    """Frames after `stop`."""


def segments(
    timeline: Timeline,
    cues: Mapping[Cue, PlacedSound],
    chimes: Mapping[Chime, PlacedSound],
    backgrounds: Mapping[str, Background],
    levels: Levels,
) -> tuple[Segment, ...]:
    """The whole session as segments in order, from frame 0 to the last. Neighbours differ."""
    words = [(c.start, _end(c.start, p.frames, timeline.frames), levels.duck_for(p.loudness)) for c, p in cues.items()]
    in_pauses = ((chime, placed) for chime, placed in chimes.items() if not chime.under)
    anchoring: list[tuple[Cue | Chime, PlacedSound]] = [*cues.items(), *in_pauses]
    anchors = sorted((_anchor(event.start, p, timeline.frames) for event, p in anchoring), key=lambda a: a.start)
    fades = session_fades(timeline.frames)
    placed = [_placed(c.start, p, timeline.frames) for c, p in cues.items()]
    placed += [_placed(c.start, p, timeline.frames, _end_fade(timeline.frames)) for c, p in chimes.items()]
    for run in _runs(timeline):
        placed += _placed_background(backgrounds[run.name], run, anchors, words, fades, levels)
    return _sliced(placed, timeline.frames)


def _anchor(start: int, sound: PlacedSound, last: int) -> PlacementAnchor:
    return PlacementAnchor(_floor(start), _end(_floor(start), sound.frames, last), sound.source)


def _floor(frame: int) -> int:
    return frame // GRID * GRID


def _end(start: int, frames: int, last: int) -> int:
    return min(start + on_grid(frames), last)


def _placed(start: int, sound: PlacedSound, last: int, *tracks: GainTrack) -> PlacedLayer:
    return PlacedLayer(start, _end(start, sound.frames, last), sound.source, 0, 0, sound.level, tracks)


def _end_fade(frames: int) -> GainTrack:
    """The fade of a chime that would sound beyond the end of the session: about its last second."""
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
    for span in (e for e in timeline.events if isinstance(e, BackgroundSpan)):
        at, over = _floor(span.start), max(SHORTEST_CROSSFADE, _floor(span.over))
        if span.name == name and runs:
            runs[-1].changes.append((at, span.change, over))
            continue
        if name:
            runs[-1].stop, runs[-1].fade_out = at, over
        name = span.name
        if name:
            runs.append(_BackgroundRun(name, at, over if at else 0, [(at, span.change, 0)]))
    if name:
        runs[-1].stop = timeline.frames
    return runs


def _placed_background(
    background: Background,
    run: _BackgroundRun,
    anchors: Sequence[PlacementAnchor],
    words: Sequence[tuple[int, int, float]],
    fades: GainTrack,
    levels: Levels,
) -> list[PlacedLayer]:
    level = levels.voice + levels.background - background.loudness
    headroom = BACKGROUND_PEAK - background.peak - max(change for _, change, _ in run.changes) - level
    lowered = min(0.0, headroom + _IN_PAUSES)
    level += lowered
    ducks = ducking([(start, end, min(0.0, min(depth, headroom) - lowered)) for start, end, depth in words])
    tracks = (ducks, fades, level_changes(run.changes), *_crossfades(run))
    near = [a for a in anchors if a.start < run.stop]
    return [
        PlacedLayer(s.start, s.stop, background.identity, s.phase, background.period, level, (*tracks, s.gain))
        for s in stretches(background, near, run.start, run.stop + run.fade_out)
    ]


def _crossfades(run: _BackgroundRun) -> tuple[GainTrack, GainTrack]:
    fade_in, fade_out = GainTrack(), GainTrack()
    if run.fade_in:
        fade_in.then(run.start, Ramp("rise", run.fade_in))
        fade_in.then(run.start + run.fade_in, 0.0)
    if run.fade_out:
        fade_out.then(run.stop, Ramp("fall", run.fade_out))
    return fade_in, fade_out


def _sliced(placed: Sequence[PlacedLayer], frames: int) -> tuple[Segment, ...]:
    """Segments, cut where a layer begins or ends or one of its gains changes; equal neighbours are joined."""
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
    edges = [edge for track in placed.tracks for edge in track.edges(placed.start, placed.stop)]
    return [placed.start, placed.stop, *edges]


def _append(found: list[Segment], segment: Segment) -> None:
    last = found[-1] if found else None
    if last and tuple(layer.later(last.piece.frames) for layer in last.piece.layers) == segment.piece.layers:
        found[-1] = Segment(last.start, Piece(last.piece.frames + segment.piece.frames, last.piece.layers))
    else:
        found.append(segment)
