"""What goes to the speaker, as a function of the output frame: it can be asked again for what was taken back.

Output frames count what the speaker was given since the session began, pauses included. Session frames count along
the timeline. The tape says which session frame stands at which output frame, and puts the person's levels, fades and
short sounds over it. Untouched, it gives the source's own samples bit for bit.
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

JOIN: Final = Frames(240 * MILLISECOND)
"""The crossfade from one plan to the next."""
_VOICE_PEAK: Final = 0.71
_CHIME_PEAK: Final = 0.05
_BED_PEAK: Final = 0.36


class PlaybackSource(Renderable, Protocol):
    """What can be played: a mix."""

    def stems(self, start: int, count: int) -> tuple[Samples, Samples]:
        """The same frames as words and chimes, and as background; both of shape (count, 2). Pure."""


@dataclass(frozen=True, slots=True, eq=False)
class PlayedStretch:
    """From an output frame on, a source from one of its frames on; without a source, quiet."""

    begin: int
    source: PlaybackSource | None
    position: Frames
    """The session frame at `begin`; the one that the session stands still at, without a source."""


@dataclass(frozen=True, slots=True, eq=False)
class Overlay:
    """A short sound over everything."""

    begin: int
    samples: Samples

    @property
    def end(self) -> int:
        """The first output frame behind it."""
        return self.begin + len(self.samples)


class OutputMix:
    """The output so far and to come."""

    def __init__(self) -> None:
        self.master = GainEnvelope()
        """Fades, over all but the short sounds."""
        self.voice = GainEnvelope()
        """The person's level of words and chimes."""
        self.bed = GainEnvelope()
        """The person's level of the background."""
        self.duck = GainEnvelope()
        """The background under lines that are in no script."""
        self._stretches: list[PlayedStretch] = [PlayedStretch(0, None, Frames(0))]
        self._overlays: list[Overlay] = []
        self._joins: dict[int, Samples] = {}

    def play(self, at: int, source: PlaybackSource | None, position: int) -> None:
        """From output frame `at` on: `source` from its frame `position`, or quiet. What was ahead is forgotten."""
        self._stretches = [s for s in self._stretches if s.begin < at] or self._stretches[:1]
        self._joins = {begin: join for begin, join in self._joins.items() if begin < at}
        before = self._stretches[-1]
        stretch = PlayedStretch(at, source, Frames(position))
        if source is not None and before.source is not None:
            self._join(stretch)
        self._stretches.append(stretch)

    def over(self, at: int, samples: Samples) -> None:
        """A short sound from output frame `at` on."""
        self._overlays.append(Overlay(at, samples))

    def position(self, frame: int) -> Frames:
        """The session frame at an output frame."""
        stretch = self._stretch(frame)
        if stretch.source is None:
            return stretch.position
        return Frames(min(stretch.position + frame - stretch.begin, stretch.source.timeline.frames))

    def source(self, frame: int) -> PlaybackSource | None:
        """What plays at an output frame."""
        return self._stretch(frame).source

    def ends(self) -> int | None:
        """The output frame behind the last one of the source that plays; None in a quiet that has no end."""
        last = self._stretches[-1]
        if last.source is None:
            return None
        return last.begin + last.source.timeline.frames - last.position

    def render(self, start: int, count: int) -> Samples:
        """The output frames from `start`, shape (count, 2)."""
        edges = [s.begin for s in self._stretches if start < s.begin < start + count]
        places = [start, *edges, start + count]
        parts = [self._program(a, b - a) for a, b in pairwise(places)]
        out = self._mastered(np.concatenate(parts) if len(parts) > 1 else parts[0], start)
        for overlay in self._overlays:
            out = _added(out, overlay, start)
        return out

    def forget(self, before: int) -> None:
        """Nothing before that output frame is asked for any more."""
        while len(self._stretches) > 1 and self._stretches[1].begin <= before:
            self._stretches.pop(0)
        self._overlays = [o for o in self._overlays if o.end > before]
        self._joins = {begin: join for begin, join in self._joins.items() if begin + len(join) > before}
        for envelope in (self.master, self.voice, self.bed, self.duck):
            envelope.forget(before)

    def _stretch(self, frame: int) -> PlayedStretch:
        return next((s for s in reversed(self._stretches) if s.begin <= frame), self._stretches[0])

    def _program(self, start: int, count: int) -> Samples:
        """Frames of one stretch, at the person's levels."""
        stretch = self._stretch(start)
        inside = start - stretch.begin
        join = self._joins.get(stretch.begin)
        if join is None or inside >= len(join):
            return self._levelled(stretch, start, count)
        head = join[inside : inside + count]
        if len(head) == count:
            return head
        return np.concatenate((head, self._levelled(stretch, start + len(head), count - len(head))))

    def _levelled(self, stretch: PlayedStretch, start: int, count: int) -> Samples:
        if stretch.source is None:
            return silence(count)
        place = stretch.position + start - stretch.begin
        wanted = min(count, max(0, stretch.source.timeline.frames - place))
        voice = self.voice.gain(start, wanted)
        bed = self.bed.gain(start, wanted) * self.duck.gain(start, wanted)
        if isinstance(voice, float) and isinstance(bed, float) and voice == bed == 1.0:
            out = stretch.source.render(place, wanted)
        else:
            words, under = stretch.source.stems(place, wanted)
            out = (words * voice + under * bed) * _room(voice, bed)
        return out if wanted == count else np.concatenate((out, silence(count - wanted)))

    def _mastered(self, block: Samples, start: int) -> Samples:
        gain = self.master.gain(start, len(block))
        return block if isinstance(gain, float) and gain == 1.0 else block * np.float32(gain)

    def _join(self, after: PlayedStretch) -> None:
        """Afterwards `after` begins with a crossfade out of what plays now, unless they are the same there."""
        old = self._program(after.begin, JOIN)
        new = self._levelled(after, after.begin, JOIN)
        if not np.array_equal(old, new):
            self._joins[after.begin] = crossfade(old, new)


def crossfade(old: Samples, new: Samples) -> Samples:
    """`old` into `new`, at even power for what is unlike and at even amplitude for what is alike."""
    angle = ((np.arange(len(old)) + 0.5) * (np.pi / 2 / len(old)))[:, None]
    fall, rise = np.cos(angle), np.sin(angle)
    power = float(np.sqrt(np.sum(np.square(old, dtype=np.float64)) * np.sum(np.square(new, dtype=np.float64))))
    alike = float(np.sum(np.multiply(old, new, dtype=np.float64))) / power if power else 0.0
    evened = np.sqrt(1.0 + 2.0 * max(0.0, alike) * fall * rise)
    mixed: Samples = ((old * fall + new * rise) / evened).astype(np.float32)
    return mixed


def _room(voice: Gain, bed: Gain) -> NDArray[np.float32]:
    """What everything is multiplied with so that no levels that a person chooses can clip.

    The budgets of the mixer: words peak at −3 dBFS, chimes under them at −26, the background at −9 in pauses.
    """
    worst = (_VOICE_PEAK + _CHIME_PEAK) * np.asarray(voice) + _BED_PEAK / 3.0 * np.asarray(bed)
    worst = np.maximum(worst, _BED_PEAK * np.asarray(bed))
    room: NDArray[np.float32] = np.asarray(1.0 / np.maximum(worst, 1.0), np.float32)
    return room


def _added(out: Samples, overlay: Overlay, start: int) -> Samples:
    first, last = max(start, overlay.begin), min(start + len(out), overlay.end)
    if first >= last:
        return out
    out = out.copy()
    out[first - start : last - start] += overlay.samples[first - overlay.begin : last - overlay.begin]
    return out
