"""Words that tell the time, filled in again for the plan of a session as it is now."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from unknot.planning._plan import SessionPlan, items_of
from unknot.planning._unfold import unfold_with
from unknot.timeline import Cue

if TYPE_CHECKING:
    from collections.abc import Mapping

    from unknot.planning._fit import Fit
    from unknot.planning._plan import PlanItem
    from unknot.planning._score import CueSlot
    from unknot.timeline import Timeline
    from unknot.units import Frames


def outdated_words(plan: SessionPlan, fit: Fit, since: Frames) -> dict[int, CueSlot]:
    """New words for cues that begin at frame `since` or later and tell a time that has changed, by their `origin`.

    `fit` is the session as it was planned. Its items are `plan.planned`, except for words and clips changed since.
    """
    if not fit.score.provisional:
        return {}
    keys = _cue_keys(fit)
    planned = ((item.origin, item.event) for item in items_of(fit.timeline))
    by_origin = {origin: keys[event] for origin, event in planned if isinstance(event, Cue) and event in keys}
    cues = [(item, item.event) for item in plan.items if isinstance(item.event, Cue) and item.origin in by_origin]
    starts = {by_origin[item.origin]: item.start for item, _ in cues}
    words = _updated_words(fit, starts, plan.timeline)
    found = ((item, event, words.get(by_origin[item.origin])) for item, event in cues if item.start >= since)
    return {item.origin: new for item, event, new in found if new and new.utterance != event.utterance}


def with_words(plan: SessionPlan, since: Frames, words: Mapping[int, CueSlot]) -> SessionPlan:
    """The plan with new words, by `origin`, for cues that begin at frame `since` or later. Lengths do not change."""
    items = [_with_new_words(item, words) if item.start >= since else item for item in plan.items]
    return plan.with_items(items, tuple(_with_new_words(item, words) for item in plan.planned))


def _with_new_words(item: PlanItem, words: Mapping[int, CueSlot]) -> PlanItem:
    cue = words.get(item.origin)
    if cue is None or not isinstance(item.event, Cue):
        return item
    return replace(item, event=replace(item.event, utterance=cue.utterance, text=cue.text))


def _cue_keys(fit: Fit) -> dict[Cue, str]:
    """The `CueSlot.key` of each cue of the fit's timeline; none for cues that the program has added."""
    starts = fit.draft.writer.starts
    keys = {(starts[c.key], c.utterance): c.key for c in fit.score.cues if c.key in starts}
    return {cue: keys[place] for cue in fit.timeline.cues if (place := (cue.start, cue.utterance)) in keys}


def _updated_words(fit: Fit, starts: Mapping[str, Frames], timeline: Timeline) -> dict[str, CueSlot]:
    """The cues of the fit's score by `CueSlot.key`, telling the times of `timeline`.

    Args:
        fit: A session as it was fitted.
        starts: When cues begin now, by `CueSlot.key`. All others begin when they did.
        timeline: The session as it is now: its length and its chapters.
    """
    score = fit.score
    chapters = tuple((chapter.start, chapter.title) for chapter in timeline.chapters)
    known = replace(score.known, starts={**score.known.starts, **starts}, chapters=chapters, total=timeline.frames)
    return {cue.key: cue for cue in unfold_with(score, known).cues}
