"""How long a routine may be, before any voice has spoken it: a first preview. Sessions are fitted to real clips."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from unknot.fitting import fit, unfold
from unknot.units import Frames, frames

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from unknot.fitting import Reach
    from unknot.routine import Routine, Utterance

_CHARACTERS = 12.5
"""Spoken in a second, as measured of the embedded voice over the routines that ship."""
_BELL = frames(3)
"""A sound, about."""


class _Guess:
    """A measure that counts characters."""

    def speech(self, utterances: Sequence[Utterance]) -> Mapping[Utterance, Frames]:
        """A length for each, from its characters."""
        return {utterance: frames(0.25 + len(utterance.text) / _CHARACTERS) for utterance in utterances}

    def sound(self, name: str) -> Frames:
        """The same for every sound."""
        del name
        return _BELL


GUESS: Final = _Guess()
"""A measure that needs no voice."""


def estimate(routine: Routine, asked: Frames | None = None) -> Reach:
    """The shortest and the longest that the routine can probably be, when a session of `asked` frames is asked for.

    Raises:
        ScriptError: It cannot be unfolded.
    """
    return fit(unfold(routine, asked=asked), GUESS, None).report.reach
