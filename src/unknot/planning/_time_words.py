"""Words that tell the time, filled in again when a session has come to be another than it was fitted to be."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from unknot.planning._unfold import unfold_with

if TYPE_CHECKING:
    from collections.abc import Mapping

    from unknot.planning._fit import Fit
    from unknot.planning._score import CueSlot
    from unknot.timeline import Cue, Timeline
    from unknot.units import Frames


def cue_keys(fit: Fit) -> dict[Cue, str]:
    """Which words of the score each cue of the fit's timeline says, by `Speak.key`; none for lines that were added."""
    starts = fit.draft.layout.starts
    said = {(starts[s.key], s.utterance): s.key for s in fit.score.speaks if s.key in starts}
    return {cue: said[place] for cue in fit.timeline.cues if (place := (cue.start, cue.utterance)) in said}


def updated_words(fit: Fit, starts: Mapping[str, Frames], timeline: Timeline) -> dict[str, CueSlot]:
    """The words of the fit's score by `Speak.key`, telling the times of `timeline`.

    Args:
        fit: A session as it was fitted.
        starts: When words begin now, by `Speak.key`. Those that are not named begin when they did.
        timeline: The session as it is now: its length and its chapters.
    """
    score = fit.score
    chapters = tuple((chapter.start, chapter.title) for chapter in timeline.chapters)
    known = replace(score.known, starts={**score.known.starts, **starts}, chapters=chapters, total=timeline.frames)
    return {speak.key: speak for speak in unfold_with(score, known).speaks}
