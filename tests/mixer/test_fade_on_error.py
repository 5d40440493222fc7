"""A background that fails during a session."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tests.fakes.background import KnownNoise, VanishingFile
from tests.mixer.sessions import mix
from unknot.audio import rms
from unknot.mixer import Mix
from unknot.units import GRID, SAMPLE_RATE

if TYPE_CHECKING:
    from unknot.mixer import Mix

GONE = 600 * GRID + 77


def _session() -> Mix:
    """Three cues; the file of the background is gone after the second."""
    noise = VanishingFile(identity="file", steps=5000, anchored=False)
    noise.gone_from = GONE
    return mix("300 A 400 B 400 C 375", {"noise": noise})


def test_a_failed_background_fades_out_and_the_voice_goes_on() -> None:
    """A background that fails is silent two seconds later, and the next cue is still heard."""
    session = _session()
    sound = np.concatenate([session.render(at, 20_000) for at in range(0, session.frames, 20_000)])
    before, within, behind = (sound[GONE + at : GONE + at + SAMPLE_RATE // 4] for at in (-20_000, 30_000, 100_000))
    assert rms(before) > rms(within) > -60.0
    assert not behind.any()
    cue = session.timeline.cues[2]
    assert rms(sound[cue.start : cue.start + cue.frames]) > -26.0


def test_the_level_does_not_jump_where_a_background_fails() -> None:
    """The fade-out begins with the last samples, so the level does not jump."""
    session = _session()
    sound = session.render(GONE - 4 * GRID, 8 * GRID)
    whole = mix("300 A 400 B 400 C 375", {"noise": KnownNoise(identity="file", steps=5000, anchored=False)})
    assert np.array_equal(sound[: 3 * GRID], whole.render(GONE - 4 * GRID, 3 * GRID))
    power = np.square(sound).mean(axis=1).reshape(-1, GRID).mean(axis=1)
    assert np.max(np.abs(np.diff(10 * np.log10(power)))) < 1.5


def test_a_mix_lists_the_fault_of_a_background() -> None:
    """A mix lists the fault of a background by its name, and no fault before it failed."""
    session = _session()
    session.render(0, 1000)
    assert session.faults == {}
    session.render(GONE, 1000)
    assert "sea.flac" in session.faults["noise"].message
