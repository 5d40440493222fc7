"""The sound of plans, rendered by the mixer."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from unknot.mixer import Mix
from unknot.player._clip_reader import ClipReader, CuesNear
from unknot.timeline import BackgroundSpan, Chime

if TYPE_CHECKING:
    from collections.abc import Callable

    from unknot.audio import Background, Samples
    from unknot.errors import UnknotError
    from unknot.mixer import ClipSource, Levels
    from unknot.timeline import Timeline


class SessionSource:
    """The sound of one plan. An `_output_mix.PlaybackSource`."""

    def __init__(self, mix: Mix, clips: ClipReader) -> None:
        self._mix, self._clips, self._near = mix, clips, CuesNear(mix.timeline)
        self._voice, self._background = mix.stem("voice"), mix.stem("background")

    @property
    def timeline(self) -> Timeline:
        """The timeline of the plan."""
        return self._mix.timeline

    def render(self, start: int, count: int) -> Samples:
        """The frames from `start`, shape (count, 2)."""
        self._clips.read(self._near.after(start))
        return self._mix.render(start, count)

    def stems(self, start: int, count: int) -> tuple[Samples, Samples]:
        """The same frames as words and chimes, and as background; both of shape (count, 2)."""
        self._clips.read(self._near.after(start))
        return self._voice.render(start, count), self._background.render(start, count)


class Renderer:
    """Gives the sound of plans, all with the same clips, chimes, backgrounds and levels."""

    def __init__(
        self,
        clips: ClipSource,
        chime: Callable[[str], Samples],
        background: Callable[[str], Background],
        levels: Levels,
    ) -> None:
        """Each chime and each background is opened once, when the first plan has it."""
        self._clips = ClipReader(clips)
        self._chime = functools.cache(chime)
        self._background = functools.cache(background)
        self._levels = levels
        self._mixes: list[Mix] = []
        """Those that may still be heard: the last two."""
        self._faults: dict[str, UnknotError] = {}
        """Faults of all earlier mixes."""

    def __call__(self, timeline: Timeline) -> SessionSource:
        """The sound of a plan."""
        chimes = {e.name: self._chime(e.name) for e in timeline.events if isinstance(e, Chime)}
        backgrounds = {
            e.name: self._background(e.name) for e in timeline.events if isinstance(e, BackgroundSpan) and e.name
        }
        mix = Mix(timeline, self._clips, chimes, backgrounds, self._levels, self._mixes[-1] if self._mixes else None)
        self._faults = self.faults
        self._mixes = [*self._mixes[-1:], mix]
        return SessionSource(mix, self._clips)

    @property
    def faults(self) -> dict[str, UnknotError]:
        """The first fault of each background that failed while it was rendered, by name."""
        found = self._faults.copy()
        for mix in self._mixes:
            found = mix.faults | found
        return found
