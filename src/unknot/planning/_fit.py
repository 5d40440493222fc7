"""A score fitted to an exact length.

Some words depend on the result: the time that remains, the number of rounds, the next chapter, which of several words
was spoken last. They are filled in once: the session is fitted with stand-ins, the words are taken from that fit,
measured, and the rests are fitted again around them with blocks and counts as they were. Only when that is not
possible the blocks and counts are chosen again, with those words.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from unknot.errors import OutOfReach
from unknot.planning._layout import laid_out
from unknot.planning._measurement import measure_score
from unknot.planning._report import FitReport, build_report, first_of, last_of, reach_in_words
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
"""So often the choices are made again because of the words that they bring."""


@dataclass(frozen=True, slots=True)
class FitDraft:
    """A score measured, decided and laid out."""

    score: Score
    sheet: MeasuredScore
    solver: Solver
    solution: Solution
    layout: TimelineWriter


@dataclass(frozen=True, slots=True)
class Fit:
    """A score fitted to a length."""

    score: Score
    timeline: Timeline
    report: FitReport
    draft: FitDraft = field(repr=False, compare=False)
    """How it came about; a refit goes on from here."""
    late: Frames = NO_FRAMES
    """How much later it ends than a refit was asked for; earlier where negative."""


def fit(score: Score, measure: Measurer, target: Frames | None, *, nearest: bool = False) -> Fit:
    """The best session of exactly `target` frames, or of its natural length when that is None.

    With `nearest` a length out of reach becomes the nearest one that can be reached. `measure` may be asked for more
    than `score.utterances`: the timeline's cues are what the session says.

    Raises:
        OutOfReach: No choice of pauses, counts and blocks gives that length.
        ScriptError: Words do not fit into their beat or phase, or a time that the script names is past.
    """
    score = _with_conditions(score, measure)
    first = _draft(score, measure, partial(_asked, score, target=target, nearest=nearest))
    final = _with_words(first, measure, target, nearest=nearest) if score.provisional else first
    timeline = final.layout.timeline
    report = build_report(first.score, first.solver, first.solution, final.layout, timeline, target)
    return Fit(final.score, timeline, report, final)


def _with_conditions(score: Score, measure: Measurer) -> Score:
    """The score with its blocks for longer and shorter sessions, where no length was asked for.

    They are decided by the length that the session has without any of them.
    """
    if not score.conditional:
        return score
    natural = make_solver(score.body, measure_score(score, measure)).natural
    return unfold_with(replace(score, length=natural), score.known)


def _draft(score: Score, measure: Measurer, solve: Callable[[Solver], Solution]) -> FitDraft:
    """The score measured, decided by `solve` and laid out."""
    sheet = measure_score(score, measure)
    solving = make_solver(score.body, sheet)
    solution = solve(solving)
    return FitDraft(score, sheet, solving, solution, laid_out(score, sheet, solution.chosen))


def _asked(score: Score, solving: Solver, target: Frames | None, *, nearest: bool) -> Solution:
    """The solution of the asked length, or of the nearest one in reach where that will do."""
    try:
        return solving.solve(target)
    except LookupError:
        if target is None:
            raise
        reach = solving.reach()
        if not nearest:
            raise _out_of_reach(score, target, reach) from None
        return solving.solve(nearest_of(target, reach))


def _with_words(draft: FitDraft, measure: Measurer, target: Frames | None, *, nearest: bool) -> FitDraft:
    """The draft with the words that its own result brings."""
    for _ in range(ATTEMPTS):
        known = _known(draft)
        score = unfold_with(draft.score, known)
        length = None if target is None else draft.solution.length
        try:
            return _draft(score, measure, partial(Solver.solve, target=length, values=known.values))
        except LookupError:
            score = unfold_with(score, replace(known, values={}))
            draft = _draft(score, measure, partial(_asked, score, target=target, nearest=nearest))
    return draft


def _known(draft: FitDraft) -> KnownFacts:
    timeline = draft.layout.timeline
    chapters = tuple((chapter.start, chapter.title) for chapter in timeline.chapters)
    return KnownFacts(draft.solution.values, draft.layout.starts, chapters, timeline.frames)


def nearest_of(target: Frames, reach: list[tuple[Frames, Frames]]) -> Frames:
    """The length in reach that is closest to `target`; the shorter one of two."""
    return min((min(max(target, low), high) for low, high in reach), key=lambda length: abs(length - target))


def _out_of_reach(score: Score, wanted: Frames, reach: list[tuple[Frames, Frames]]) -> OutOfReach:
    shortest, longest = reach[0][0], reach[-1][1]
    said = f"“{score.routine.header.title}” cannot be {clock(wanted)} long: it can be {reach_in_words(reach)}"
    if shortest < wanted < longest:
        below = max(span for span in reach if span[1] < wanted)
        above = min(span for span in reach if span[0] > wanted)
        said += f", but nothing between {last_of(*below)} and {first_of(*above)}"
    return OutOfReach(said, shortest=shortest, longest=longest, next_step=_advice(wanted, reach))


def _advice(wanted: Frames, reach: list[tuple[Frames, Frames]]) -> str:
    if wanted < reach[0][0]:
        change = f"ask for {first_of(*reach[0])} or more, or make blocks optional and counts or pauses ranges"
    elif wanted > reach[-1][1]:
        change = f"ask for {last_of(*reach[-1])} or less, or give counts and pauses a wider range"
    else:
        change = "or let pauses flex, so that they can take up the difference"
    return f"take the nearest length with --nearest, {change}"
