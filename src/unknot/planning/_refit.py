"""A session that is being played, fitted again from where the listener is.

What has been played stays as it was, to the frame. The rest of the session is fitted so that it ends when it should.
First the pauses ahead are changed, then counts and blocks that have not begun; sides that have been begun keep the
other side's pauses as long as they can. What cannot end on time ends as near to it as it can, and the close is kept.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from unknot.errors import ScriptError
from unknot.planning._fit import Fit, FitDraft, nearest_of
from unknot.planning._layout import CLOSE, FitDecisions, TimelineWriter, write_from
from unknot.planning._remainder import OpenChoices, Remainder, remainder
from unknot.planning._score import CueSlot, RestSlot
from unknot.planning._solver import Solution, make_solver
from unknot.timeline import BackgroundSpan, Cue
from unknot.units import GRID, Frames

if TYPE_CHECKING:
    from collections.abc import Sequence

    from unknot.planning._layout import WrittenSlot

Path: TypeAlias = tuple[int, ...]
END: Path = (1 << 30,)
"""Behind everything that the score says."""


def refit(fit: Fit, played_until: Frames, end: Frames) -> Fit:
    """The session fitted again from `played_until` on so that it ends at `end`; before that it is what it was.

    Args:
        fit: The session as it is playing, from `fit` or an earlier `refit`.
        played_until: Frames of its timeline that have been played, or are on their way to the loudspeaker.
        end: The frame of the timeline at which the session should end.

    `late` of the result says by how much it ends after `end`; before it where negative.
    """
    pen, path = _played(fit.draft.layout, played_until)
    pen.chosen, pen.timed = _decided(fit, path, pen.at, end)
    write_from(pen, path)
    return _as_fit(fit, pen, end)


def _as_fit(fit: Fit, pen: TimelineWriter, end: Frames) -> Fit:
    timeline, chosen, old = pen.timeline, pen.chosen, fit.draft
    solution = Solution(chosen.values, old.solution.cost, chosen.steps, chosen.close, timeline.frames)
    report = replace(fit.report, frames=timeline.frames, asked=end)
    draft = FitDraft(old.score, old.sheet, old.solver, solution, pen)
    return Fit(fit.score, timeline, report, draft, Frames(timeline.frames - end))


# --- what was played --------------------------------------------------------------------------------------------


def _played(old: TimelineWriter, now: Frames) -> tuple[TimelineWriter, Path]:
    """The session as far as it is decided at `now`, and where in the score it goes on."""
    head = _next_head(old.trace, _playing(old.trace, now))
    return _until(old, head), END if head == len(old.trace) - 1 else old.trace[head].path


def _playing(trace: Sequence[WrittenSlot], now: Frames) -> int:
    found = [index for index, step in enumerate(trace) if step.start <= now < step.end]
    return found[0] if found else len(trace) - 1


def _next_head(trace: Sequence[WrittenSlot], index: int) -> int:
    """The next step that stands on the grid whatever is changed before it; the close at last."""
    for later in range(index + 1, len(trace) - 1):
        slot, path = trace[later].laid.slot, trace[later].path
        if path and (
            path[-1] == 0 or isinstance(slot, CueSlot) or (isinstance(slot, RestSlot) and slot.reason == "until")
        ):
            return later
    return len(trace) - 1


def _until(old: TimelineWriter, index: int) -> TimelineWriter:
    """The session as it was written up to a step."""
    step = old.trace[index]
    events = old.events[: step.first]
    pen = TimelineWriter(old.score, old.sheet, old.chosen, step.start)
    pen.events, pen.trace, pen.begun, pen.timed = events, old.trace[:index], True, old.timed
    pen.starts = dict(old.starts)
    pen.scene = next(event for event in reversed(events) if isinstance(event, BackgroundSpan))
    pen.added = [cue for cue in old.added if cue.start < pen.at]
    pen.unsaid = [words for words in old.unsaid if words.start < pen.at]
    for event in reversed(events):
        if isinstance(event, Cue):
            pen.last = CueSlot(event.utterance, event.text, event.place)
            break
    return pen


# --- fitting what is left ---------------------------------------------------------------------------------------


def _decided(fit: Fit, path: Path, at: int, end: Frames) -> tuple[FitDecisions, bool]:
    """The choices and steps with which what is left ends at `end`, or as near to it as can be."""
    draft, old = fit.draft, fit.draft.solution
    if path == END:
        return replace(old.chosen, close=Frames(max(CLOSE, end - at))), draft.layout.timed
    for may in (OpenChoices(), OpenChoices(choosing=True), OpenChoices(choosing=True, free=True)):
        left = remainder(draft.score.body, path, draft.sheet, old, may)
        try:
            return _merged(old, left, make_solver(left.parts, left.sheet, at // GRID).solve(end)), True
        except (LookupError, ScriptError):
            continue
    left = remainder(draft.score.body, path, draft.sheet, old, OpenChoices(choosing=True, free=True, timed=False))
    solving = make_solver(left.parts, left.sheet, at // GRID)
    return _merged(old, left, solving.solve(nearest_of(end, solving.reach()))), False


def _merged(old: Solution, left: Remainder, new: Solution) -> FitDecisions:
    values = old.values | {key: value + left.begun.get(key, 0) for key, value in new.values.items()}
    steps = [a if index in left.kept else b for index, (a, b) in enumerate(zip(old.steps, new.steps, strict=True))]
    return FitDecisions(values, steps, new.close)
