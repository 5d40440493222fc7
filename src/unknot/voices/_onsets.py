"""Soft beginnings: a consonant that bursts at the front of a cue is a click to somebody with closed eyes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from unknot.audio import Sound
from unknot.units import factor

if TYPE_CHECKING:
    from unknot.audio import Samples

_WINDOW: Final = 0.005
"""Seconds over which a peak is taken."""
_QUIET: Final = -40.0
"""dB below the loudest moment: what is over it has begun."""
_BURST, _AFTER = 2, 10
"""Windows of the burst, and of what follows it."""
_MOST: Final = 1.5
"""Times the peak of what follows the burst: how loud the burst may be."""


def softened(sound: Sound) -> Sound:
    """The same sound, mono; a burst in its first 10 ms is brought near to the level of the 50 ms behind it."""
    step = max(1, round(sound.rate * _WINDOW))
    mono = sound.samples[:, 0]
    peaks = np.abs(mono[: len(mono) // step * step]).reshape(-1, step).max(axis=1, initial=0.0)
    begun = np.flatnonzero(peaks > peaks.max(initial=0.0) * factor(_QUIET))
    if len(begun) < _BURST + _AFTER:
        return sound
    first = int(begun[0])
    burst = float(peaks[first : first + _BURST].max())
    allowed = _MOST * float(peaks[first + _BURST : first + _BURST + _AFTER].max())
    if burst <= allowed:
        return sound
    return _lowered(sound, first * step, _BURST * step, allowed / burst)


def _lowered(sound: Sound, start: int, count: int, gain: float) -> Sound:
    """The sound with `count` frames from `start` at `gain`, which it leaves over as many frames."""
    samples: Samples = sound.samples.copy()
    back = np.linspace(gain, 1.0, count, dtype=np.float32)[:, np.newaxis]
    samples[start : start + count] *= np.float32(gain)
    behind = samples[start + count : start + 2 * count]
    behind *= back[: len(behind)]
    return Sound(samples, sound.rate)
