"""Recipes, over sessions that nobody would write by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from tests.fakes.background import KnownNoise
from tests.mixer.sessions import keys, mix
from unknot.mixer import Layer, Levels, Mix, Piece, Ramp, Recipe, gain_curve
from unknot.mixer._recipe import stem
from unknot.units import GRID

_RESTS = st.integers(0, 400).map(str)
_WORDS = st.sampled_from(["A", "B", "C", "D", "!bell", "_bell", "=bed,2", "=slow", "=", "=music"])
_SWELL = (0.3 + 0.29 * np.sin(np.arange(600) / 60)).astype(np.float32)
BEDS = {
    "bed": KnownNoise(),
    "slow": KnownNoise(identity="slow", steps=600, swell=_SWELL),
    "tuned": KnownNoise(identity="tuned", unlike=False),
    "music": KnownNoise(identity="music", steps=431, anchored=False),
}


@st.composite
def sessions(draw: st.DrawFn) -> Mix:
    """Any order of rests, cues, chimes and scenes, the last rest off the grid."""
    body = draw(st.lists(st.tuples(_WORDS, _RESTS), min_size=1, max_size=7))
    first = draw(st.sampled_from(list(BEDS)))
    beds = {first: BEDS[first]} | BEDS
    line = " ".join([draw(_RESTS), *(f"{word} {rest}" for word, rest in body), "380"])
    levels = Levels(background=draw(st.sampled_from([-10.0, -22.0])))
    return mix(line, beds, levels, odd=draw(st.integers(0, GRID)))


@settings(max_examples=25, deadline=None)
@given(sessions(), st.integers(1, 90_000), st.integers(0, 10**6))
def test_any_block_of_any_session_is_a_piece_of_the_whole(session: Mix, size: int, start: int) -> None:
    """Rendered alone or in one go: the same bits; numbers all of them; nothing over full scale."""
    whole = session.render(0, session.frames)
    start %= session.frames
    assert np.array_equal(session.render(start, size), whole[start : start + size])
    assert np.isfinite(whole).all()
    assert np.abs(whole).max() <= 1.0


@settings(max_examples=25, deadline=None)
@given(sessions(), sessions())
def test_equal_keys_are_equal_samples_in_every_session(one: Mix, other: Mix) -> None:
    """Frame by frame, within a session and between two."""
    heard: dict[tuple[str, int], bytes] = {}
    for session in (one, other):
        whole = np.pad(session.render(0, session.frames), ((0, GRID), (0, 0)), constant_values=9.0)
        for step, key in enumerate(keys(session)):
            sound = whole[step * GRID : (step + 1) * GRID].tobytes()
            assert heard.setdefault(key, sound) == sound


def test_a_key_is_the_same_in_every_process() -> None:
    """A number from another day: change it only together with what sounds."""
    ramp = Ramp("decibels", 100, 3, 0.0, -9.0)
    recipe = Recipe((Piece(50, (Layer("clip", 7), Layer("rain", 9, 1000, 0.5, (ramp,)))), Piece(3, ())))
    assert recipe.key() == "1e4213654311dc7e918d04e3a48baacfdaeaad9c"
    assert recipe.frames == 53


def test_a_plain_background_has_one_stem_wherever_it_stands() -> None:
    """Its place is its phase, so long rests are made of the same grid steps."""
    one, other = (stem(Piece(10 * GRID, (Layer("rain", phase, 500 * GRID, 0.1),))) for phase in (70 * GRID, 9 * GRID))
    assert one == (other[0], 70 * GRID, 500 * GRID)
    assert other[1] == 9 * GRID


def test_long_rests_cost_what_is_distinct_in_them() -> None:
    """Ten minutes and an hour of rest have the same frames."""
    short, long = (mix(f"200 A {rest} B 400", {"bed": KnownNoise()}) for rest in (3000, 150_000))
    assert len(set(keys(long)) - set(keys(short))) < 60
    assert len(long.runs()) < 200


@pytest.mark.parametrize("shape", ["rise", "fall", "grow", "shrink", "decibels"])
def test_a_curve_is_the_same_from_any_frame(shape: str) -> None:
    """Short ones that are kept and long ones that are not."""
    for frames in (5000, 13 * 48_000):
        whole = gain_curve(Ramp(shape, frames, 0, 0.0, -9.0), frames)  # type: ignore[arg-type]
        part = gain_curve(Ramp(shape, frames, 1234, 0.0, -9.0), 777)  # type: ignore[arg-type]
        assert np.array_equal(part, whole[1234 : 1234 + 777])


def test_crossing_curves_keep_power_or_amplitude() -> None:
    """Sine and cosine for strangers, raised cosines for twins; ducking is a raised cosine in decibels."""
    rise, fall = (gain_curve(Ramp(shape, 1000), 1000).astype(float) for shape in ("rise", "fall"))
    grow, shrink = (gain_curve(Ramp(shape, 1000), 1000).astype(float) for shape in ("grow", "shrink"))
    assert np.allclose(rise**2 + fall**2, 1.0, atol=1e-6)
    assert np.allclose(grow + shrink, 1.0, atol=1e-6)
    down = 20 * np.log10(gain_curve(Ramp("decibels", 1000, 0, 0.0, -9.0), 1000).astype(float))
    wanted = -4.5 * (1 - np.cos(np.pi * (np.arange(1000) + 0.5) / 1000))
    assert np.allclose(down, wanted, atol=1e-4)
