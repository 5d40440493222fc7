"""The output mix gives the samples of the source, with levels, crossfades and short sounds."""

from __future__ import annotations

import numpy as np
import pytest

from tests.fakes.sessions import BACKGROUND, Toy, session
from unknot.player._output_mix import CROSSFADE, OutputMix, crossfade
from unknot.units import frames

SOURCE = Toy(session("A2 20"))


def test_without_changes_the_samples_are_the_sources_own() -> None:
    """From the output frame at which a source begins, its samples are unchanged; before it there is silence."""
    mix = OutputMix()
    mix.play(1000, SOURCE, 500)
    out = mix.render(0, 200_000)
    assert not out[:1000].any()
    assert np.array_equal(out[1000:], SOURCE.render(500, 199_000))
    assert (mix.position(999), mix.position(1500)) == (0, 1000)
    assert mix.end == 1000 + SOURCE.timeline.frames - 500


def test_silence_keeps_the_position_and_has_no_end() -> None:
    """The session frame stays the same in silence."""
    mix = OutputMix()
    mix.play(0, SOURCE, 0)
    mix.play(4800, None, 4800)
    assert (mix.position(4800), mix.position(96_000)) == (4800, 4800)
    assert (mix.source(4799), mix.source(4800), mix.end) == (SOURCE, None, None)


def test_one_plan_goes_over_into_another_without_a_jump() -> None:
    """Between two sources that differ there is a crossfade, and after it the new source alone."""
    mix, other = OutputMix(), Toy(session("Z10 20"))
    mix.play(0, SOURCE, 0)
    mix.play(frames(4), other, frames(4))
    out = mix.render(frames(4) - 100, CROSSFADE + 200)[:, 0]
    assert np.abs(np.diff(out)).max() < 0.001
    assert out[-1] == other.render(frames(4) + CROSSFADE, 1)[0, 0]


def test_a_crossfade_of_equal_sounds_changes_nothing() -> None:
    """Two sounds that are alike are crossfaded at equal amplitude."""
    noise = np.random.default_rng(1).uniform(-0.1, 0.1, (CROSSFADE, 2)).astype(np.float32)
    assert np.allclose(crossfade(noise, noise), noise, atol=1e-6)


def test_levels_apply_to_their_own_stem_and_never_clip() -> None:
    """Softer words leave the background as it is, and louder words are limited to full scale."""
    mix = OutputMix()
    mix.play(0, SOURCE, 0)
    mix.voice.move(0, 0.5, 1)
    assert mix.render(frames(4), 1)[0, 0] == pytest.approx(0.05 + BACKGROUND, abs=1e-6)
    mix.voice.move(0, 2.5, 1)
    assert mix.render(frames(4), 1)[0, 0] < 0.25


def test_a_short_sound_is_added_and_not_faded() -> None:
    """A fade of the session does not change a short sound over it."""
    mix = OutputMix()
    mix.play(0, SOURCE, 0)
    mix.master.move(0, 0.0, 1)
    mix.add_overlay(100, np.full((50, 2), 0.3, np.float32))
    out = mix.render(1, 199)[:, 0]
    assert np.flatnonzero(out).tolist() == list(range(99, 149))
    mix.discard(150)
    assert not mix.render(200, 100).any()
