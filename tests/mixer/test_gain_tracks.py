"""Gains over the whole session."""

from __future__ import annotations

import numpy as np
import pytest
from benchmarks.report import lead_of_ducking

from tests.fakes.background import KnownNoise
from tests.mixer.sessions import CLIP, mix
from unknot.audio import rms
from unknot.mixer._gain_tracks import DOWN, FADE_IN, UP
from unknot.units import GRID, SAMPLE_RATE, Frames


def test_ducking_is_complete_at_the_first_word_and_held_over_a_short_gap() -> None:
    """The background goes down in 0.41 s before the words, stays down in a short gap and comes back in 1.49 s."""
    session = mix("300 A 40 B 400", {"noise": KnownNoise()})
    first = session.timeline.cues[0].start
    assert lead_of_ducking(session, first) == DOWN
    under = session.stem("background")
    levels = [
        rms(under.render(frame, 10 * GRID))
        for frame in (first - DOWN - 11 * GRID, first, first + (CLIP + 15) * GRID, first + (2 * CLIP + 40) * GRID + UP)
    ]
    assert levels == pytest.approx([levels[0], levels[0] - 9.0, levels[0] - 9.0, levels[0]], abs=0.4)


def test_a_session_fades_in_and_out() -> None:
    """A session begins and ends in silence, and half of its fade-in is 6 dB down."""
    session = mix("300 A 500", {"noise": KnownNoise()}, odd=7)
    sound = session.render(0, session.frames)
    assert np.abs(sound[:50]).max() < 1e-4
    assert np.abs(sound[-50:]).max() < 1e-4
    assert rms(sound[FADE_IN // 2 - 2000 : FADE_IN // 2 + 2000]) == pytest.approx(
        rms(sound[FADE_IN:][:9000]) - 6, abs=1
    )
    assert session.frames == (300 + CLIP + 500) * GRID + 7


def test_a_session_shorter_than_its_fades_can_be_rendered() -> None:
    """A session of two grid steps and a frame can be rendered."""
    session = mix("2", {"noise": KnownNoise()}, odd=1)
    assert len(session.render(0, Frames(10 * SAMPLE_RATE))) == 2 * GRID + 1
