"""A difference in length is shared over rests at the least cost."""

from __future__ import annotations

from hypothesis import assume, given, settings, strategies as st

from tests.planning import reference
from unknot.planning._glue import Glue, glue, share
from unknot.units import Frames

SOME = settings(max_examples=120, deadline=None)
RESTS = st.builds(
    lambda natural, below, above, hold: glue(
        Frames(natural), Frames(max(0, natural - below)), Frames(natural + above), hold=hold
    ),
    st.integers(1, 90_000), st.integers(0, 3500), st.integers(0, 3500), st.booleans(),
)  # fmt: skip


@SOME
@given(st.lists(RESTS, min_size=1, max_size=4), st.integers(-12, 12))
def test_rests_share_a_difference_at_the_least_cost(rests: list[Glue], steps: int) -> None:
    """No other way to share a difference over rests costs less."""
    least = reference.cheapest(rests, steps)
    assume(least is not None)
    shared = share(rests, steps)
    assert sum(shared) == steps
    assert reference.cost(rests, shared) == least


@SOME
@given(st.lists(RESTS, min_size=1, max_size=6), st.integers(-20, 20))
def test_one_more_step_never_takes_one_from_any_rest(rests: list[Glue], steps: int) -> None:
    """With one more step to share, no rest gets shorter."""
    assert all(a <= b for a, b in zip(share(rests, steps), share(rests, steps + 1), strict=True))
