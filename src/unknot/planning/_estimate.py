"""The estimated length of words that no voice has spoken yet. Sessions are fitted to measured clips in the end.

The numbers were measured on the default voice, the embedded one: all 598 cues of the routines that ship, English and
German, spoken and trimmed as for a session. `CUE_SECONDS` is for the edges that every clip keeps. With it,
`LETTER_SECONDS` makes the sum of all estimates equal to the sum of all clips. A single cue is 0.4 s off (root mean
square). At rates of 100, 115, 150 and 170 words a minute the sums are 1 to 3 % too long.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from unknot.planning._fit import fit
from unknot.planning._sentences import plain
from unknot.planning._unfold import unfold
from unknot.reading import letters, spoken_text
from unknot.units import Frames, frames

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from unknot.planning._measurement import Measurer
    from unknot.planning._report import Reach
    from unknot.routine import Routine, Utterance

RATE: Final = 130
"""Words a minute of the default voice where no rate is given."""
LETTER_SECONDS: Final = 0.0844
"""Seconds of a letter at that rate; spaces and punctuation count as letters, figures as the words that are said."""
CUE_SECONDS: Final = 0.2
"""Seconds of a cue in addition to its letters."""
_PACES: Final = (1.0, 0.5, 0.6, 0.7, 0.8, 0.9, 1.1, 1.2, 1.35, 1.5, 1.75, 2.0)
"""Times of the usual length of words for which the words of a session are found."""
SOUND: Final = frames(3)
"""The length of every chime."""


def letter_seconds(rate: int | None) -> float:
    """The seconds of a letter at a rate in words a minute; None is the usual rate."""
    return LETTER_SECONDS * RATE / (rate or RATE)


def estimated_length(text: str, per_letter: float = LETTER_SECONDS, language: str = "en") -> Frames:
    """The estimated length of a spoken text, when a letter takes `per_letter` seconds."""
    return frames(CUE_SECONDS + per_letter * spoken_letters(text, language))


def spoken_letters(text: str, language: str) -> float:
    """How many letters are said for the text of an utterance, its figures in words."""
    return letters(spoken_text(plain(text), language))


@dataclass(frozen=True, slots=True)
class _Estimate:
    """A measurer that needs no voice."""

    pace: float = 1.0
    """Times of the usual length that words take."""
    asked: dict[Utterance, None] | None = None
    """Gets every utterance whose length is asked for."""

    def speech(self, utterances: Sequence[Utterance]) -> Mapping[Utterance, Frames]:
        """The estimated length of each, from its letters and the rate of its voice."""
        if self.asked is not None:
            self.asked.update(dict.fromkeys(utterances))
        return {
            utterance: estimated_length(
                utterance.text, self.pace * letter_seconds(utterance.voice.rate), utterance.language
            )
            for utterance in utterances
        }

    def sound(self, name: str) -> Frames:
        """The same length for every chime."""
        del name
        return SOUND


ESTIMATE: Final[Measurer] = _Estimate()
"""Measures everything by estimates."""


def reach(routine: Routine, length: Frames | None = None) -> Reach:
    """The estimated reach of a routine that is unfolded for a session of `length` frames.

    Raises:
        ScriptError: It cannot be unfolded.
    """
    return fit(unfold(routine, length=length), ESTIMATE, None).report.reach


def natural_length(routine: Routine, length: Frames | None = None) -> Frames:
    """The estimated natural length of a routine that is unfolded for a session of `length` frames.

    Raises:
        ScriptError: It cannot be unfolded.
    """
    return fit(unfold(routine, length=length), ESTIMATE, None).timeline.frames


def words_at(routine: Routine, length: Frames | None, seed: int = 0) -> tuple[Utterance, ...]:
    """Every utterance that a session of `length` frames may say, each once: first those of the script, in its order.

    What the program adds (announcements of long silences, words that tell the time) depends on how fast the words are
    spoken. So it is found for slow and for fast voices. A length out of reach is taken as the nearest one.

    Raises:
        ScriptError: It cannot be unfolded.
    """
    score = unfold(routine, length=length, seed=seed)
    found = dict.fromkeys(score.utterances)
    for pace in _PACES:
        fit(score, _Estimate(pace, found), length, nearest=True)
    return tuple(found)
