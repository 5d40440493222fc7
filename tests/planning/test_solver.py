"""A score is solved for every length in its reach, around the times that the script names."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, assume, given, settings, strategies as st

from tests.fakes.measures import Counted
from tests.planning import reference
from tests.planning.fitted import fitted_at, said, session
from tests.planning.scripts import scripts
from unknot.errors import ScriptError
from unknot.planning import fit, unfold

if TYPE_CHECKING:
    from unknot.routine import Routine

SOME = settings(max_examples=120, deadline=None)
LARGE = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@SOME
@given(scripts(blocks=3))
def test_the_reach_is_what_trying_everything_reaches(script: Routine) -> None:
    """The reach has the lengths of all possible choices, with every hole between them."""
    score, measurer = unfold(script, length=None), Counted()
    choices = list(reference.every_choice(score))
    assume(len(choices) <= 80)
    spans = sorted(reference.spans(score, measurer, values)[-1] for values in choices)
    merged = [spans[0]]
    for low, high in spans[1:]:
        if low <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(high, merged[-1][1]))
        else:
            merged.append((low, high))
    assert fit(score, measurer, None).report.reach.spans == tuple(merged)


@LARGE
@given(scripts(blocks=8, depth=2), st.lists(st.integers(0, 1000), min_size=2, max_size=5))
def test_with_the_same_choices_a_longer_session_has_no_shorter_pause(script: Routine, at: list[int]) -> None:
    """With the same blocks and counts, no rest of a longer session has fewer steps."""
    fits = sorted((fitted_at(script, n) for n in at), key=lambda one: one.timeline.frames)
    for shorter, longer in pairwise(fits):
        if shorter.draft.solution.values == longer.draft.solution.values:
            pairs = zip(shorter.draft.solution.steps, longer.draft.solution.steps, strict=True)
            assert all(a <= b for a, b in pairs)


def test_until_waits_for_a_time_of_the_session() -> None:
    """At every length the words after `until` begin at the time that is written."""
    body = "Sit. [5s]\n\n[until 1:00]\n\nNow. [10s]"
    for length in ("", "77", "80", "90"):
        found = session(body, length).timeline
        assert abs(found.cues[-1].start / 48_000 - 60) <= 0.024


def test_a_time_that_is_past_is_an_error() -> None:
    """A time that is over before it is reached, or that would come more than once, is an error."""
    with pytest.raises(ScriptError, match="0:10 is past"):
        session("Sit. [30s fixed] [until 0:10] Now.")
    with pytest.raises(ScriptError, match="comes only once"):
        session("::: repeat 2\nSit. [until 1:00]\n:::")


def test_an_optional_block_may_wait_for_a_time() -> None:
    """A block with an `until` is kept or left out, as the length needs."""
    body = "Sit. [5s]\n\n::: optional\nWait. [until 1:00] Go.\n:::\n\nEnd. [5s]"
    assert said(body, "80") == ["Sit.", "Wait.", "Go.", "End."]
    assert said(body, "30") == ["Sit.", "End."]
