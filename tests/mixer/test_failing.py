"""A background that fails in mid-session."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tests.fakes.background import KnownNoise, VanishingFile
from tests.mixer.sessions import mix
from unknot.audio import rms
from unknot.units import GRID, SAMPLE_RATE

if TYPE_CHECKING:
    from unknot.mixer import Mix

GONE = 600 * GRID + 77


def _session() -> Mix:
    """Cues on both sides of the frame at which the file is gone."""
    bed = VanishingFile(identity="file", steps=5000, anchored=False)
    bed.gone_from = GONE
    return mix("300 A 400 B 400 C 375", {"bed": bed})


def test_it_fades_over_two_seconds_and_the_voice_goes_on() -> None:
    """Level before, less in the fade, none behind it; the next cue is heard."""
    session = _session()
    heard = np.concatenate([session.render(at, 20_000) for at in range(0, session.frames, 20_000)])
    before, within, behind = (heard[GONE + at : GONE + at + SAMPLE_RATE // 4] for at in (-20_000, 30_000, 100_000))
    assert rms(before) > rms(within) > -60.0
    assert not behind.any()
    cue = session.timeline.cues[2]
    assert rms(heard[cue.start : cue.start + cue.frames]) > -26.0


def test_nothing_jumps_where_it_fails() -> None:
    """The fade begins with what was last heard."""
    session = _session()
    heard = session.render(GONE - 4 * GRID, 8 * GRID)
    whole = mix("300 A 400 B 400 C 375", {"bed": KnownNoise(identity="file", steps=5000, anchored=False)})
    assert np.array_equal(heard[: 3 * GRID], whole.render(GONE - 4 * GRID, 3 * GRID))
    power = np.square(heard).mean(axis=1).reshape(-1, GRID).mean(axis=1)
    assert np.max(np.abs(np.diff(10 * np.log10(power)))) < 1.5


def test_the_session_can_say_so() -> None:
    """The fault is kept by the name of the background; before it failed there is none."""
    session = _session()
    session.render(0, 1000)
    assert session.faults == {}
    session.render(GONE, 1000)
    assert "sea.flac" in session.faults["bed"].message
