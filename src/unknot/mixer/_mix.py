"""The sound of a session as a pure function of its frames."""

from __future__ import annotations

import functools
import threading
from typing import TYPE_CHECKING, Literal

import numpy as np

from unknot.audio import peak, rms, silence
from unknot.mixer._arrangement import PlacedSound, segments
from unknot.mixer._fade_on_error import FadingOnError
from unknot.mixer._frame_runs import FrameRun, cut, frame_runs
from unknot.mixer._levels import CHIME_PEAK, TRIMMED, UNDER_PEAK, VOICE_PEAK, Levels
from unknot.mixer._recipe import Recipe, SampleSource, digest, only, render
from unknot.mixer._speech_level import spoken
from unknot.timeline import Chime, Timeline
from unknot.units import GRID, SAMPLE_RATE, SILENCE, Decibels, on_grid

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from unknot.audio import Background, Samples
    from unknot.errors import UnknotError
    from unknot.routine import Utterance

_PAUSES = 12
"""Pauses at most that are listened to for the level of the background."""
_KEPT = 8
"""Clips in hand at once, where the mapping makes them when asked."""


class Clips:
    """The sources of clips and chimes: fetched when asked, the last few in hand, silence behind their end."""

    def __init__(self) -> None:
        self._fetch: dict[str, Callable[[], Samples]] = {}
        self._kept = functools.lru_cache(_KEPT)(functools.partial(_fetched, self._fetch))
        self._lock = threading.Lock()

    def add(self, fetch: Callable[[], Samples], budget: float) -> PlacedSound:
        """What the arrangement needs to know of one clip; afterwards it can be read by its identity."""
        samples = fetch()
        over = max(0.0, peak(samples) - budget)
        source = digest(str(samples.shape), np.ascontiguousarray(samples).data.cast("B").tobytes())
        self._fetch[source] = fetch
        return PlacedSound(source, len(samples), -over, spoken(samples) - over)

    def __getitem__(self, source: str) -> _Clip:
        return _Clip(self._samples(source))

    def __contains__(self, source: str) -> bool:
        return source in self._fetch

    def _samples(self, source: str) -> Samples:
        with self._lock:
            return self._kept(source)


def _fetched(fetch: Mapping[str, Callable[[], Samples]], source: str) -> Samples:
    # Not a method of `Clips`: a cache of one would refer to its own owner, and be freed by the garbage collector only.
    return fetch[source]()


class _Clip:
    def __init__(self, samples: Samples) -> None:
        self._samples = samples

    def read(self, start: int, count: int) -> Samples:
        found = self._samples[start : start + count]
        if len(found) == count:
            return found
        return np.concatenate([found, silence(count - len(found), found.shape[1])])


class Mix:
    """A session's sound. `render` gives any of its frames, in any order and any split, bit for bit the same."""

    def __init__(
        self,
        timeline: Timeline,
        clips: Mapping[Utterance, Samples],
        chimes: Mapping[str, Samples],
        backgrounds: Mapping[str, Background],
        levels: Levels,
        like: Mix | None = None,
    ) -> None:
        """Nothing is rendered yet.

        Args:
            timeline: What happens when.
            clips: The clip of each utterance, shape (frames, 1). Fetched when needed and not kept.
            chimes: The samples of each chime by name, shape (frames, 2).
            backgrounds: The background of each scene by name.
            levels: How loud each thing is.
            like: A mix of the same clips: what it has looked at is not looked at again.
        """
        self.timeline = timeline
        self.levels = levels
        self._names = {bed.identity: name for name, bed in backgrounds.items()}
        self._beds = {bed.identity: FadingOnError(bed) for bed in backgrounds.values()}
        self._clips: Clips = Clips() if like is None else like._clips
        self._looked_at: dict[Utterance, PlacedSound] = {} if like is None else like._looked_at
        said = {u: self._said(clips, u) for u in dict.fromkeys(c.utterance for c in timeline.cues)}
        rung = {e: self._rung(chimes, e) for e in timeline.events if isinstance(e, Chime)}
        cues = {cue: said[cue.utterance] for cue in timeline.cues}
        self.segments = segments(timeline, cues, rung, backgrounds, levels)

    def _said(self, clips: Mapping[Utterance, Samples], utterance: Utterance) -> PlacedSound:
        if utterance not in self._looked_at:
            self._looked_at[utterance] = self._clips.add(lambda: clips[utterance], VOICE_PEAK)
        return self._looked_at[utterance]

    def _rung(self, chimes: Mapping[str, Samples], chime: Chime) -> PlacedSound:
        return self._clips.add(lambda: chimes[chime.name], UNDER_PEAK if chime.under else CHIME_PEAK)

    @property
    def frames(self) -> int:
        """The length of the session."""
        return self.timeline.frames

    @property
    def faults(self) -> dict[str, UnknotError]:
        """The backgrounds that failed while they were heard, by name, and why."""
        return {self._names[key]: bed.fault for key, bed in self._beds.items() if bed.fault is not None}

    def pauses(self) -> Decibels:
        """The level of the background in the quietest of up to `_PAUSES` pauses, in dBFS; `SILENCE` without one.

        A second in the middle of each pause of four seconds and more, away from the fades.
        """
        inside = [r for r in self.timeline.rests if r.reason not in ("lead", "close") and r.frames >= 4 * SAMPLE_RATE]
        chosen = inside[:: max(1, -(-len(inside) // _PAUSES))]
        middles = (rest.start + rest.frames // 2 for rest in chosen)
        return min((rms(self.render(m - SAMPLE_RATE // 2, SAMPLE_RATE)) for m in middles), default=SILENCE)

    def trimmed(self) -> bool:
        """Whether players that cut silence out would cut this session's pauses: one is under −38 dBFS."""
        return self.pauses() < TRIMMED

    def recipe(self, start: int, count: int) -> Recipe:
        """What sounds in the frames from `start`; silence outside the session is not described and not given."""
        start, stop = max(0, start), min(start + count, self.frames)
        return Recipe(tuple(cut(self.segments, start, stop)) if start < stop else ())

    def runs(self) -> tuple[FrameRun, ...]:
        """The grid steps (MP3 frames) by content, as runs in order."""
        return tuple(frame_runs(self.segments, on_grid(self.frames) // GRID))

    def play(self, recipe: Recipe) -> Samples:
        """The samples of `recipe`, shape (recipe.frames, 2). Pure."""
        return render(recipe, self._source)

    def render(self, start: int, count: int) -> Samples:
        """The session's frames from `start`, shape (n, 2), where n is `count` or what is left of the session."""
        return self.play(self.recipe(start, count))

    def voiced(self, source: str) -> bool:
        """Whether the source of that identity is a clip or a chime."""
        return source in self._clips

    def stem(self, part: Literal["voice", "background"]) -> Stem:
        """One part of the session alone: what is spoken and rung, or what sounds under it. The two add up to it."""
        return Stem(self, voiced=part == "voice")

    def _source(self, source: str) -> SampleSource:
        return self._clips[source] if self.voiced(source) else self._beds[source]


class Stem:
    """One part of a session's sound, with the gains that it has in the whole."""

    def __init__(self, mix: Mix, *, voiced: bool) -> None:
        self._mix = mix
        self._voiced = voiced

    @property
    def timeline(self) -> Timeline:
        """What happens when."""
        return self._mix.timeline

    def render(self, start: int, count: int) -> Samples:
        """The frames from `start`, shape (n, 2)."""
        recipe = self._mix.recipe(start, count)
        return self._mix.play(only(recipe, lambda source: self._mix.voiced(source) == self._voiced))
