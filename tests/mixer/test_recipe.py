"""Recipes, for random sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given, settings, strategies as st

from tests.fakes.background import KnownNoise
from tests.mixer.sessions import keys, mix
from unknot.mixer import Layer, Levels, Mix, Piece, Ramp, Recipe
from unknot.mixer._recipe import content_of
from unknot.units import GRID

if TYPE_CHECKING:
    from unknot.mixer import Mix

_RESTS = st.integers(0, 400).map(str)


_WORDS = st.sampled_from(["A", "B", "C", "D", "!bell", "_bell", "=noise,2", "=slow", "=", "=music"])


_SWELL = (0.3 + 0.29 * np.sin(np.arange(600) / 60)).astype(np.float32)


BACKGROUNDS = {
    "noise": KnownNoise(),
    "slow": KnownNoise(identity="slow", steps=600, swell=_SWELL),
    "tuned": KnownNoise(identity="tuned", uncorrelated=False),
    "music": KnownNoise(identity="music", steps=431, anchored=False),
}


@st.composite
def sessions(draw: st.DrawFn) -> Mix:
    """Any order of rests, cues, chimes and backgrounds, the last rest off the grid."""
    body = draw(st.lists(st.tuples(_WORDS, _RESTS), min_size=1, max_size=7))
    first = draw(st.sampled_from(list(BACKGROUNDS)))
    backgrounds = {first: BACKGROUNDS[first]} | BACKGROUNDS
    line = " ".join([draw(_RESTS), *(f"{word} {rest}" for word, rest in body), "380"])
    levels = Levels(background=draw(st.sampled_from([-10.0, -22.0])))
    return mix(line, backgrounds, levels, odd=draw(st.integers(0, GRID)))


@settings(max_examples=25, deadline=None)
@given(sessions(), st.integers(1, 90_000), st.integers(0, 10**6))
def test_any_block_of_any_session_is_a_part_of_the_whole(session: Mix, size: int, start: int) -> None:
    """A block rendered alone has the same bits as in the whole session, which is finite and within full scale."""
    whole = session.render(0, session.frames)
    start %= session.frames
    assert np.array_equal(session.render(start, size), whole[start : start + size])
    assert np.isfinite(whole).all()
    assert np.abs(whole).max() <= 1.0


@settings(max_examples=25, deadline=None)
@given(sessions(), sessions())
def test_equal_keys_are_equal_samples_in_every_session(one: Mix, other: Mix) -> None:
    """Grid steps with equal keys are equal samples, within a session and between two."""
    samples: dict[tuple[str, int], bytes] = {}
    for session in (one, other):
        whole = np.pad(session.render(0, session.frames), ((0, GRID), (0, 0)), constant_values=9.0)
        for step, key in enumerate(keys(session)):
            sound = whole[step * GRID : (step + 1) * GRID].tobytes()
            assert samples.setdefault(key, sound) == sound


def test_a_key_is_the_same_in_every_process() -> None:
    """The key of a recipe never changes unless its sound changes."""
    ramp = Ramp("decibels", 100, 3, 0.0, -9.0)
    recipe = Recipe((Piece(50, (Layer("clip", 7), Layer("rain", 9, 1000, 0.5, (ramp,)))), Piece(3, ())))
    assert recipe.key() == "1e4213654311dc7e918d04e3a48baacfdaeaad9c"
    assert recipe.frames == 53


def test_a_background_alone_has_one_content_at_every_phase() -> None:
    """A background alone has one content, and its place in it is its phase."""
    pieces = [Piece(10 * GRID, (Layer("rain", phase * GRID, 500 * GRID, 0.1),)) for phase in (70, 9)]
    one, other = map(content_of, pieces)
    assert one == (other[0], 70 * GRID, 500 * GRID)
    assert other[1] == 9 * GRID
