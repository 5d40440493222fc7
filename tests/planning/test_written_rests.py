"""The lengths and bounds of the rests that a script writes."""

from __future__ import annotations

import pytest

from tests.planning.routines import length
from unknot import routine as tree
from unknot.planning._written_rests import flexible, natural_count, phase_lengths, whole_steps
from unknot.routine import NOWHERE, PACES
from unknot.units import GRID, Frames, frames, seconds


@pytest.mark.parametrize(
    ("written", "reason", "expected"),
    [
        (length(4), "pause", (2.0, 4.0, 12.0)),
        (length(4, fixed=True), "pause", (4.0, 4.0, 4.0)),
        (length(4), "move", (4.0, 4.0, 8.0)),
        (length(20), "hold", (10.0, 20.0, 60.0)),
        (length(40), "hold", (20.0, 40.0, 90.0)),
        (length(100), "hold", (50.0, 100.0, 100.0)),
        (length(4, 3), "pause", (3.0, 4.0, 12.0)),
        (length(4, None, 5), "pause", (2.0, 4.0, 5.0)),
        (length(40, 30, 200), "hold", (30.0, 40.0, 200.0)),
        (length(None, 2, 12), "pause", (2.0, 7.0, 12.0)),
        (length(None, 5), "pause", (5.0, 5.0, 15.0)),
        (length(4, 6, 9), "pause", (4.0, 4.0, 9.0)),
    ],
)
def test_bounds_are_those_written_or_those_of_the_pace(
    written: tree.Length, reason: str, expected: tuple[float, float, float]
) -> None:
    """A bound that is written is kept, and one that is not written comes from the calm pace."""
    rest = flexible(written, reason, PACES["calm"], NOWHERE, "0.1")
    assert tuple(seconds(f) for f in (rest.least, rest.natural, rest.most)) == expected
    assert (rest.reason, rest.name) == (reason, "0.1")


@pytest.mark.parametrize(("least", "most", "natural"), [(2, 2, 2), (1, 4, 2), (0, 1, 0), (3, 7, 5)])
def test_the_natural_count_is_the_middle_rounded_down(least: int, most: int, natural: int) -> None:
    """A range of counts has its middle as natural count."""
    assert natural_count(tree.Count(least, most)) == natural


def test_rounding_errors_of_breath_phases_do_not_add_up() -> None:
    """The phases of 20 cycles end within half a grid step of their exact times."""
    phases = (frames(4.001), frames(1.777), frames(6.013))
    at, exact = 0, 0
    for turn in range(20):
        for phase, rounded in zip(phases, phase_lengths(phases, turn), strict=True):
            at, exact = at + rounded, exact + phase
            assert rounded % GRID == 0
            assert abs(at - exact) <= GRID // 2


def test_a_time_is_moved_to_the_nearest_grid_step() -> None:
    """A time half way between two grid steps is moved to the later one."""
    half = GRID // 2
    assert whole_steps(0, half - 1) == 0
    assert whole_steps(0, half) == GRID
    assert whole_steps(half, Frames(2 * GRID)) == GRID
