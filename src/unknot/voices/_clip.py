"""From what an engine gave to a finished clip: checked, trimmed, faded, at 48 kHz, at the voice's level."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from unknot.audio import Sound
from unknot.units import SAMPLE_RATE, factor

if TYPE_CHECKING:
    from collections.abc import Sequence

    from unknot.audio import Samples

PIPELINE: Final = 3
"""The version of everything in this file; a part of every clip's key, so that a change here makes clips anew."""
PEAK: Final = -3.0
"""dBFS that no sample of a clip exceeds."""

_QUIET = -45.0
"""dB below the loudest moment of a clip: what is under it at the edges is no speech."""
_WINDOW = 0.005
"""Seconds over which a level is taken to find the edges."""
_STEADY = 0.15
"""Seconds at both edges in which noise of a room is looked for."""
_SMOOTH = 4
"""Windows over which noise is averaged: 20 ms, a period of mains hum."""
_SPREAD = 4.0
"""Times its least level that noise reaches at most; speech changes more."""
_MOST_NOISE = -18.0
"""dB below the loudest moment: what is louder at both edges is speech."""
_OVER_NOISE = 8.0
"""dB above the noise at the edges from which on it is speech."""
_BEFORE, _AFTER = 0.025, 0.060
"""Seconds that are kept of the quiet at the edges; soft consonants begin there."""
_FADE = 0.008
"""Seconds of the raised cosine at each edge (5 to 15 ms cure the click, and no consonant is lost)."""
_SILENT = -60.0
"""dBFS: a loudest moment under this is silence."""
_SHORTEST, _LONGEST = 0.5, 2.0
"""Times the predicted length."""
_LEEWAY = 0.35
"""Seconds by which a very short cue may miss its prediction."""
_LOOK = 0.004
"""Seconds around a peak in which its gain is lowered."""


