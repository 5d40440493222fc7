"""Fits a session that may begin before all of its cues are spoken."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from unknot.planning import CUE_SECONDS, LETTER_SECONDS, estimated_length, fit, spoken_letters
from unknot.player._speech import BATCH, SpeechAhead
from unknot.units import SAMPLE_RATE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from unknot.planning import Fit, Score
    from unknot.player._speech import SharedNarrator
    from unknot.routine import Utterance
    from unknot.units import Frames

MAX_WAIT: Final = 1.0
"""Seconds that a person waits at most for cues that are not in the cache; then the session begins without the rest."""


@dataclass(frozen=True, slots=True)
class Preparation:
    """A session that can begin."""

    fit: Fit
    ahead: SpeechAhead
    """The lengths of its clips. Those that are missing are spoken from `ahead.start()` on."""
    complete: bool
    """Whether every cue is spoken, so that no length in the fit is an estimate."""


class _PartialLengths:
    """Measures the cues that can be spoken in time, and estimates the others from these."""

    def __init__(
        self,
        narrator: SharedNarrator,
        sound: Callable[[str], Frames],
        max_wait: float,
        clock: Callable[[], float],
    ) -> None:
        self.ahead = SpeechAhead(narrator, ())
        self._narrator = narrator
        self._sound = sound
        self._clock = clock
        self._until = clock() + max_wait

    def speech(self, utterances: Sequence[Utterance]) -> Mapping[Utterance, Frames]:
        """The frames of each, measured as far as there was time."""
        ready = self.ahead.ready
        missing = [u for u in dict.fromkeys(utterances) if u not in ready]
        while missing and (self._clock() < self._until or not ready):
            ready.update(self._narrator.speak(missing[:BATCH]))
            missing = missing[BATCH:]
        pace = self._pace()
        return {u: ready[u] if u in ready else estimated_length(u.text, pace, u.language) for u in utterances}

    def sound(self, name: str) -> Frames:
        """The frames of a sound."""
        return self._sound(name)

    def _pace(self) -> float:
        """Seconds a letter, of all clips together."""
        letters = sum(spoken_letters(u.text, u.language) for u in self.ahead.ready)
        spoken = sum(max(0.0, length / SAMPLE_RATE - CUE_SECONDS) for length in self.ahead.ready.values())
        return spoken / letters if letters and spoken else LETTER_SECONDS


def prepare(
    score: Score,
    narrator: SharedNarrator,
    sound: Callable[[str], Frames],
    length: Frames | None,
    *,
    nearest: bool = False,
    max_wait: float = MAX_WAIT,
    clock: Callable[[], float] = time.monotonic,
) -> Preparation:
    """The session fitted to `length` frames, after `max_wait` seconds at most and the time for the first cues.

    With every cue in the cache it is the same fit as for a file, and sounds the same bit for bit.

    Raises:
        OutOfReach: No choice of rests, counts and blocks is that long, by measured or by estimated lengths.
        VoiceError: The first cues could not be spoken.
    """
    lengths = _PartialLengths(narrator, sound, max_wait, clock)
    fitted = fit(score, lengths, length, nearest=nearest)
    cues = [cue.utterance for cue in fitted.timeline.cues]
    ahead = lengths.ahead
    ahead.request([u for u in dict.fromkeys(cues) if u not in ahead.ready])
    return Preparation(fitted, ahead, all(u in ahead.ready for u in cues))
