"""A session that is being played is fitted again: the past stays, the end is kept or moves, the close is whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fakes.measures import Counted
from tests.fitting.routines import heading, hold, length, lines, moment, pause, routine
from tests.fitting.scripts import scripts
from unknot import routine as tree
from unknot.fitting import Again, Change, EndRest, Fit, More, Paused, Skip, fit, refit, unfold
from unknot.timeline import Cue, Timeline, faults
from unknot.units import SAMPLE_RATE, Frames, Seconds, frames, on_grid

if TYPE_CHECKING:
    from unknot.routine import Routine

LARGE = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
CHANGES = st.one_of(
    st.none(),
    st.just(EndRest()),
    st.just(Again()),
    st.integers(-30, 60).map(lambda n: More(Frames(n * SAMPLE_RATE))),
    st.integers(0, 60).map(lambda n: Paused(Frames(n * SAMPLE_RATE))),
    st.just(Skip(0)),
    st.just(Skip(-1)),
)
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
    asked = frames(Seconds(60 * minutes))
    return fit(unfold(DESK, asked=asked), Counted(), asked)


def cue(timeline: Timeline, text: str, number: int = 0) -> Cue:
    """One cue by its words."""
    return [c for c in timeline.cues if c.text == text][number]


def after(timeline: Timeline, text: str, secs: float = 1) -> Frames:
    """A moment in the rest behind a cue."""
    found = cue(timeline, text)
    return Frames(found.start + found.frames + frames(Seconds(secs)))


def past(timeline: Timeline, until: int) -> list[object]:
    """Everything that has begun and sounds."""
    return [(type(e), e.start) for e in timeline.events if e.start < until]


@pytest.mark.parametrize("change", [EndRest(), More(frames(Seconds(30))), Again(), Skip(1), Paused(frames(Seconds(9)))])
def test_a_session_ends_on_time_after_every_change(change: Change) -> None:
    """To the frame; after a pause by so much earlier in its own time."""
    session = desk()
    end = session.timeline.frames
    again = refit(session, after(session.timeline, "Rest your hands."), change, end)
    assert again.late == 0
    assert again.timeline.frames == end - (change.frames if isinstance(change, Paused) else 0)
    assert faults(again.timeline) == ()


def test_more_time_is_given_in_the_rest_that_is_playing() -> None:
    """And taken from those to come."""
    session = desk()
    now = after(session.timeline, "Press.")
    again = refit(session, now, More(frames(Seconds(24))), session.timeline.frames)
    before, behind = (cue(s.timeline, "Let go.").start for s in (session, again))
    assert behind - before == frames(Seconds(24))


def test_a_rest_that_is_ended_ends_within_a_grid_step() -> None:
    """The next words begin at once."""
    session = desk()
    now = after(session.timeline, "Press.", 3)
    again = refit(session, now, EndRest())
    assert 0 <= cue(again.timeline, "Let go.").start - now <= 2 * 1152


def test_keeping_the_pace_moves_the_end_by_what_was_changed() -> None:
    """Every rest ahead keeps its length."""
    session = desk()
    again = refit(session, after(session.timeline, "Press."), More(frames(Seconds(24))))
    assert again.timeline.frames - session.timeline.frames == frames(Seconds(24))
    assert [r.frames for r in again.timeline.rests[-5:]] == [r.frames for r in session.timeline.rests[-5:]]


def test_a_repeated_cue_is_said_again_at_once() -> None:
    """And its rest follows again."""
    session = desk()
    now = after(session.timeline, "Sit back.", 2)
    again = refit(session, now, Again())
    assert [c.text for c in again.timeline.cues][:3] == ["Sit back.", "Sit back.", "Rest your hands."]
    assert 0 <= cue(again.timeline, "Sit back.", 1).start - now <= 1152


def test_a_chapter_that_is_skipped_to_begins_at_once() -> None:
    """Nothing between is said."""
    session = desk()
    again = refit(session, after(session.timeline, "Sit back."), Skip(3))
    assert [c.text for c in again.timeline.cues] == ["Sit back.", "Open your eyes."]
    assert [c.title for c in again.timeline.chapters] == ["Settle", "Return"]


def test_a_chapter_that_was_played_can_be_gone_back_to() -> None:
    """All of it is said again."""
    session = desk()
    again = refit(session, after(session.timeline, "Let go."), Skip(1))
    assert [c.text for c in again.timeline.cues].count("Press.") == 3


def test_the_other_side_keeps_the_pauses_of_the_side_that_was_played() -> None:
    """More time later does not make the sides unlike."""
    session = desk()
    now = after(session.timeline, "Let go.", 0.5)
    again = refit(session, now, Paused(frames(Seconds(10))), session.timeline.frames)
    holds = [r.frames for r in again.timeline.rests if r.reason == "hold"]
    assert holds[0] == holds[1]


def test_a_block_to_come_is_left_out_when_pauses_do_not_suffice() -> None:
    """Priorities as ever."""
    session = desk(4)
    again = refit(session, after(session.timeline, "Press.", 2), More(frames(Seconds(75))), session.timeline.frames)
    assert again.late == 0
    assert "Circle slowly." not in [c.text for c in again.timeline.cues]


def test_what_cannot_end_on_time_says_so_and_keeps_the_close() -> None:
    """The last words and ten seconds behind them."""
    session = desk(4)
    again = refit(session, after(session.timeline, "Press.", 2), More(frames(Seconds(600))), session.timeline.frames)
    assert again.late > frames(Seconds(300))
    assert again.timeline.cues[-1].text == "Open your eyes."
    assert again.timeline.rests[-1].frames >= frames(Seconds(10))


HOLD = routine(
    lines("Press."),
    tree.Work(length(60), (moment("Halfway.", None), moment("Ten more.", -10))),
    lines("Let go.", pause(9)),
    lines("Rest.", pause(20)),
)


def test_words_in_a_hold_move_with_its_end() -> None:
    """Those that have been said are not said again."""
    session = fit(unfold(HOLD, asked=None), Counted(), None)
    now = after(session.timeline, "Halfway.", 2)
    again = refit(session, now, More(frames(Seconds(24)))).timeline
    assert [c.text for c in again.cues] == ["Press.", "Halfway.", "Ten more.", "Let go.", "Rest."]
    assert cue(again, "Ten more.").start - cue(session.timeline, "Ten more.").start == frames(Seconds(24))


def test_a_hold_that_is_ended_drops_what_it_had_to_say() -> None:
    """The next words begin at once."""
    session = fit(unfold(HOLD, asked=None), Counted(), None)
    again = refit(session, after(session.timeline, "Press.", 2), EndRest(), session.timeline.frames)
    assert [c.text for c in again.timeline.cues] == ["Press.", "Let go.", "Rest."]


def test_words_in_a_hold_can_be_repeated() -> None:
    """Inside of the hold."""
    session = fit(unfold(HOLD, asked=None), Counted(), None)
    again = refit(session, after(session.timeline, "Halfway.", 2), Again()).timeline
    assert [c.text for c in again.cues][:4] == ["Press.", "Halfway.", "Halfway.", "Ten more."]
    assert again.frames == session.timeline.frames


def test_a_time_of_the_session_is_kept_where_it_can_be() -> None:
    """And let go where the listener has passed it."""
    script = routine(lines("Sit.", pause(10), tree.Until(frames(Seconds(60))), "Now.", pause(20)))
    session = fit(unfold(script, asked=None), Counted(), None)
    now, end = after(session.timeline, "Sit."), session.timeline.frames
    assert cue(refit(session, now, More(frames(Seconds(24))), end).timeline, "Now.").start == on_grid(60 * SAMPLE_RATE)
    late = refit(session, now, More(frames(Seconds(72))), end)
    assert cue(late.timeline, "Now.").start > 60 * SAMPLE_RATE
    assert faults(late.timeline) == ()


@LARGE
@given(scripts(blocks=6, depth=3), st.lists(st.tuples(st.integers(0, 1000), CHANGES), max_size=4), st.booleans())
def test_what_was_played_stays_whatever_is_changed(
    script: Routine, changes: list[tuple[int, Change | None]], on_time: bool
) -> None:
    """One change after another, each later than the last; no fault, and the close is whole."""
    found, now = fit(unfold(script, asked=None), Counted(), None), 0
    for share, change in changes:
        now = Frames(now + (found.timeline.frames - now) * share // 1001)
        if isinstance(change, Skip):
            change = Skip(change.chapter % len(found.timeline.chapters))
        again = refit(found, Frames(now), change, found.timeline.frames if on_time else None)
        assert past(again.timeline, now) == past(found.timeline, now)
        assert faults(again.timeline) == ()
        assert again.timeline.rests[-1].frames >= frames(Seconds(10))
        found = again


@LARGE
@given(scripts(blocks=6, depth=3), st.integers(0, 1000), st.booleans())
def test_without_a_change_nothing_changes(script: Routine, share: int, on_time: bool) -> None:
    """Neither at the same end nor at the same pace."""
    found = fit(unfold(script, asked=None), Counted(), None)
    now = Frames(found.timeline.frames * share // 1001)
    again = refit(found, now, None, found.timeline.frames if on_time else None)
    assert again.timeline == found.timeline
