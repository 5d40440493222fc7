"""A session's sound: pure, and described by content."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.fakes.background import KnownNoise
from tests.mixer.sessions import CLIP, keys, mix
from unknot.units import GRID

if TYPE_CHECKING:
    from unknot.mixer import Mix

SESSION = "125 A 40 B 70 A 300 !bell 90 C 20 C 5 A 375"


@pytest.fixture(scope="module")
def session() -> Mix:
    """A session with every kind of gap."""
    return mix(SESSION, {"bed": KnownNoise()}, odd=411)


@pytest.mark.parametrize("block", [1000, GRID, 4096, 48_000, 123_457])
def test_any_split_gives_the_same_samples(session: Mix, block: int) -> None:
    """Blocks of any length, one behind the other, are the whole, bit for bit."""
    whole = session.render(0, session.frames)
    parts = [session.render(at, block) for at in range(0, session.frames, block)]
    assert np.array_equal(np.concatenate(parts), whole)
    assert len(whole) == session.frames


def test_any_order_gives_the_same_samples(session: Mix) -> None:
    """What was heard before does not change what is heard."""
    first = session.render(777_777, 5000)
    session.render(0, 100_000)
    assert np.array_equal(session.render(777_777, 5000), first)


def test_equal_runs_are_equal_samples(session: Mix) -> None:
    """Grid steps with the same key sound the same."""
    heard: dict[tuple[str, int], bytes] = {}
    for step, key in enumerate(keys(session)):
        sound = session.render(step * GRID, GRID).tobytes()
        assert heard.setdefault(key, sound) == sound
    assert len(heard) < session.frames // GRID


def test_runs_cover_every_step_once(session: Mix) -> None:
    """Runs stand one behind the other from the first grid step to the last."""
    runs = session.runs()
    assert [run.first for run in runs[1:]] == [run.first + run.count for run in runs[:-1]]
    assert runs[0].first == 0
    assert sum(run.count for run in runs) == -(-session.frames // GRID)


def test_a_cue_brings_its_sound_along() -> None:
    """A cue and its background coming back are the same wherever they stand, over a background without a phase."""
    beds = {"bed": KnownNoise(steps=5000)}
    one, other = mix("125 A 200 B 200 C 375", beds), mix("125 A 333 B 251 C 375", beds)
    at, there = 125 + CLIP + 200, 125 + CLIP + 333
    block = range(CLIP + 62)
    keys = [one.recipe((at + step) * GRID, GRID).key() for step in block]
    assert keys == [other.recipe((there + step) * GRID, GRID).key() for step in block]


def test_a_clock_runs_on_under_the_cues() -> None:
    """A background with a pulse keeps its phase."""
    bed = KnownNoise(anchored=False)
    session = mix("200 A 200 B 300", {"bed": bed})
    phases = {
        (layer.at - segment.start) % layer.period
        for segment in session.segments
        for layer in segment.piece.layers
        if layer.source == bed.identity
    }
    assert phases == {0}
