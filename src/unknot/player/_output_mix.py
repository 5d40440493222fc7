"""What the speaker is given, as a function of the output frame. So frames that were taken back can be rendered again.

Output frames count what the speaker was given since the session began, pauses included. Session frames count along
the timeline. The output mix says which session frame is at which output frame, and applies the levels of the person,
fades and short sounds. Without any of them it gives the samples of the source bit for bit.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final, Protocol

import numpy as np

from unknot.audio import silence
from unknot.player._envelope import GainEnvelope
from unknot.ports import Renderable
from unknot.units import MILLISECOND, Frames

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from unknot.audio import Samples
    from unknot.player._envelope import Gain

CROSSFADE: Final = Frames(240 * MILLISECOND)
"""How long the crossfade from one plan to the next is."""
_VOICE_PEAK: Final = 0.71
"""−3 dBFS, the highest peak of words that the mixer allows."""
_CHIME_PEAK: Final = 0.05
"""−26 dBFS, of chimes under words."""
_BACKGROUND_PEAK: Final = 0.36
"""−9 dBFS, of the background in rests."""


class PlaybackSource(Renderable, Protocol):
    """The sound of a plan, whole or in two parts."""

    def stems(self, start: int, count: int) -> tuple[Samples, Samples]:
        """The same frames as words and chimes, and as background; both of shape (count, 2). Pure."""


@dataclass(frozen=True, slots=True, eq=False)
class PlayedSegment:
    """A source, played from one of its frames on; or silence."""

    begin: int
    """The first output frame."""
    source: PlaybackSource | None
    """None is silence."""
    position: Frames
    """The session frame at `begin`. In silence it stays the same."""


@dataclass(frozen=True, slots=True, eq=False)
class Overlay:
    """A short sound that is added to everything else."""

    begin: int
    """The first output frame."""
    samples: Samples
    """Shape (n, 2)."""

    @property
    def end(self) -> int:
        """The first output frame after it."""
        return self.begin + len(self.samples)


class OutputMix:
    """Segments, levels and short sounds over the output frames."""

    def __init__(self) -> None:
        self.master = GainEnvelope()
        """Fades of everything but the short sounds."""
        self.voice = GainEnvelope()
        """The level of words and chimes that the person has set."""
        self.background = GainEnvelope()
        """The level of the background that the person has set."""
        self.ducking = GainEnvelope()
        """The level of the background under prompts."""
        self._segments: list[PlayedSegment] = [PlayedSegment(0, None, Frames(0))]
        self._overlays: list[Overlay] = []
        self._crossfades: dict[int, Samples] = {}

    def play(self, at: int, source: PlaybackSource | None, position: int) -> None:
        """From output frame `at` on: `source` from its frame `position`, or silence. Replaces what was to come."""
        self._segments = [s for s in self._segments if s.begin < at] or self._segments[:1]
        self._crossfades = {begin: mixed for begin, mixed in self._crossfades.items() if begin < at}
        before = self._segments[-1]
        segment = PlayedSegment(at, source, Frames(position))
        if source is not None and before.source is not None:
            self._add_crossfade(segment)
        self._segments.append(segment)

    def add_overlay(self, at: int, samples: Samples) -> None:
        """Adds a short sound from output frame `at` on."""
        self._overlays.append(Overlay(at, samples))

    def position(self, frame: int) -> Frames:
        """The session frame at an output frame."""
        segment = self._segment(frame)
        if segment.source is None:
            return segment.position
        return Frames(min(segment.position + frame - segment.begin, segment.source.timeline.frames))

    def source(self, frame: int) -> PlaybackSource | None:
        """What plays at an output frame."""
        return self._segment(frame).source

    @property
    def end(self) -> int | None:
        """The first output frame after the last source; None when silence comes last, which has no end."""
        last = self._segments[-1]
        if last.source is None:
            return None
        return last.begin + last.source.timeline.frames - last.position

    def render(self, start: int, count: int) -> Samples:
        """The output frames from `start`, shape (count, 2)."""
        begins = [s.begin for s in self._segments if start < s.begin < start + count]
        edges = [start, *begins, start + count]
        parts = [self._session(a, b - a) for a, b in pairwise(edges)]
        out = self._faded(np.concatenate(parts) if len(parts) > 1 else parts[0], start)
        for overlay in self._overlays:
            out = _with_overlay(out, overlay, start)
        return out

    def discard(self, before: int) -> None:
        """Drops what matters only before that output frame, which is not rendered again."""
        while len(self._segments) > 1 and self._segments[1].begin <= before:
            self._segments.pop(0)
        self._overlays = [o for o in self._overlays if o.end > before]
        self._crossfades = {begin: mixed for begin, mixed in self._crossfades.items() if begin + len(mixed) > before}
        for envelope in (self.master, self.voice, self.background, self.ducking):
            envelope.discard(before)

    def _segment(self, frame: int) -> PlayedSegment:
        return next((s for s in reversed(self._segments) if s.begin <= frame), self._segments[0])

    def _session(self, start: int, count: int) -> Samples:
        """Frames of one segment, at the levels of the person, with the crossfade at its beginning."""
        segment = self._segment(start)
        inside = start - segment.begin
        mixed = self._crossfades.get(segment.begin)
        if mixed is None or inside >= len(mixed):
            return self._at_levels(segment, start, count)
        head = mixed[inside : inside + count]
        if len(head) == count:
            return head
        return np.concatenate((head, self._at_levels(segment, start + len(head), count - len(head))))

    def _at_levels(self, segment: PlayedSegment, start: int, count: int) -> Samples:
        if segment.source is None:
            return silence(count)
        position = segment.position + start - segment.begin
        length = min(count, max(0, segment.source.timeline.frames - position))
        voice = self.voice.gain(start, length)
        background = self.background.gain(start, length) * self.ducking.gain(start, length)
        if isinstance(voice, float) and isinstance(background, float) and voice == background == 1.0:
            out = segment.source.render(position, length)
        else:
            words, below = segment.source.stems(position, length)
            out = (words * voice + below * background) * _headroom(voice, background)
        return out if length == count else np.concatenate((out, silence(count - length)))

    def _faded(self, block: Samples, start: int) -> Samples:
        gain = self.master.gain(start, len(block))
        return block if isinstance(gain, float) and gain == 1.0 else block * np.float32(gain)

    def _add_crossfade(self, after: PlayedSegment) -> None:
        """Lets `after` begin with a crossfade from what plays now, unless the samples are the same."""
        old = self._session(after.begin, CROSSFADE)
        new = self._at_levels(after, after.begin, CROSSFADE)
        if not np.array_equal(old, new):
            self._crossfades[after.begin] = crossfade(old, new)


def crossfade(old: Samples, new: Samples) -> Samples:
    """`old` into `new`: at equal power where the two differ, at equal amplitude where they are alike."""
    angle = ((np.arange(len(old)) + 0.5) * (np.pi / 2 / len(old)))[:, None]
    fall, rise = np.cos(angle), np.sin(angle)
    power = float(np.sqrt(np.sum(np.square(old, dtype=np.float64)) * np.sum(np.square(new, dtype=np.float64))))
    alike = float(np.sum(np.multiply(old, new, dtype=np.float64))) / power if power else 0.0
    norm = np.sqrt(1.0 + 2.0 * max(0.0, alike) * fall * rise)
    mixed: Samples = ((old * fall + new * rise) / norm).astype(np.float32)
    return mixed


def _headroom(voice: Gain, background: Gain) -> NDArray[np.float32]:
    """The factor for everything with which no levels that a person can set clip."""
    peak = (_VOICE_PEAK + _CHIME_PEAK) * np.asarray(voice) + _BACKGROUND_PEAK / 3.0 * np.asarray(background)
    peak = np.maximum(peak, _BACKGROUND_PEAK * np.asarray(background))
    factor: NDArray[np.float32] = np.asarray(1.0 / np.maximum(peak, 1.0), np.float32)
    return factor


def _with_overlay(out: Samples, overlay: Overlay, start: int) -> Samples:
    first, last = max(start, overlay.begin), min(start + len(out), overlay.end)
    if first >= last:
        return out
    out = out.copy()
    out[first - start : last - start] += overlay.samples[first - overlay.begin : last - overlay.begin]
    return out
