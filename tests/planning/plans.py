"""Checks of plans."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from unknot.planning._plan import items_of
from unknot.units import GRID

if TYPE_CHECKING:
    from unknot.planning import SessionPlan


def assert_whole(plan: SessionPlan) -> None:
    """A plan without gaps, its cues on the grid, its items those of its timeline."""
    assert plan.items[0].start == 0
    assert plan.items[-1].end == plan.timeline.frames
    assert all(a.end == b.start for a, b in pairwise(plan.items))
    assert all(cue.start % GRID == 0 for cue in plan.timeline.cues)
    assert all(rest.frames >= 0 for rest in plan.timeline.rests)
    assert [i.event for i in plan.items] == [i.event for i in items_of(plan.timeline)]
