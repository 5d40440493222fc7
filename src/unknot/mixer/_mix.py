"""The sound of a session: a pure function of its frames."""

from __future__ import annotations

import functools
import threading
from typing import TYPE_CHECKING, Literal, Protocol

import numpy as np

from unknot.audio import peak, rms, silence
from unknot.loudness import speech_loudness
from unknot.mixer._arrangement import PlacedSound, segments
from unknot.mixer._fade_on_error import FadingOnError
from unknot.mixer._frame_runs import FrameRun, cut, frame_runs
from unknot.mixer._levels import CHIME_PEAK, CHIME_UNDER_WORDS_PEAK, TRIMMED, VOICE_PEAK, Levels
from unknot.mixer._recipe import Recipe, SampleSource, digest, only, render
from unknot.timeline import Chime, Timeline
from unknot.units import GRID, SAMPLE_RATE, SILENCE, Decibels, on_grid

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from unknot.audio import Background, Samples
    from unknot.errors import UnknotError
    from unknot.routine import Utterance

_PAUSES = 12
"""The most pauses in which the level of the background is measured."""
_KEPT = 4
"""Clips in memory at once, where the mapping makes them on demand."""


class ClipSource(Protocol):
    """The clips of a session, by utterance."""

    def __getitem__(self, utterance: Utterance, /) -> Samples:
        """The clip of an utterance, shape (frames, 1)."""


class Clips:
    """The sources of clips and chimes: fetched on demand, the last few kept in memory, silence after their end."""

    def __init__(self) -> None:
        self._fetch: dict[str, Callable[[], Samples]] = {}
        self._kept = functools.lru_cache(_KEPT)(functools.partial(_fetched, self._fetch))
        self._lock = threading.Lock()

    def add(self, fetch: Callable[[], Samples], limit: float) -> PlacedSound:
        """What the arrangement needs to know of one clip, its peak brought under `limit` dBFS.

        Afterwards the clip can be read by its identity.
        """
        samples = fetch()
        over = max(0.0, peak(samples) - limit)
        source = digest(str(samples.shape), np.ascontiguousarray(samples).data.cast("B").tobytes())
        self._fetch[source] = fetch
        return PlacedSound(source, len(samples), -over, speech_loudness(samples) - over)

    def __getitem__(self, source: str) -> _Clip:
        return _Clip(self._samples(source))

    def __contains__(self, source: str) -> bool:
        return source in self._fetch

    def _samples(self, source: str) -> Samples:
        with self._lock:
            return self._kept(source)


def _fetched(fetch: Mapping[str, Callable[[], Samples]], source: str) -> Samples:
    # Not a method of `Clips`: its cache would refer to its owner, and only the garbage collector would free both.
    return fetch[source]()


class _Clip:
    def __init__(self, samples: Samples) -> None:
        self._samples = samples

    def read(self, start: int, count: int) -> Samples:
        block = self._samples[start : start + count]
        if len(block) == count:
            return block
        return np.concatenate([block, silence(count - len(block), block.shape[1])])


