"""A session that is being played is fitted again: what was played stays, and it ends when it should."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from tests.fakes.measures import Counted
from tests.planning.routines import heading, hold, lines, pause, routine
from tests.planning.scripts import scripts
from unknot import routine as tree
from unknot.planning import Fit, fit, refit, unfold
from unknot.timeline import Cue, Timeline, faults
from unknot.units import SAMPLE_RATE, Frames, Seconds, frames, on_grid

if TYPE_CHECKING:
    from unknot.routine import Routine

LARGE = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
DESK = routine(
    heading("Settle"),
    lines("Sit back.", pause(6), "Rest your hands.", pause(8)),
    heading("Shoulders"),
    tree.Each("side", ("left", "right"), (lines("Press.", hold(30), "Let go.", pause(10)),)),
    tree.Optional(2, (heading("Jaw"), lines("Circle slowly.", hold(40)))),
    heading("Return"),
    lines("Open your eyes.", pause(5)),
)


def desk(minutes: float = 4) -> Fit:
    """A session at a desk."""
    length = frames(Seconds(60 * minutes))
    return fit(unfold(DESK, length=length), Counted(), length)


def cue(timeline: Timeline, text: str, number: int = 0) -> Cue:
    """One cue by its words."""
    return [c for c in timeline.cues if c.text == text][number]


def after(timeline: Timeline, text: str, secs: float = 1) -> Frames:
    """A frame in the rest after a cue."""
    found = cue(timeline, text)
    return Frames(found.start + found.frames + frames(Seconds(secs)))


def past(timeline: Timeline, until: int) -> list[object]:
    """Kind and start of everything that has begun."""
    return [(type(e), e.start) for e in timeline.events if e.start < until]


def moved(session: Fit, secs: float) -> Frames:
    """The session's end, so many seconds later; earlier where negative."""
    return Frames(session.timeline.frames + frames(Seconds(secs)))


@pytest.mark.parametrize("secs", [-30, -9, 0, 0.777, 30])
def test_a_session_ends_at_the_frame_that_was_asked_for(secs: float) -> None:
    """After a refit the session ends at the frame that was asked for."""
    session = desk()
    end = moved(session, secs)
    again = refit(session, after(session.timeline, "Rest your hands."), end)
    assert again.late == 0
    assert again.timeline.frames == end
    assert faults(again.timeline) == ()


def test_the_other_side_keeps_the_pauses_of_the_side_that_was_played() -> None:
    """An earlier end does not make the sides unequal."""
    session = desk()
    again = refit(session, after(session.timeline, "Let go.", 0.5), moved(session, -10))
    holds = [r.frames for r in again.timeline.rests if r.reason == "hold"]
    assert holds[0] == holds[1]


def test_a_block_to_come_is_left_out_when_pauses_do_not_suffice() -> None:
    """An optional block ahead is left out where shorter pauses are not enough."""
    session = desk(4)
    again = refit(session, after(session.timeline, "Press.", 2), moved(session, -75))
    assert again.late == 0
    assert "Circle slowly." not in [c.text for c in again.timeline.cues]


def test_what_cannot_end_on_time_says_so_and_keeps_the_close() -> None:
    """A session that cannot end on time tells how late it is and keeps its last words and its close."""
    session = desk(4)
    now = after(session.timeline, "Press.", 2)
    again = refit(session, now, Frames(now + frames(Seconds(20))))
    assert again.late > frames(Seconds(30))
    assert again.timeline.cues[-1].text == "Open your eyes."
    assert again.timeline.rests[-1].frames >= frames(Seconds(10))


def test_a_time_of_the_session_is_kept_where_it_can_be() -> None:
    """A time in the script is kept, unless the session could not end on time with it."""
    script = routine(lines("Sit.", pause(10), tree.Until(frames(Seconds(60))), "Now.", pause(20)))
    session = fit(unfold(script, length=None), Counted(), None)
    now = after(session.timeline, "Sit.")
    for secs in (-6, 6):
        again = refit(session, now, moved(session, secs))
        assert cue(again.timeline, "Now.").start == on_grid(60 * SAMPLE_RATE)
    early = refit(session, now, moved(session, -40))
    assert early.late == 0
    assert cue(early.timeline, "Now.").start < 60 * SAMPLE_RATE
    assert faults(early.timeline) == ()


@LARGE
@given(scripts(blocks=6, depth=3), st.lists(st.tuples(st.integers(0, 1000), st.integers(-90, 90)), max_size=4))
def test_what_was_played_stays_whatever_end_is_asked_for(script: Routine, changes: list[tuple[int, int]]) -> None:
    """After several refits what was played is unchanged, the timeline has no fault, and the close is whole."""
    found, now = fit(unfold(script, length=None), Counted(), None), 0
    for share, secs in changes:
        now = Frames(now + (found.timeline.frames - now) * share // 1001)
        end = moved(found, secs)
        again = refit(found, Frames(now), end)
        assert past(again.timeline, now) == past(found.timeline, now)
        assert faults(again.timeline) == ()
        assert again.timeline.frames == end + again.late
        assert again.timeline.rests[-1].frames >= frames(Seconds(10))
        found = again


@LARGE
@given(scripts(blocks=6, depth=3), st.integers(0, 1000))
def test_with_the_same_end_nothing_changes(script: Routine, share: int) -> None:
    """A refit with the end that was planned gives the same session."""
    found = fit(unfold(script, length=None), Counted(), None)
    again = refit(found, Frames(found.timeline.frames * share // 1001), found.timeline.frames)
    assert again.timeline == found.timeline
