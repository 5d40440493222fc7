"""A score is measured: on the grid, and equally long on all sides."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from tests.planning.fitted import fitted_at, session
from tests.planning.scripts import scripts
from unknot.errors import ScriptError
from unknot.planning import chosen_sequences
from unknot.planning._score import SidesPart, bodies
from unknot.units import GRID

if TYPE_CHECKING:
    from unknot.planning import Fit
    from unknot.planning._score import Part
    from unknot.routine import Routine

LARGE = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@LARGE
@given(scripts(blocks=6, depth=3), st.integers(0, 1000))
def test_all_sides_take_the_same_time_to_the_frame(script: Routine, thousandths: int) -> None:
    """All sides have the same length, to the frame, at every length of the session."""
    found = fitted_at(script, thousandths)
    for sides in _sides(found.draft.score.body):
        lengths = {sum(_length(found, part) for part in side) for side in sides}
        assert len(lengths) == 1


def test_words_longer_than_their_beat_are_an_error() -> None:
    """The error tells how long the words take and how long the beat is."""
    with pytest.raises(ScriptError, match=r"the words take .* s and their beat only 0.5 s"):
        session("This takes much longer. [beat 0.5s] End.")


def _sides(parts: tuple[Part, ...]) -> list[tuple[tuple[Part, ...], ...]]:
    found = [part.sides for part in parts if isinstance(part, SidesPart)]
    return found + [sides for part in parts for body in bodies(part) for sides in _sides(body)]


def _length(found: Fit, part: Part) -> int:
    steps = found.draft.solution.steps
    length = 0
    for sequence in chosen_sequences((part,), found.draft.solution.values):
        line = found.draft.measured.sequences[id(sequence)]
        length += line.natural + sum(steps[g] for g in line.glues) * GRID
    return length
