"""What sounds under a session and between its words: generated textures, files, bells."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from unknot.audio import Samples
    from unknot.ports import Background, Store

GENERATED = ("rain",)
"""The backgrounds that need no file."""


def background(name: str, folder: Path | None, store: Store | None) -> Background:  # noqa: ARG001
    """The background that a script or a setting names: a generated one, or a file looked for in `folder`."""
    from unknot.backgrounds.chunks import Chunked, Traits
    from unknot.backgrounds.noise import CHUNKS
    from unknot.backgrounds.textures import Rain

    return Chunked("rain-1", CHUNKS, Rain(), Traits(Rain.loudness, Rain.peak), store)


def chime(name: str, folder: Path | None) -> Samples:  # noqa: ARG001
    """The samples of a chime, shape (frames, 2)."""
    import numpy as np

    time = np.arange(6 * 48000) / 48000
    tone = 0.3 * np.sin(2 * np.pi * 528 * time) * np.exp(-time) * np.minimum(1, time / 0.01)
    return np.repeat(tone[:, None], 2, 1).astype(np.float32)
