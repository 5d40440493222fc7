"""A session that is being played, fitted again from where the listener is.

What has been played stays as it was, to the frame. The rest of the session is fitted so that it ends when it should.
First the pauses ahead are changed, then counts and blocks that have not begun; sides that have been begun keep the
other side's pauses as long as they can. What cannot end on time ends as near to it as it can, and the close is kept.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from unknot.errors import ScriptError
from unknot.fitting.fit import Draft, Fit, nearest_of
from unknot.fitting.layout import CLOSE, Chosen, Layout, write_from
from unknot.fitting.remainder import Freedom, Remainder, remainder
from unknot.fitting.score import Silence, Speak
from unknot.fitting.solving import Solution, solver
from unknot.timeline import Cue, Scene
from unknot.units import GRID, Frames

if TYPE_CHECKING:
    from collections.abc import Sequence

    from unknot.fitting.layout import Step

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


def _as_fit(fit: Fit, pen: Layout, end: Frames) -> Fit:
    timeline, chosen, old = pen.timeline, pen.chosen, fit.draft
    solution = Solution(chosen.values, old.solution.cost, chosen.steps, chosen.close, timeline.frames)
    report = replace(fit.report, frames=timeline.frames, asked=end)
    draft = Draft(old.score, old.sheet, old.solver, solution, pen)
    return Fit(fit.score, timeline, report, draft, Frames(timeline.frames - end))


# --- what was played --------------------------------------------------------------------------------------------


def _played(old: Layout, now: Frames) -> tuple[Layout, Path]:
    """The session as far as it is decided at `now`, and where in the score it goes on."""
    head = _next_head(old.trace, _playing(old.trace, now))
    return _until(old, head), END if head == len(old.trace) - 1 else old.trace[head].path


def _playing(trace: Sequence[Step], now: Frames) -> int:
    found = [index for index, step in enumerate(trace) if step.start <= now < step.end]
    return found[0] if found else len(trace) - 1


def _next_head(trace: Sequence[Step], index: int) -> int:
    """The next step that stands on the grid whatever is changed before it; the close at last."""
    for later in range(index + 1, len(trace) - 1):
        slot, path = trace[later].laid.slot, trace[later].path
        if path and (
            path[-1] == 0 or isinstance(slot, Speak) or (isinstance(slot, Silence) and slot.reason == "until")
        ):
            return later
    return len(trace) - 1


def _until(old: Layout, index: int) -> Layout:
    """The session as it was written up to a step."""
    step = old.trace[index]
    events = old.events[: step.first]
    pen = Layout(old.score, old.sheet, old.chosen, step.start)
    pen.events, pen.trace, pen.begun, pen.timed = events, old.trace[:index], True, old.timed
    pen.starts = dict(old.starts)
    pen.scene = next(event for event in reversed(events) if isinstance(event, Scene))
    pen.added = [cue for cue in old.added if cue.start < pen.at]
    pen.unsaid = [words for words in old.unsaid if words.start < pen.at]
    for event in reversed(events):
        if isinstance(event, Cue):
            pen.last = Speak(event.utterance, event.text, event.place)
            break
    return pen


# --- fitting what is left ---------------------------------------------------------------------------------------


def _decided(fit: Fit, path: Path, at: int, end: Frames) -> tuple[Chosen, bool]:
    """The choices and steps with which what is left ends at `end`, or as near to it as can be."""
    draft, old = fit.draft, fit.draft.solution
    if path == END:
        return replace(old.chosen, close=Frames(max(CLOSE, end - at))), draft.layout.timed
    for may in (Freedom(), Freedom(choosing=True), Freedom(choosing=True, free=True)):
        left = remainder(draft.score.body, path, draft.sheet, old, may)
        try:
            return _merged(old, left, solver(left.parts, left.sheet, at // GRID).solve(end)), True
        except (LookupError, ScriptError):
            continue
    left = remainder(draft.score.body, path, draft.sheet, old, Freedom(choosing=True, free=True, timed=False))
    solving = solver(left.parts, left.sheet, at // GRID)
    return _merged(old, left, solving.solve(nearest_of(end, solving.reach()))), False


def _merged(old: Solution, left: Remainder, new: Solution) -> Chosen:
    values = old.values | {key: value + left.begun.get(key, 0) for key, value in new.values.items()}
    steps = [a if index in left.kept else b for index, (a, b) in enumerate(zip(old.steps, new.steps, strict=True))]
    return Chosen(values, steps, new.close)
