"""A score fitted to an exact length.

Some words depend on the result: the time that remains, the number of rounds, the next chapter, a choice that must
differ from the one before. The session is first fitted with provisional words. The words are then taken from that fit
and measured, and the rests are fitted again, with blocks and counts as they were. Only when that is not possible,
blocks and counts are chosen again, with the new words.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from unknot.errors import OutOfReach
from unknot.planning._layout import write_timeline
from unknot.planning._measurement import measure_score
from unknot.planning._report import FitReport, build_report, first_second, last_second, reach_in_words
from unknot.planning._score import KnownFacts
from unknot.planning._solver import Solver, make_solver
from unknot.planning._unfold import unfold_with
from unknot.units import NO_FRAMES, Frames, clock

if TYPE_CHECKING:
    from collections.abc import Callable

    from unknot.planning._layout import TimelineWriter
    from unknot.planning._measurement import MeasuredScore, Measurer
    from unknot.planning._score import Score
    from unknot.planning._solver import Solution
    from unknot.timeline import Timeline

ATTEMPTS = 4
"""At most this often blocks and counts are chosen again because the words have changed."""


@dataclass(frozen=True, slots=True)
class FitDraft:
    """A score measured, decided and written."""

    score: Score
    measured: MeasuredScore
    solver: Solver
    solution: Solution
    writer: TimelineWriter


@dataclass(frozen=True, slots=True)
class Fit:
    """A score fitted to a length."""

    score: Score
    timeline: Timeline
    report: FitReport
    draft: FitDraft = field(repr=False, compare=False)
    """How the timeline was made. A refit needs it."""
    late: Frames = NO_FRAMES
    """How many frames after the end that a refit was asked for it ends; negative where earlier."""


def fit(score: Score, measurer: Measurer, length: Frames | None, *, nearest: bool = False) -> Fit:
    """The best session of exactly `length` frames, or of its natural length for None.

    With `nearest` a length out of reach becomes the nearest one that can be reached. `measurer` may be asked for more
    than `score.utterances`; the session says the cues of the timeline.

    Raises:
        OutOfReach: No choice of pauses, counts and blocks gives that length.
        ScriptError: Words do not fit into their beat or phase, or a time that the script names is past.
    """
    score = _with_conditions(score, measurer)
    first = _draft(score, measurer, partial(_solve, score, length=length, nearest=nearest))
    final = _with_words(first, measurer, length, nearest=nearest) if score.provisional else first
    timeline = final.writer.timeline
    report = build_report(first.score, first.solver, first.solution, final.writer, timeline, length)
    return Fit(final.score, timeline, report, final)


def _with_conditions(score: Score, measurer: Measurer) -> Score:
    """The score with its blocks for longer and shorter sessions, where no length was asked for.

    They are decided by the length that the session has without any of them.
    """
    if not score.conditional:
        return score
    natural = make_solver(score.body, measure_score(score, measurer)).natural
    return unfold_with(replace(score, length=natural), score.known)


def _draft(score: Score, measurer: Measurer, solve: Callable[[Solver], Solution]) -> FitDraft:
    """The score measured, decided by `solve` and written."""
    measured = measure_score(score, measurer)
    solver = make_solver(score.body, measured)
    solution = solve(solver)
    return FitDraft(score, measured, solver, solution, write_timeline(score, measured, solution.decisions))


def _solve(score: Score, solver: Solver, length: Frames | None, *, nearest: bool) -> Solution:
    """The solution for the length, or for the nearest one in reach where that is allowed."""
    try:
        return solver.solve(length)
    except LookupError:
        if length is None:
            raise
        reach = solver.reach()
        if not nearest:
            raise _out_of_reach(score, length, reach) from None
        return solver.solve(nearest_of(length, reach))


def _with_words(draft: FitDraft, measurer: Measurer, length: Frames | None, *, nearest: bool) -> FitDraft:
    """The draft with the words that depend on its own result."""
    for _ in range(ATTEMPTS):
        known = _known(draft)
        score = unfold_with(draft.score, known)
        same = None if length is None else draft.solution.length
        try:
            return _draft(score, measurer, partial(Solver.solve, length=same, values=known.values))
        except LookupError:
            score = unfold_with(score, replace(known, values={}))
            draft = _draft(score, measurer, partial(_solve, score, length=length, nearest=nearest))
    return draft


def _known(draft: FitDraft) -> KnownFacts:
    timeline = draft.writer.timeline
    chapters = tuple((chapter.start, chapter.title) for chapter in timeline.chapters)
    return KnownFacts(draft.solution.values, draft.writer.starts, chapters, timeline.frames)


def nearest_of(length: Frames, reach: list[tuple[Frames, Frames]]) -> Frames:
    """The length in reach that is closest to `length`; the shorter one of two."""
    return min((min(max(length, low), high) for low, high in reach), key=lambda other: abs(other - length))


def _out_of_reach(score: Score, length: Frames, reach: list[tuple[Frames, Frames]]) -> OutOfReach:
    shortest, longest = reach[0][0], reach[-1][1]
    message = f"“{score.routine.header.title}” cannot be {clock(length)} long: it can be {reach_in_words(reach)}"
    if shortest < length < longest:
        below = max(span for span in reach if span[1] < length)
        above = min(span for span in reach if span[0] > length)
        message += f", but nothing between {last_second(*below)} and {first_second(*above)}"
    return OutOfReach(message, shortest=shortest, longest=longest, next_step=_advice(length, reach))


def _advice(length: Frames, reach: list[tuple[Frames, Frames]]) -> str:
    if length < reach[0][0]:
        change = f"ask for {first_second(*reach[0])} or more, or make blocks optional and counts or pauses ranges"
    elif length > reach[-1][1]:
        change = f"ask for {last_second(*reach[-1])} or less, or give counts and pauses a wider range"
    else:
        change = "or let pauses flex, so that they can take up the difference"
    return f"take the nearest length with --nearest, {change}"
