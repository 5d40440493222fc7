"""Which part of a background sounds when."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest
from benchmarks.report import over_background

from tests.fakes.background import KnownNoise
from tests.mixer.sessions import CACHE, CLIP, NEVER_DUCKED, mix, mix_over
from unknot.audio import rms
from unknot.backgrounds import background
from unknot.mixer._background_placement import JOIN
from unknot.units import GRID, SAMPLE_RATE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from unknot.audio import Samples


def test_a_cue_right_after_a_bell_is_over_the_waves_as_much_as_others() -> None:
    """A cue too near to a bell for a join is as far over the waves of the ocean as any other."""
    line = "170 !bell 3 A 200 !bell 3 B 200 !bell 2 C 200 D 10 E 400"
    session = mix_over("ocean", line=line)
    assert over_background(session) == pytest.approx([19.0] * 5, abs=2.5)


def test_joins_keep_the_level() -> None:
    """The level stays the same, within 0.3 dB, over a join of two stretches of noise."""
    session = mix("300 A 400 B 375", {"noise": KnownNoise(steps=5000)}, NEVER_DUCKED)
    joined = [s for s in session.segments if len(s.piece.layers) == 2 and s.piece.layers[0].source == "known-noise"]
    for segment in joined:
        sound = session.render(segment.start - 100 * GRID, 100 * GRID + segment.piece.frames)
        assert rms(sound[100 * GRID :]) == pytest.approx(rms(sound[: 80 * GRID]), abs=0.3)
    assert joined


@pytest.mark.parametrize("name", ["rain", "stream", "brown", "pink", "drone", "forest"])
def test_joins_keep_the_spectrum(name: str) -> None:
    """The power in each octave is the same in joins and beside them."""
    line = "170 " + " ".join(f"{word} 260" for word in "ABCDEFGHIJKLMNOPQRST") + " 400"
    noise = background(name, None, CACHE)
    session = mix_over(name, NEVER_DUCKED, line)
    inside = session.segments[8:-8]
    plain = [s for s in inside if s.piece.frames > 80 * GRID and [la.ramps for la in s.piece.layers] == [()]]
    alone = [[la.source for la in s.piece.layers] == [noise.identity] for s in inside]
    joins = [s for s, before in zip(inside[1:], alone, strict=False) if before and len(s.piece.layers) == 2]
    joins = [s for s in joins if s.piece.layers[1].source == noise.identity]
    between, beside = (
        np.mean([_octaves(session.render(s.start, JOIN)) for s in found], axis=0) for found in (joins, plain)
    )
    assert len(joins) >= 15
    assert np.max(np.abs(10 * np.log10(between / beside))) < 1.6
    assert abs(10 * np.log10(between.sum() / beside.sum())) < 1.0


def _octaves(sound: Samples) -> NDArray[np.float64]:
    """The power in eight octaves from 88 Hz to 22 kHz."""
    power = np.square(np.abs(np.fft.rfft(sound.astype(np.float64), axis=0))).sum(axis=1)
    edges = (88.4 * 2.0 ** np.arange(9) * len(sound) / SAMPLE_RATE).astype(int)
    return np.array([power[a:b].sum() + 1e-5 * power.sum() for a, b in pairwise(edges)])


def test_a_background_that_is_not_anchored_keeps_its_phase() -> None:
    """A background that is not anchored keeps its phase under all cues."""
    noise = KnownNoise(anchored=False)
    session = mix("200 A 200 B 300", {"noise": noise})
    phases = {
        (layer.at - segment.start) % layer.period
        for segment in session.segments
        for layer in segment.piece.layers
        if layer.source == noise.identity
    }
    assert phases == {0}


def test_a_cue_has_the_same_background_wherever_it_is() -> None:
    """A cue and the background around it have the same recipe wherever the cue is in the session."""
    backgrounds = {"noise": KnownNoise(steps=5000)}
    one, other = mix("125 A 200 B 200 C 375", backgrounds), mix("125 A 333 B 251 C 375", backgrounds)
    at, there = 125 + CLIP + 200, 125 + CLIP + 333
    block = range(CLIP + 62)
    keys = [one.recipe((at + step) * GRID, GRID).key() for step in block]
    assert keys == [other.recipe((there + step) * GRID, GRID).key() for step in block]
