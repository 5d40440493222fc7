"""Counts and blocks chosen again while a session plays, where changing its pauses alone is not enough.

The fitting knows the session as it was planned, not how somebody went through it. So it is asked for the part that
comes, from the item on where the listener goes on, at the length that is left.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from unknot.errors import ScriptError
from unknot.planning._plan import SessionPlan, items
from unknot.planning._refit import refit
from unknot.planning._replan import parted
from unknot.units import Frames

if TYPE_CHECKING:
    from unknot.planning._fit import Fit
    from unknot.planning._moves import PlanMove


def choose_again(plan: SessionPlan, fit: Fit, move: PlanMove, total: Frames) -> tuple[SessionPlan, Fit] | None:
    """The plan after a move, `total` frames long, with other counts and blocks ahead; None when that cannot be.

    `fit` is the session as it was planned: its row is `plan.whole`, but for clips that were measured since.
    """
    head, tail = parted(plan, move)
    if not tail:
        return None
    first = tail[0].origin
    planned = items(fit.timeline)
    start = planned[first].start
    end = Frames(start + total - sum(item.event.frames for item in head))
    try:
        fitted = refit(fit, start, end)
    except ScriptError:
        return None
    whole = items(fitted.timeline)
    if fitted.late or [i.event for i in whole[:first]] != [i.event for i in planned[:first]]:
        return None
    begun = whole[first] if move.to is None else replace(whole[first], marks=())
    return plan.changed([*head, begun, *whole[first + 1 :]], whole), fitted
