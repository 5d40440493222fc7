"""The fit is the best there is: compared with trying everything on small scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given, settings, strategies as st

from tests.fakes.measures import Counted
from tests.planning import reference
from tests.planning.scripts import scripts
from unknot.errors import OutOfReach
from unknot.planning import fit, unfold
from unknot.planning._glue import Glue, glue, share
from unknot.units import Frames

if TYPE_CHECKING:
    from unknot.routine import Routine

SOME = settings(max_examples=120, deadline=None)


@SOME
@given(scripts(blocks=3), st.integers(0, 1000))
def test_blocks_and_counts_are_the_best_of_all(script: Routine, share_of_reach: int) -> None:
    """Least left out by priority, then least counted otherwise, then least change of rests, then by order."""
    score, measure = unfold(script, asked=None), Counted()
    choices = list(reference.every_choice(score))
    assume(len(choices) <= 80)
    ends = [reference.spans(score, measure, values)[-1] for values in choices]
    low, high = min(low for low, _ in ends), max(high for _, high in ends)
    target = Frames(low + (high - low) * share_of_reach // 1000)
    expected = reference.best(score, measure, target)
    if expected is None:
        with pytest.raises(OutOfReach):
            fit(score, measure, target)
        return
    assert fit(score, measure, target).draft.solution.values == expected


@SOME
@given(scripts(blocks=3))
def test_the_reach_is_what_trying_everything_reaches(script: Routine) -> None:
    """Both ends, and every hole between them."""
    score, measure = unfold(script, asked=None), Counted()
    choices = list(reference.every_choice(score))
    assume(len(choices) <= 80)
    spans = sorted(reference.spans(score, measure, values)[-1] for values in choices)
    merged = [spans[0]]
    for low, high in spans[1:]:
        if low <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(high, merged[-1][1]))
        else:
            merged.append((low, high))
    assert fit(score, measure, None).report.reach.spans == tuple(merged)


RESTS = st.builds(
    lambda natural, below, above, hold: glue(
        Frames(natural), Frames(max(0, natural - below)), Frames(natural + above), hold=hold
    ),
    st.integers(1, 90_000), st.integers(0, 3500), st.integers(0, 3500), st.booleans(),
)  # fmt: skip


@SOME
@given(st.lists(RESTS, min_size=1, max_size=4), st.integers(-12, 12))
def test_rests_share_a_difference_at_the_least_cost(rests: list[Glue], steps: int) -> None:
    """Every other way to share it costs as much or more."""
    least = reference.cheapest(rests, steps)
    assume(least is not None)
    shared = share(rests, steps)
    assert sum(shared) == steps
    assert reference.cost(rests, shared) == least


@SOME
@given(st.lists(RESTS, min_size=1, max_size=6), st.integers(-20, 20))
def test_one_more_step_never_takes_one_from_any_rest(rests: list[Glue], steps: int) -> None:
    """The rule that the method of largest remainders breaks."""
    assert all(a <= b for a, b in zip(share(rests, steps), share(rests, steps + 1), strict=True))
