"""Loudness by ITU-R BS.1770-4: speech with the gates of the standard, any sound without them.

The bundled ffmpeg measures the same (a test compares the two), but its process takes longer to start than the six
sentences of a voice take to measure, and it gives tenths only.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np

from unknot.units import SAMPLE_RATE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from unknot.audio import Samples, Sound

Powers: TypeAlias = "NDArray[np.float64]"
"""One value for each tenth of a second."""

_OFFSET: Final = -0.691
"""LUFS of a full-scale power of 1, by BS.1770."""
_ABSOLUTE, _RELATIVE = -70.0, -10.0
"""The two gates: LUFS, and LU relative to the mean of what is over the first one. What is quieter does not count."""
_GAIN: Final = 1.004995
"""The gain of the high-pass filter in the table of BS.1770 at high frequencies."""
_BLOCK: Final = 8192
"""Frames in one spectrum: 0.17 s."""
_AUDIBLE: Final = 1e-3
"""−60 dBFS: what is quieter at the edges of a clip is not part of its words."""
_HOPS: Final = 4
"""Tenths of a second in a block of the standard; the next block begins a tenth later."""


def powers(sound: Sound) -> Powers:
    """The K-weighted power of each tenth of a second of a mono sound.

    The transform is circular. It is a tenth of a second longer than the sound, which is longer than the filters ring.
    """
    hop = round(sound.rate / 10)
    whole = -(-sound.frames // hop) * hop
    size = 1 << (whole + hop - 1).bit_length()
    filtered = np.fft.irfft(np.fft.rfft(sound.samples[:, 0], size) * _weighting(sound.rate, size), size)[:whole]
    return np.asarray(np.square(filtered).reshape(-1, hop).mean(axis=1), np.float64)


def gated(sounds: Sequence[Powers]) -> float:
    """LUFS, gated, of mono sounds that follow each other and are played on both channels; −inf for silence.

    `sounds` are the `powers` of each; each begins on a tenth of a second.
    """
    hops = np.concatenate(sounds)
    hops = np.pad(hops, (0, max(0, _HOPS - len(hops))))
    blocks = 2.0 * np.convolve(hops, np.full(_HOPS, 1.0 / _HOPS), "valid")
    loud = blocks[blocks > _power(_ABSOLUTE)]
    if not loud.size:
        return float("-inf")
    loud = loud[loud > loud.mean() * 10.0 ** (_RELATIVE / 10.0)]
    return float(_OFFSET + 10.0 * np.log10(loud.mean()))


def loudness(samples: NDArray[np.floating]) -> float:
    """LUFS of samples at 48 kHz, shape (frames, 1 or 2), without a gate; about −200 for silence.

    The weights are applied to the spectra of short blocks. The result is within 0.1 LU of the filters of the standard
    over 100 Hz, within 0.3 LU at 40 Hz.
    """
    blocks = np.zeros((-(-len(samples) // _BLOCK), _BLOCK, samples.shape[1]))
    blocks.reshape(-1, samples.shape[1])[: len(samples)] = samples
    weights = np.square(np.abs(_weighting(SAMPLE_RATE, _BLOCK)), dtype=np.float64)
    power = np.square(np.abs(np.fft.rfft(blocks, axis=1))).sum(axis=(0, 2)) @ weights
    return float(_OFFSET + 10.0 * np.log10(max(power * 2.0 / _BLOCK / max(1, len(samples)), 1e-20)))


def speech_loudness(clip: Samples) -> float:
    """LUFS of the words of a clip, shape (n, 1 or 2), in a mix, where a single channel is played on both sides."""
    return loudness(clip[audible(clip)]) + float(10.0 * np.log10(2.0 / clip.shape[1]))


def audible(clip: Samples) -> slice:
    """From the first to the last audible frame of a clip, shape (n, channels); all of a silent clip."""
    loud = np.flatnonzero(np.abs(clip).max(axis=1) > _AUDIBLE)
    return slice(int(loud[0]), int(loud[-1]) + 1) if len(loud) else slice(0, len(clip))


def _power(lufs: float) -> float:
    return float(10.0 ** ((lufs - _OFFSET) / 10.0))


@functools.lru_cache(maxsize=4)
def _weighting(rate: int, size: int) -> NDArray[np.complex64]:
    """The K-weighting of each frequency of a transform of `size`, a complex factor.

    BS.1770 has a table of its two filters for 48 kHz only. These are the analogue filters of that table, as in
    libebur128, with the gain of the table.
    """
    at = 1j * np.tan(np.pi * np.arange(size // 2 + 1) / size)
    corner, q = np.tan(np.pi * 1681.974450955533 / rate), 0.7071752369554196
    high = 10.0 ** (3.999843853973347 / 20.0)
    s = at / corner
    shelf = (high * s * s + high**0.4996667741545416 * s / q + 1.0) / (s * s + s / q + 1.0)
    corner, q = np.tan(np.pi * 38.13547087602444 / rate), 0.5003270373238773
    s = at / corner
    pass_high = s * s / (s * s + s / q + 1.0)
    return np.asarray(_GAIN * shelf * pass_high, np.complex64)
