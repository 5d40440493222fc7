"""Plans made to sound, by the mixer."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from unknot.mixer import Mix
from unknot.timeline import BackgroundSpan, Chime

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from unknot.audio import Background, Samples
    from unknot.errors import UnknotError
    from unknot.mixer import Levels
    from unknot.routine import Utterance
    from unknot.timeline import Timeline


class SessionSource:
    """A mix, whole or as its words and its background. A `_output_mix.PlaybackSource`."""

    def __init__(self, mix: Mix) -> None:
        self._mix = mix
        self._voice, self._background = mix.stem("voice"), mix.stem("background")

    @property
    def timeline(self) -> Timeline:
        """What happens when."""
        return self._mix.timeline

    def render(self, start: int, count: int) -> Samples:
        """The mix as it is, shape (count, 2)."""
        return self._mix.render(start, count)

    def stems(self, start: int, count: int) -> tuple[Samples, Samples]:
        """Words and chimes, and the background; both of shape (count, 2)."""
        return self._voice.render(start, count), self._background.render(start, count)


class Renderer:
    """Makes plans sound with the same clips, chimes, backgrounds and levels."""

    def __init__(
        self,
        clips: Mapping[Utterance, Samples],
        chime: Callable[[str], Samples],
        background: Callable[[str], Background],
        levels: Levels,
    ) -> None:
        """Chimes and backgrounds are fetched when a plan has them, once each."""
        self._clips = clips
        self._chime = functools.cache(chime)
        self._background = functools.cache(background)
        self._levels = levels
        self._mixes: list[Mix] = []
        """Those that may still sound: the last two."""
        self._faults: dict[str, UnknotError] = {}

    def __call__(self, timeline: Timeline) -> SessionSource:
        """The sound of a plan."""
        chimes = {e.name: self._chime(e.name) for e in timeline.events if isinstance(e, Chime)}
        beds = {e.name: self._background(e.name) for e in timeline.events if isinstance(e, BackgroundSpan) and e.name}
        mix = Mix(timeline, self._clips, chimes, beds, self._levels, self._mixes[-1] if self._mixes else None)
        self._faults = self.faults
        self._mixes = [*self._mixes[-1:], mix]
        return SessionSource(mix)

    @property
    def faults(self) -> dict[str, UnknotError]:
        """The backgrounds that failed while they were heard, by name, and why: the first fault of each."""
        found = self._faults.copy()
        for mix in self._mixes:
            found = mix.faults | found
        return found
