"""What holds for every script at every length in reach."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings, strategies as st

from tests.fakes.measures import Counted
from tests.planning.scripts import scripts
from unknot.planning import chosen_stretches, fit, unfold
from unknot.planning._score import SidesPart, bodies
from unknot.timeline import faults
from unknot.units import GRID, Frames

if TYPE_CHECKING:
    from unknot.planning import Fit
    from unknot.planning._score import Part
    from unknot.routine import Routine

LARGE = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def fitted(script: Routine, thousandths: int, seed: int = 0) -> Fit:
    """The script at a length that is so far on the way from its shortest to its longest."""
    score, measure = unfold(script, asked=None, seed=seed), Counted()
    reach = fit(score, measure, None).report.reach
    target = reach.shortest + (reach.longest - reach.shortest) * thousandths // 1000
    low, high = min(reach.spans, key=lambda span: min(abs(span[0] - target), abs(span[1] - target)))
    return fit(score, measure, Frames(min(max(low, target), high)))


@LARGE
@given(scripts(blocks=12, depth=3), st.integers(0, 1000))
def test_a_timeline_has_no_fault_and_its_asked_length(script: Routine, thousandths: int) -> None:
    """Contiguous, on the grid, covered by chapters, exact to the frame."""
    found = fitted(script, thousandths)
    assert faults(found.timeline) == ()
    assert found.timeline.frames == found.report.asked


@LARGE
@given(scripts(blocks=8, depth=3), st.integers(0, 1000))
def test_no_rest_leaves_its_bounds(script: Routine, thousandths: int) -> None:
    """Fixed ones keep their length, and every elastic one stays between its ends."""
    for rest in fitted(script, thousandths).timeline.rests:
        if rest.least is not None and rest.most is not None:
            assert rest.least - GRID < rest.frames < rest.most + GRID
        elif rest.reason != "close":
            assert rest.frames == rest.natural


@LARGE
@given(scripts(blocks=8, depth=3), st.integers(0, 1000))
def test_the_same_script_length_and_seed_give_the_same_session(script: Routine, thousandths: int) -> None:
    """Every event of it."""
    assert fitted(script, thousandths).timeline == fitted(script, thousandths).timeline


@LARGE
@given(scripts(blocks=8, depth=2), st.lists(st.integers(0, 1000), min_size=2, max_size=5))
def test_with_the_same_choices_a_longer_session_has_no_shorter_pause(script: Routine, at: list[int]) -> None:
    """Save for the close, which takes up less than a grid step for each rest that changes with others."""
    fits = sorted((fitted(script, n) for n in at), key=lambda one: one.timeline.frames)
    for shorter, longer in pairwise(fits):
        if shorter.draft.solution.values == longer.draft.solution.values:
            pairs = zip(shorter.draft.solution.steps, longer.draft.solution.steps, strict=True)
            assert all(a <= b for a, b in pairs)


@LARGE
@given(scripts(blocks=6, depth=3), st.integers(0, 1000))
def test_all_sides_take_the_same_time_to_the_frame(script: Routine, thousandths: int) -> None:
    """At every length, whatever is said on them."""
    found = fitted(script, thousandths)
    for sides in _sides(found.draft.score.body):
        lengths = {sum(_length(found, part) for part in side) for side in sides}
        assert len(lengths) == 1


def _sides(parts: tuple[Part, ...]) -> list[tuple[tuple[Part, ...], ...]]:
    found = [part.sides for part in parts if isinstance(part, SidesPart)]
    return found + [sides for part in parts for body in bodies(part) for sides in _sides(body)]


def _length(found: Fit, part: Part) -> int:
    steps = found.draft.solution.steps
    length = 0
    for stretch in chosen_stretches((part,), found.draft.solution.values):
        line = found.draft.sheet.lines[id(stretch)]
        length += line.natural + sum(steps[g] for g in line.glues) * GRID
    return length
