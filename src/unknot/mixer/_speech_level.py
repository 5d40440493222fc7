"""The words of a clip, and how loud they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from unknot.loudness import loudness

if TYPE_CHECKING:
    from unknot.audio import Samples

_HEARD = 1e-3
"""−60 dBFS: what is quieter at the edges of a clip is no part of its words."""


def spoken(clip: Samples) -> float:
    """LUFS of the words of a clip, shape (n, 1 or 2), as a mix plays it: one channel alone is heard from both sides."""
    return loudness(clip[words(clip)]) + float(10.0 * np.log10(2.0 / clip.shape[1]))


def words(said: Samples) -> slice:
    """From the first to the last frame of a clip, shape (n, channels), that can be heard; all of a silent one."""
    loud = np.flatnonzero(np.abs(said).max(axis=1) > _HEARD)
    return slice(int(loud[0]), int(loud[-1]) + 1) if len(loud) else slice(0, len(said))
