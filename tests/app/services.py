"""What a session needs from outside, without a voice, a cache on a disk or a background that is made."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.fakes.background import KnownNoise
from tests.fakes.caches import MemoryCache
from tests.mixer.sessions import clip
from unknot.errors import VoiceError
from unknot.ports import Services

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from unknot.audio import Background, Samples
    from unknot.routine import Utterance

SILENT_WORD = "unspeakable"
"""A word that the narrator cannot say."""


@dataclass
class NoiseNarrator:
    """Speaks every text as noise of its own, and counts what it is asked for."""

    asked: list[str] = field(default_factory=list)

    def clips(
        self, utterances: Sequence[Utterance], progress: Callable[[int, int], None]
    ) -> Mapping[Utterance, Samples]:
        """The noise of each.

        Raises:
            VoiceError: One of them has the silent word.
        """
        self.asked += [utterance.text for utterance in utterances]
        for utterance in utterances:
            if SILENT_WORD in utterance.text:
                raise VoiceError(f"cannot say {utterance.text!r}", utterance=utterance)
        progress(len(utterances), len(utterances))
        return {utterance: clip(utterance.text) for utterance in utterances}

    def close(self) -> None:
        """Nothing to do."""


@dataclass
class CountedServices:
    """Counts which backgrounds and chimes are read."""

    narrator: NoiseNarrator = field(default_factory=NoiseNarrator)
    backgrounds: list[str] = field(default_factory=list)

    def services(self) -> Services:
        """What a session is given."""
        return Services(self.narrator, MemoryCache(), self._background, clip)

    def _background(self, name: str) -> Background:
        self.backgrounds.append(name)
        return KnownNoise(name)
