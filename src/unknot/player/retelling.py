"""Words that tell the time, kept true to the plan as it is now."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from unknot.fitting.retelling import keyed, retold
from unknot.player.items import Plan, items
from unknot.timeline import Cue

if TYPE_CHECKING:
    from collections.abc import Mapping

    from unknot.fitting import Fit
    from unknot.fitting.score import Speak
    from unknot.player.items import Item
    from unknot.units import Frames


def untrue(plan: Plan, fit: Fit, since: Frames) -> dict[int, Speak]:
    """What cues that begin at frame `since` or later should say instead, by their origin.

    `fit` is the session as it was planned: its row is `plan.whole`, but for words and clips that have changed since.
    """
    if not fit.score.provisional:
        return {}
    keys = keyed(fit)
    planned = ((item.origin, item.event) for item in items(fit.timeline))
    by_origin = {origin: keys[event] for origin, event in planned if isinstance(event, Cue) and event in keys}
    cues = (item for item in plan.row if isinstance(item.event, Cue))
    starts = {by_origin[item.origin]: item.start for item in cues if item.origin in by_origin}
    words = retold(fit, starts, plan.timeline)
    return {
        item.origin: words[key]
        for item in plan.row
        if isinstance(item.event, Cue)
        and item.start >= since
        and (key := by_origin.get(item.origin)) in words
        and words[key].utterance != item.event.utterance
    }


def told(plan: Plan, since: Frames, words: Mapping[int, Speak]) -> Plan:
    """The plan with other words in cues that begin at frame `since` or later. Their lengths stay as they were."""
    row = [_saying(item, words) if item.start >= since else item for item in plan.row]
    return plan.changed(row, tuple(_saying(item, words) for item in plan.whole))


def _saying(item: Item, words: Mapping[int, Speak]) -> Item:
    speak = words.get(item.origin)
    if speak is None or not isinstance(item.event, Cue):
        return item
    return replace(item, event=replace(item.event, utterance=speak.utterance, text=speak.text))
