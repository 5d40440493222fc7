"""The levels of voice and background, measured in the finished sound."""

from __future__ import annotations

import numpy as np
import pytest
from benchmarks.report import largest_step, over_background, rendered, true_peak

from tests.mixer.sessions import NoiseClips, mix, mix_over
from unknot.backgrounds import GENERATED
from unknot.loudness import loudness
from unknot.mixer import Levels
from unknot.mixer._gain_tracks import FADE_IN, FADE_OUT
from unknot.mixer._levels import LOUDER, QUIETER
from unknot.units import GRID


def test_the_voice_is_over_the_background_by_what_is_set() -> None:
    """95 of 100 cues are 19 LU over every generated background, within 1.5 LU."""
    over = np.array([lu for name in GENERATED for lu in over_background(mix_over(name))])
    assert np.mean(np.abs(over - 19.0) <= 1.5) >= 0.95


@pytest.mark.parametrize(
    ("levels", "wanted"),
    [
        (Levels(), 19.0),
        (Levels(clear_voice=True), 20.0),
        (Levels(background=-24.0), 24.0),
        (Levels(background=-4.0), 19.0),
    ],
)
def test_the_levels_say_how_far_the_background_stays_under_the_words(levels: Levels, wanted: float) -> None:
    """The background is as far under the words as the levels say, by ducking where needed."""
    assert np.median(over_background(mix_over("pink", levels))) == pytest.approx(wanted, abs=0.5)


def test_the_background_goes_down_as_far_as_the_words_need() -> None:
    """Ducking follows the loudness of the words, within bounds, for cues alone and in groups."""
    clips = NoiseClips(-18.0, B=-22.0, C=-16.5, F=-32.0)
    line = "170 A 200 B 200 C 200 A 20 B 9 C 3 A 200 F 400"
    session = mix_over("pink", line=line, clips=clips)
    over = over_background(session)
    assert over[:-1] == pytest.approx([19.0] * 7, abs=0.8)
    assert over[-1] == pytest.approx(19.0 - 14.0 + QUIETER, abs=0.5)
    assert largest_step(rendered(session, "background")[FADE_IN // 8 : -FADE_OUT // 8]) < 6.0


def test_the_depth_of_ducking_follows_the_words() -> None:
    """The depth of ducking is in half decibels, within bounds, and 0 where the background is quiet enough."""
    assert Levels().duck_for(-18.0) == -9.0
    assert Levels().duck_for(-18.7) == -9.5
    assert Levels().duck_for(0.0) == -9.0 + LOUDER
    assert Levels().duck_for(float("-inf")) == -9.0 - QUIETER
    assert Levels(background=-24.0).duck_for(-18.0) == 0.0


def test_the_background_comes_back_in_pauses() -> None:
    """In the middle of a long pause the background is 10 LU under the voice."""
    session = mix_over("pink")
    middle = session.timeline.rests[5].start + 100 * GRID
    assert loudness(session.render(middle, 100 * GRID)) == pytest.approx(-28.0, abs=0.7)


@pytest.mark.parametrize("name", GENERATED)
def test_nothing_steps_and_nothing_is_too_loud(name: str) -> None:
    """A background never changes by more than 6 dB in 50 ms, and the session stays under −1 dBTP."""
    session = mix_over(name)
    under = rendered(session, "background")
    assert largest_step(under[FADE_IN // 8 : -FADE_OUT // 8]) < 6.0
    assert true_peak(rendered(session)) <= -1.0


def test_pauses_that_players_would_trim_are_reported() -> None:
    """A session is reported if its pauses are under −38 dBFS."""
    assert not mix_over("rain").trimmed()
    assert mix_over("rain", Levels(background=-24.0)).trimmed()
    assert mix("300 A 400 A 400", {}).trimmed()
