"""The sound of a session is a pure function of its frames."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from benchmarks.report import rendered

from tests.fakes.background import KnownNoise
from tests.mixer.sessions import EVERY_GAP, SESSION, mix
from unknot.mixer import Mix
from unknot.units import GRID

if TYPE_CHECKING:
    from unknot.mixer import Mix


@pytest.fixture(scope="module")
def session() -> Mix:
    """A session with every kind of gap."""
    return mix(EVERY_GAP, {"noise": KnownNoise()}, odd=411)


@pytest.mark.parametrize("block", [1000, GRID, 4096, 48_000, 123_457])
def test_any_split_gives_the_same_samples(session: Mix, block: int) -> None:
    """Blocks of any length are, bit for bit, the whole session."""
    whole = session.render(0, session.frames)
    parts = [session.render(at, block) for at in range(0, session.frames, block)]
    assert np.array_equal(np.concatenate(parts), whole)
    assert len(whole) == session.frames


def test_any_order_gives_the_same_samples(session: Mix) -> None:
    """Samples do not depend on what was rendered before."""
    first = session.render(777_777, 5000)
    session.render(0, 100_000)
    assert np.array_equal(session.render(777_777, 5000), first)


def test_the_stems_add_up_to_the_session() -> None:
    """The samples of the two stems add up to those of the session."""
    session = mix(SESSION, {"noise": KnownNoise()})
    parts = rendered(session, "voice") + rendered(session, "background")
    assert np.max(np.abs(parts - rendered(session))) < 1e-6
