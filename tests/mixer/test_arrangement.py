"""Where layers begin and end, and how loud they are."""

from __future__ import annotations

import numpy as np
import pytest
from benchmarks.report import largest_step, over_background, rendered, true_peak

from tests.fakes.background import KnownNoise
from tests.mixer.sessions import CLIP, mix, mix_over
from unknot.audio import rms
from unknot.mixer import Levels
from unknot.mixer._gain_tracks import FADE_IN, FADE_OUT
from unknot.units import GRID


def test_backgrounds_cross_fade_change_level_and_end() -> None:
    """A background can be replaced by another, made louder and switched off during a session."""
    backgrounds = {"noise": KnownNoise(), "other": KnownNoise(identity="other-noise")}
    session = mix("250 A 250 =other 300 A 200 =other,3 300 A 200 = 300 A 375", backgrounds)
    starts = [250 + CLIP + 250, 250 + 2 * CLIP + 750, 250 + 3 * CLIP + 1250]
    under = session.stem("background")
    before, crossed, louder, silent = (
        rms(under.render(at * GRID, 50 * GRID)) for at in (400, starts[0] + 110, starts[1] + 110, starts[2] + 110)
    )
    assert [crossed, louder] == pytest.approx([before, before + 3.0], abs=0.3)
    assert silent == float("-inf")
    middle = rms(under.render((starts[0] + 40) * GRID, 20 * GRID))
    assert middle == pytest.approx(before, abs=0.4)


@pytest.mark.parametrize("name", ["brown", "ocean"])
def test_the_loudest_background_is_as_far_under_the_words(name: str) -> None:
    """The loudest background that can be set is still 19 LU under the words, and its peaks stay under the limit."""
    line = "170 A 160 B 145 C 200 _bell D 210 !bell 200 E 400"
    session = mix_over(name, Levels(background=2.0), line)
    assert over_background(session) == pytest.approx([19.0] * 5, abs=1.5)
    assert true_peak(rendered(session)) <= -1.0
    assert largest_step(rendered(session, "background")[FADE_IN // 8 : -FADE_OUT // 8]) < 6.0


def test_a_background_of_high_peaks_is_lowered_rather_than_limited() -> None:
    """A quiet background with high peaks is lowered as a whole until its peaks are under the limit."""
    noise = KnownNoise(loudness=-45.0)
    noise.peak = true_peak(noise.samples)
    session = mix("300 A 400", {"noise": noise})
    assert true_peak(rendered(session, "background")) <= -8.9


def test_a_chime_that_is_cut_off_fades_out() -> None:
    """A chime that is cut off by the end of the session fades out."""
    session = mix("100 A 20 !bell", {})
    assert np.abs(session.render(session.frames - 20, 20)).max() < 1e-4
