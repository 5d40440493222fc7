"""Longer pauses inside a sentence: calm comes from silence between phrases, not from slow words."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING, Final

import numpy as np

from unknot.audio import Sound
from unknot.units import factor

if TYPE_CHECKING:
    from unknot.audio import Samples

_MARK: Final = re.compile(r"[,;:—–…](?=\s)|\s[-–—](?=\s)")
"""What a voice pauses at inside a sentence."""
_WINDOW: Final = 0.005
"""Seconds over which a level is taken."""
_QUIET: Final = -45.0
"""dB below the loudest moment: what is under it is silence."""
_SHORTEST: Final = 0.15
"""Seconds: a shorter silence is the closed mouth before a p, t or k [measured: at most 0.14 s at the usual rate]."""
_LONGEST: Final = 1.0
"""Seconds: no pause is made longer than this; sentences are 1.2 s apart."""
_FADE: Final = 0.01
"""Seconds in which the sound in a pause goes to nothing before the inserted silence, and comes back behind it."""


def inner_marks(text: str) -> int:
    """How many marks of a sentence ask for a pause inside it."""
    return len(_MARK.findall(text.rstrip(" .!?…")))


def pauses(sound: Sound, most: int) -> list[tuple[float, float]]:
    """The `most` longest silences inside a mono sound that are no closed mouth: begin and length in seconds, in order.

    Silence at the edges does not count.
    """
    step = max(1, round(sound.rate * _WINDOW))
    mono = sound.samples[:, 0]
    blocks = mono[: len(mono) // step * step].reshape(-1, step)
    level = np.sqrt(np.einsum("ij,ij->i", blocks, blocks) / step)
    sounding = np.flatnonzero(level > level.max(initial=0.0) * factor(_QUIET))
    seconds = step / sound.rate
    gaps = [((a + 1) * seconds, (b - a - 1) * seconds) for a, b in itertools.pairwise(sounding.tolist())]
    silent = sorted((gap for gap in gaps if gap[1] >= _SHORTEST), key=lambda gap: -gap[1])
    return sorted(silent[:most])


def lengthened(sound: Sound, text: str, times: float) -> Sound:
    """The sound of `text`, mono, with the pauses at its inner marks `times` as long; its edges stay as they are."""
    samples = sound.samples.copy()
    pieces: list[Samples] = []
    at = 0
    for start, length in pauses(sound, inner_marks(text)):
        more = min(length * (times - 1.0), _LONGEST - length)
        if more > 0:
            cut = round((start + length / 2) * sound.rate)
            _dip(samples, cut, round(sound.rate * _FADE))
            pieces += [samples[at:cut], np.zeros((round(more * sound.rate), 1), np.float32)]
            at = cut
    return Sound(np.concatenate([*pieces, samples[at:]]), sound.rate) if pieces else sound


def _dip(samples: Samples, cut: int, reach: int) -> None:
    """Afterwards the sound goes to nothing at `cut` and comes back, over `reach` frames on each side."""
    first, last = max(0, cut - reach), min(len(samples), cut + reach)
    way = np.abs(np.arange(first, last) + 0.5 - cut) / reach
    samples[first:last, 0] *= (0.5 - 0.5 * np.cos(np.pi * way)).astype(np.float32)
