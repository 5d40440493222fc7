"""Utterances become clips: from an engine the first time, from the store afterwards."""

from pathlib import Path

import numpy as np

from unknot.routine import Utterance
from unknot.store import FileStore
from unknot.voices import Studio

CUES = [Utterance(text) for text in ("Sit back, and let your eyes close.", "Rest.", "Hold, and breathe. Let *go*.")]


def test_the_embedded_voice_speaks_here_without_anything_installed(tmp_path: Path) -> None:
    """Every cue becomes a mono clip at 48 kHz with sound in it, and the second time it is the same to the bit."""
    progress: list[tuple[int, int]] = []
    studio = Studio(FileStore(tmp_path))
    try:
        first = studio.clips(CUES, lambda done, of: progress.append((done, of)))
        second = studio.clips(CUES, lambda done, of: progress.append((done, of)))
    finally:
        studio.close()
    assert progress == [(1, 3), (2, 3), (3, 3)]
    for cue in CUES:
        assert first[cue].ndim == 2
        assert first[cue].dtype == np.float32
        assert 0.1 < np.abs(first[cue]).max() <= 0.7080
        assert np.array_equal(first[cue], second[cue])
