"""How loud sound is to ears, by ITU-R BS.1770-4: speech with the standard's gates, a stretch of anything without.

The carried ffmpeg measures the same (a test holds the two together), but its process takes longer to start than the
six sentences of a voice take to measure, and it tells tenths only.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np

from unknot.units import SAMPLE_RATE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from unknot.audio import Sound

Powers: TypeAlias = "NDArray[np.float64]"
"""One value for each tenth of a second."""

_OFFSET: Final = -0.691
"""LUFS of a full-scale power of 1, by BS.1770."""
_ABSOLUTE, _RELATIVE = -70.0, -10.0
"""LUFS, and LU below the mean of what is over it: what is quieter than either gate does not count."""
_GAIN: Final = 1.004995
"""Of the high-pass filter in BS.1770's table, where its high end is not brought to 1."""
_BLOCK: Final = 8192
"""Frames whose spectrum is taken at once: 0.17 s."""
_HOPS: Final = 4
"""Tenths of a second in a block; the next one begins a tenth later."""


def powers(sound: Sound) -> Powers:
    """The K-weighted power of each tenth of a second of a mono sound.

    A transform goes round in a circle; the tenth that it is longer is more than the filters ring.
    """
    hop = round(sound.rate / 10)
    whole = -(-sound.frames // hop) * hop
    size = 1 << (whole + hop - 1).bit_length()
    heard = np.fft.irfft(np.fft.rfft(sound.samples[:, 0], size) * _weighting(sound.rate, size), size)[:whole]
    return np.asarray(np.square(heard).reshape(-1, hop).mean(axis=1), np.float64)


def gated(sounds: Sequence[Powers]) -> float:
    """LUFS, gated, of mono sounds one behind the other, each begun on a tenth of a second, heard in both channels.

    Each is given by its `powers`. −inf for silence.
    """
    hops = np.concatenate(sounds)
    hops = np.pad(hops, (0, max(0, _HOPS - len(hops))))
    blocks = 2.0 * np.convolve(hops, np.full(_HOPS, 1.0 / _HOPS), "valid")
    loud = blocks[blocks > _power(_ABSOLUTE)]
    if not loud.size:
        return float("-inf")
    loud = loud[loud > loud.mean() * 10.0 ** (_RELATIVE / 10.0)]
    return float(_OFFSET + 10.0 * np.log10(loud.mean()))


def loudness(stretch: NDArray[np.floating]) -> float:
    """LUFS of a stretch at 48 kHz, shape (frames, 1 or 2), without a gate; −200 or so for silence.

    Weighed in the spectra of short blocks: within 0.1 LU of the standard's filters over 100 Hz, 0.3 at 40 Hz.
    """
    blocks = np.zeros((-(-len(stretch) // _BLOCK), _BLOCK, stretch.shape[1]))
    blocks.reshape(-1, stretch.shape[1])[: len(stretch)] = stretch
    weights = np.square(np.abs(_weighting(SAMPLE_RATE, _BLOCK)), dtype=np.float64)
    power = np.square(np.abs(np.fft.rfft(blocks, axis=1))).sum(axis=(0, 2)) @ weights
    return float(_OFFSET + 10.0 * np.log10(max(power * 2.0 / _BLOCK / max(1, len(stretch)), 1e-20)))


def _power(lufs: float) -> float:
    return float(10.0 ** ((lufs - _OFFSET) / 10.0))


@functools.lru_cache(maxsize=4)
def _weighting(rate: int, size: int) -> NDArray[np.complex64]:
    """What K-weighting does to each frequency of a transform of `size`.

    BS.1770 tabulates its two filters for 48 kHz only; these are the analogue ones behind the table, as in libebur128,
    with the table's gain.
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