class Mix:
    """The sound of a session. Frames are the same bits in whatever blocks and order they are rendered."""

    def __init__(
        self,
        timeline: Timeline,
        clips: ClipSource,
        chimes: Mapping[str, Samples],
        backgrounds: Mapping[str, Background],
        levels: Levels,
        reuse: Mix | None = None,
    ) -> None:
        """Nothing is rendered yet.

        Args:
            timeline: What happens when.
            clips: The clip of each utterance. Fetched when needed and not kept.
            chimes: The samples of each chime by name, shape (frames, 2).
            backgrounds: The background of each span by name.
            levels: How loud each of them is.
            reuse: A mix of the same clips: what it has measured is not measured again.
        """
        self.timeline = timeline
        self.levels = levels
        self._names = {background.identity: name for name, background in backgrounds.items()}
        self._backgrounds = {background.identity: FadingOnError(background) for background in backgrounds.values()}
        self._clips: Clips = Clips() if reuse is None else reuse._clips
        self._measured: dict[Utterance, PlacedSound] = {} if reuse is None else reuse._measured
        placed_cues = {cue: self._clip(clips, cue.utterance) for cue in timeline.cues}
        placed_chimes = {e: self._chime(chimes, e) for e in timeline.events if isinstance(e, Chime)}
        self.segments = segments(timeline, placed_cues, placed_chimes, backgrounds, levels)

    def _clip(self, clips: ClipSource, utterance: Utterance) -> PlacedSound:
        if utterance not in self._measured:
            self._measured[utterance] = self._clips.add(lambda: clips[utterance], VOICE_PEAK)
        return self._measured[utterance]

    def _chime(self, chimes: Mapping[str, Samples], chime: Chime) -> PlacedSound:
        limit = CHIME_UNDER_WORDS_PEAK if chime.under else CHIME_PEAK
        return self._clips.add(lambda: chimes[chime.name], limit)

    @property
    def frames(self) -> int:
        """The length of the session."""
        return self.timeline.frames

    @property
    def faults(self) -> dict[str, UnknotError]:
        """Why backgrounds failed while they were rendered, by name."""
        return {
            self._names[key]: background.fault
            for key, background in self._backgrounds.items()
            if background.fault is not None
        }

    def pause_level(self) -> Decibels:
        """The level of the background in the quietest of up to `_PAUSES` pauses, in dBFS; `SILENCE` without one.

        It is measured over a second in the middle of rests of at least 4 s, except the lead-in and the close.
        """
        inside = [r for r in self.timeline.rests if r.reason not in ("lead", "close") and r.frames >= 4 * SAMPLE_RATE]
        chosen = inside[:: max(1, -(-len(inside) // _PAUSES))]
        middles = (rest.start + rest.frames // 2 for rest in chosen)
        return min((rms(self.render(m - SAMPLE_RATE // 2, SAMPLE_RATE)) for m in middles), default=SILENCE)

    def trimmed(self) -> bool:
        """Whether players that trim silence would cut the pauses of this session: one is under −38 dBFS."""
        return self.pause_level() < TRIMMED

    def recipe(self, start: int, count: int) -> Recipe:
        """What sounds in `count` frames from `start`, without those outside the session."""
        start, stop = max(0, start), min(start + count, self.frames)
        return Recipe(tuple(cut(self.segments, start, stop)) if start < stop else ())

    def runs(self) -> tuple[FrameRun, ...]:
        """The grid steps (MP3 frames) of the session by content, as runs in order."""
        return tuple(frame_runs(self.segments, on_grid(self.frames) // GRID))

    def render(self, start: int, count: int) -> Samples:
        """The frames from `start`, shape (n, 2), where n is `count` or what is left of the session."""
        return render(self.recipe(start, count), self.source)

    def is_voice(self, source: str) -> bool:
        """Whether the source of that identity is a clip or a chime."""
        return source in self._clips

    def stem(self, part: Literal["voice", "background"]) -> Stem:
        """One part of the session: voice and chimes, or the background. The two add up to the session."""
        return Stem(self, voice=part == "voice")

    def source(self, name: str) -> SampleSource:
        """The clip, chime or background of that identity."""
        return self._clips[name] if self.is_voice(name) else self._backgrounds[name]


class Stem:
    """One part of the sound of a session, with its gains in the mix."""

    def __init__(self, mix: Mix, *, voice: bool) -> None:
        self._mix = mix
        self._voice = voice

    @property
    def timeline(self) -> Timeline:
        """What happens when."""
        return self._mix.timeline

    def render(self, start: int, count: int) -> Samples:
        """The frames from `start`, shape (n, 2)."""
        recipe = self._mix.recipe(start, count)
        return render(only(recipe, lambda name: self._mix.is_voice(name) == self._voice), self._mix.source)
