"""Words that tell the time, kept true to the plan as it is now."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from unknot.planning._plan import SessionPlan, items
from unknot.planning._time_words import cue_keys, updated_words
from unknot.timeline import Cue

if TYPE_CHECKING:
    from collections.abc import Mapping

    from unknot.planning._fit import Fit
    from unknot.planning._plan import PlanItem
    from unknot.planning._score import CueSlot
    from unknot.units import Frames


def outdated_words(plan: SessionPlan, fit: Fit, since: Frames) -> dict[int, CueSlot]:
    """What cues that begin at frame `since` or later should say instead, by their origin.

    `fit` is the session as it was planned: its row is `plan.whole`, but for words and clips that have changed since.
    """
    if not fit.score.provisional:
        return {}
    keys = cue_keys(fit)
    planned = ((item.origin, item.event) for item in items(fit.timeline))
    by_origin = {origin: keys[event] for origin, event in planned if isinstance(event, Cue) and event in keys}
    cues = (item for item in plan.row if isinstance(item.event, Cue))
    starts = {by_origin[item.origin]: item.start for item in cues if item.origin in by_origin}
    words = updated_words(fit, starts, plan.timeline)
    return {
        item.origin: words[key]
        for item in plan.row
        if isinstance(item.event, Cue)
        and item.start >= since
        and (key := by_origin.get(item.origin)) in words
        and words[key].utterance != item.event.utterance
    }


def with_words(plan: SessionPlan, since: Frames, words: Mapping[int, CueSlot]) -> SessionPlan:
    """The plan with other words in cues that begin at frame `since` or later. Their lengths stay as they were."""
    row = [_saying(item, words) if item.start >= since else item for item in plan.row]
    return plan.changed(row, tuple(_saying(item, words) for item in plan.whole))


def _saying(item: PlanItem, words: Mapping[int, CueSlot]) -> PlanItem:
    speak = words.get(item.origin)
    if speak is None or not isinstance(item.event, Cue):
        return item
    return replace(item, event=replace(item.event, utterance=speak.utterance, text=speak.text))
