"""Services for a session with fakes for the voice, the cache and the backgrounds."""

from __future__ import annotations

import weakref
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.fakes.background import KnownNoise
from tests.fakes.caches import MemoryCache
from tests.mixer.sessions import clip
from unknot.errors import VoiceError
from unknot.ports import Services
from unknot.routine import Utterance
from unknot.units import Frames

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from unknot.audio import Background, Samples

SILENT_WORD = "unspeakable"
"""A word that the narrator cannot speak."""


@dataclass
class NoiseNarrator:
    """Speaks each text as different noise, and records the requested texts."""

    requested: list[str] = field(default_factory=list)

    def clips(
        self, utterances: Sequence[Utterance], progress: Callable[[int, int], None]
    ) -> Mapping[Utterance, Samples]:
        """The noise of each utterance.

        Raises:
            VoiceError: An utterance has the silent word.
        """
        self.requested += [utterance.text for utterance in utterances]
        for utterance in utterances:
            if SILENT_WORD in utterance.text:
                raise VoiceError(f"cannot say {utterance.text!r}", utterance=utterance)
        progress(len(utterances), len(utterances))
        return {utterance: clip(utterance.text) for utterance in utterances}

    def lengths(
        self, utterances: Sequence[Utterance], progress: Callable[[int, int], None]
    ) -> Mapping[Utterance, Frames]:
        """The frames of the noise of each utterance.

        Raises:
            VoiceError: An utterance has the silent word.
        """
        return {utterance: Frames(len(made)) for utterance, made in self.clips(utterances, progress).items()}

    def close(self) -> None:
        """Nothing to do."""


@dataclass
class CountedServices:
    """Records which backgrounds are read."""

    narrator: NoiseNarrator = field(default_factory=NoiseNarrator)
    backgrounds: list[str] = field(default_factory=list)

    def services(self) -> Services:
        """The services of a session."""
        return Services(self.narrator, MemoryCache(), self._background, clip)

    def _background(self, name: str) -> Background:
        self.backgrounds.append(name)
        return KnownNoise(name)


class CountedClips(NoiseNarrator):
    """Counts how many of the clips that it gave are still in memory."""

    def __init__(self) -> None:
        super().__init__()
        self._given: list[weakref.ref[Samples]] = []
        self.closed = 0
        """How often it was closed."""

    @property
    def held(self) -> int:
        """How many clips are in memory now."""
        return sum(ref() is not None for ref in self._given)

    def clips(
        self, utterances: Sequence[Utterance], progress: Callable[[int, int], None]
    ) -> Mapping[Utterance, Samples]:
        """Each clip is made when it is asked for."""
        return _MadeWhenAsked(self._clip)

    def lengths(
        self, utterances: Sequence[Utterance], progress: Callable[[int, int], None]
    ) -> Mapping[Utterance, Frames]:
        """The frames of each."""
        return {utterance: Frames(len(clip(utterance.text))) for utterance in utterances}

    def close(self) -> None:
        """Counts it."""
        self.closed += 1

    def _clip(self, utterance: Utterance) -> Samples:
        made = clip(utterance.text)
        self._given.append(weakref.ref(made))
        return made


class _MadeWhenAsked(dict[Utterance, "Samples"]):
    def __init__(self, make: Callable[[Utterance], Samples]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, utterance: Utterance) -> Samples:
        return self._make(utterance)
