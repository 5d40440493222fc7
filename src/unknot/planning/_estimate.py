"""How long words take that no voice has spoken yet. Sessions are fitted to real clips; this is for a first look.

The numbers were measured on the default voice, the embedded one: all 598 cues of the routines that ship, English and
German, spoken and trimmed as for a session. `CUE` is set for the edges that every clip keeps; with it `LETTER` makes
the sum of all estimates the sum of all clips. A single cue is 0.4 s off (root mean square). The rate was then set to
100, 115, 150 and 170 words a minute: there the sums are 1 to 3 % too long.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from unknot.planning._fit import fit
from unknot.planning._unfold import unfold
from unknot.units import Frames, frames

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from unknot.planning._measurement import Measurer
    from unknot.planning._report import Reach
    from unknot.routine import Routine, Utterance

RATE: Final = 130
"""Words a minute that the default voice speaks where nothing else is said."""
LETTER: Final = 0.0844
"""Seconds that a letter takes at that rate; spaces and punctuation count as letters."""
CUE: Final = 0.2
"""Seconds that a cue takes beside its letters."""
SOUND: Final = frames(3)
"""The length of every sound."""


def letter(rate: int | None) -> float:
    """The seconds that a letter takes at a rate in words a minute; at the usual one for None."""
    return LETTER * RATE / (rate or RATE)


def length(text: str, per_letter: float = LETTER) -> Frames:
    """About how long a text takes to speak, when a letter takes `per_letter` seconds."""
    return frames(CUE + per_letter * len(text))


class _Estimate:
    """A measure that needs no voice."""

    def speech(self, utterances: Sequence[Utterance]) -> Mapping[Utterance, Frames]:
        """A length for each, by its letters and the rate of its voice."""
        return {utterance: length(utterance.text, letter(utterance.voice.rate)) for utterance in utterances}

    def sound(self, name: str) -> Frames:
        """The same for every sound."""
        del name
        return SOUND


ESTIMATE: Final[Measurer] = _Estimate()
"""Measures by estimates alone."""


def reach(routine: Routine, asked: Frames | None = None) -> Reach:
    """The shortest and the longest that the routine can probably be, when a session of `asked` frames is asked for.

    Raises:
        ScriptError: It cannot be unfolded.
    """
    return fit(unfold(routine, asked=asked), ESTIMATE, None).report.reach
