"""Words that tell the time are filled in again for the plan as it is now."""

from __future__ import annotations

from tests.planning.fitted import session
from unknot.planning import SessionPlan, _moves, outdated_words, replan, with_words
from unknot.units import NO_FRAMES, frames

BODY = "Sit. [8s..60s]\n\n{elapsed} gone. [8s..60s]\n\n{elapsed} gone, {remaining} to go. [8s..60s]"


def test_words_are_outdated_where_their_time_has_changed() -> None:
    """After a longer pause, only later cues with another rounded time get new words, and lengths do not change."""
    made = session(BODY, "150")
    plan = SessionPlan.of(made.timeline)
    assert outdated_words(plan, made, NO_FRAMES) == {}
    for _ in range(4):
        move = _moves.more(plan, frames(10))
        assert move is not None
        plan = replan(plan, move, None).plan
    words = outdated_words(plan, made, frames(20))
    new = with_words(plan, frames(20), words)
    before, after = ([cue.text for cue in one.timeline.cues] for one in (plan, new))
    assert before == ["Sit.", "Fifty seconds gone.", "Two minutes gone, a minute to go."]
    assert after == ["Sit.", "Three minutes gone.", "Four minutes gone, a minute to go."]
    assert new.timeline.frames == plan.timeline.frames


def test_words_that_begin_before_a_frame_keep_their_times() -> None:
    """A cue that begins before the frame from which words may change is never outdated."""
    made = session(BODY, "150")
    plan = SessionPlan.of(made.timeline)
    move = _moves.more(plan, frames(10), frames(240))
    assert move is not None
    assert outdated_words(replan(plan, move, None).plan, made, frames(900)) == {}