class BadClip(ValueError):
    """What an engine gave is no speech of that text. The message says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class SpeechPace:
    """How long a voice takes for a text: `rest` + `letter` × its weight in letters."""

    rest: float
    """Seconds."""
    letter: float
    """Seconds a letter."""

    def seconds(self, weight: float) -> float:
        """The length predicted for a text of that weight."""
        return self.rest + self.letter * weight


ANY_PACE: Final = SpeechPace(0.25, 0.07)
"""What voices are like before they are calibrated."""


def checked_clip(sound: Sound, weight: float, pace: SpeechPace, tolerance: float = 1.0, spelled: float = 0.0) -> Sound:
    """`sound` without the silence or noise at its edges, found to be as long as a text of `weight` should be.

    `tolerance` widens the bounds for a voice that is not calibrated yet; `spelled` is how much more the text weighs
    when the voice spells what it cannot pronounce.

    Raises:
        BadClip: It is empty, not finite, silent, too short or too long.
    """
    if sound.frames == 0:
        raise BadClip("it is empty")
    if not np.isfinite(sound.samples).all():
        raise BadClip("it has samples that are no numbers")
    mono = _one_channel(sound.samples)
    start, end = _edges(mono, sound.rate)
    trimmed = Sound(mono[start:end, np.newaxis], sound.rate)
    _check_length(trimmed.seconds, pace.seconds(weight), tolerance, pace.letter * spelled)
    return trimmed


def finished_clip(sound: Sound, gain: float) -> bytes:
    """The clip as the store keeps it: 48 kHz, `gain` dB louder, faded at both edges, under the peak budget.

    16 bit, little endian; what is given out the first time is unpacked from it too, and so the same as ever after.
    """
    import soxr

    mono = sound.samples[:, 0] * np.float32(factor(gain))
    if sound.rate != SAMPLE_RATE:
        mono = np.asarray(soxr.resample(mono, sound.rate, SAMPLE_RATE, "HQ"), np.float32)
    _hold_under(mono, factor(PEAK))
    _fade(mono)
    mono *= np.float32(32768)
    np.rint(mono, out=mono)  # in place, like the two above: a new array costs more than the arithmetic on it
    raw: bytes = mono.astype("<i2").tobytes()
    return raw


def joined_clips(parts: Sequence[Samples], gaps: Sequence[int]) -> Samples:
    """The parts one behind the other, with that many frames of silence behind each but the last.

    A part that is alone is given back as it is.
    """
    if len(parts) == 1:
        return parts[0]
    pieces: list[Samples] = []
    for part, gap in zip(parts, [*gaps, 0], strict=True):
        pieces += [part, np.zeros((gap, 1), np.float32)]
    return np.concatenate(pieces[:-1])


def _one_channel(samples: Samples) -> Samples:
    return samples[:, 0] if samples.shape[1] == 1 else np.asarray(np.mean(samples, axis=1), np.float32)


def _edges(mono: Samples, rate: int) -> tuple[int, int]:
    step = max(1, round(rate * _WINDOW))
    whole = len(mono) // step * step
    blocks = mono[:whole].reshape(-1, step)
    power = np.append(np.einsum("ij,ij->i", blocks, blocks), np.square(mono[whole:]).sum())
    level = np.sqrt(power / step)
    if level.max() < factor(_SILENT):
        raise BadClip("it is silent")
    quiet = level.max() * factor(_QUIET)
    smooth = np.sqrt(np.convolve(power / step, np.full(_SMOOTH, 1.0 / _SMOOTH), "same"))
    noise = _noise(smooth)
    if noise > quiet:
        level, quiet = smooth, noise * factor(_OVER_NOISE)
    sounding = np.flatnonzero(level > quiet)
    start = int(sounding[0]) * step - round(rate * _BEFORE)
    end = (int(sounding[-1]) + 1) * step + round(rate * _AFTER)
    return max(0, start), min(len(mono), end)


def _noise(level: Samples) -> float:
    """The level of a steady noise at both edges; 0 where there is none."""
    count, edge = round(_STEADY / _WINDOW), _SMOOTH
    if len(level) < 2 * (count + edge):
        return 0.0
    edges = level[edge : edge + count], level[-edge - count : -edge]
    noise = max(float(part.max()) for part in edges)
    least = min(float(part.min()) for part in edges)
    steady = noise < least * _SPREAD and noise < level.max() * factor(_MOST_NOISE)
    return noise if steady else 0.0


def _check_length(length: float, predicted: float, tolerance: float, spelled: float) -> None:
    least = predicted * _SHORTEST / tolerance - _LEEWAY
    most = (predicted + spelled) * _LONGEST * tolerance + _LEEWAY
    if length < least:
        raise BadClip(f"it lasts {length:.1f} s where {predicted:.1f} s are expected: words are missing")
    if length > most:
        raise BadClip(f"it lasts {length:.1f} s where {predicted:.1f} s are expected: it is not only these words")


def _fade(mono: Samples) -> None:
    """Afterwards both edges rise from and fall to nothing."""
    count = min(round(SAMPLE_RATE * _FADE), len(mono) // 2)
    ramp = (0.5 - 0.5 * np.cos(np.pi * np.arange(count) / max(1, count))).astype(np.float32)
    mono[:count] *= ramp
    mono[len(mono) - count :] *= ramp[::-1]


def _hold_under(mono: Samples, budget: float) -> None:
    """Afterwards no sample is over the budget: lowered around each peak, by a gain that moves slowly."""
    if not mono.size or max(float(mono.max()), -float(mono.min())) <= budget:
        return
    hop = round(SAMPLE_RATE * _LOOK)
    whole = len(mono) // hop * hop
    np.clip(mono[whole:], -budget, budget, out=mono[whole:])
    if whole == 0:
        return
    blocks = mono[:whole].reshape(-1, hop)
    peaks = np.maximum(blocks.max(axis=1), -blocks.min(axis=1))
    around = _least_of_three(np.asarray(np.minimum(1.0, budget / np.maximum(peaks, 1e-9)), np.float32))
    before, after = np.pad(around, (1, 0), mode="edge")[:-1], np.pad(around, (0, 1), mode="edge")[1:]
    touched = np.flatnonzero(_least_of_three(around) < 1.0)
    way = ((np.arange(hop, dtype=np.float32) + 0.5) / hop - 0.5)[np.newaxis, :]
    here, left, right = (gains[touched, np.newaxis] for gains in (around, before, after))
    blocks[touched] *= here + np.where(way < 0.0, (here - left) * way, (right - here) * way)


def _least_of_three(gains: Samples) -> Samples:
    """The least of each and its two neighbours."""
    wide = np.pad(gains, (1, 1), mode="edge")
    return np.asarray(np.minimum(np.minimum(wide[:-2], wide[1:-1]), wide[2:]), np.float32)
