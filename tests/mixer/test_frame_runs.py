"""Grid steps, described by content."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.fakes.background import KnownNoise
from tests.mixer.sessions import EVERY_GAP, keys, mix
from unknot.mixer import Mix
from unknot.units import GRID

if TYPE_CHECKING:
    from unknot.mixer import Mix


@pytest.fixture(scope="module")
def session() -> Mix:
    """A session with every kind of gap."""
    return mix(EVERY_GAP, {"noise": KnownNoise()}, odd=411)


def test_equal_runs_are_equal_samples(session: Mix) -> None:
    """Grid steps with equal content and place are equal samples."""
    samples: dict[tuple[str, int], bytes] = {}
    for step, key in enumerate(keys(session)):
        sound = session.render(step * GRID, GRID).tobytes()
        assert samples.setdefault(key, sound) == sound
    assert len(samples) < session.frames // GRID


def test_runs_cover_every_step_once(session: Mix) -> None:
    """Runs follow each other from the first grid step of a session to the last."""
    runs = session.runs()
    assert [run.first for run in runs[1:]] == [run.first + run.count for run in runs[:-1]]
    assert runs[0].first == 0
    assert sum(run.count for run in runs) == -(-session.frames // GRID)


def test_a_longer_rest_has_no_other_frames() -> None:
    """An hour of rest has the same distinct frames as a minute."""
    short, long = (mix(f"200 A {rest} B 400", {"noise": KnownNoise()}) for rest in (3000, 150_000))
    assert len(set(keys(long)) - set(keys(short))) < 60
    assert len(long.runs()) < 200
