"""A plan is changed while it is played: the rest is fitted again, and what was heard stays as it was."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings, strategies as st

from tests.fakes.sessions import outline, session
from tests.planning.plans import assert_whole
from unknot.planning import SessionPlan, _moves, replan, with_lengths
from unknot.planning._plan import items_of, laid_out
from unknot.routine import Utterance
from unknot.timeline import BackgroundSpan
from unknot.units import GRID, NO_FRAMES, Frames, frames

PLAN = SessionPlan.of(session("#Settle A2 10 B2 10 #Jaw C2 20 D2 20 #Neck E2 30 F2 10 #Return G2 5"))
MOVES = [
    _moves.repeat,
    _moves.next_chapter,
    _moves.previous_chapter,
    _moves.go_on,
    _moves.more,
    _moves.less,
    _moves.closing,
]


def at(second: float) -> Frames:
    """A frame that is on no grid."""
    return Frames(frames(second) + 7)


def test_a_repeated_cue_is_in_the_plan_twice_and_the_end_does_not_move() -> None:
    """A repeated cue is in the plan twice, and later pauses become shorter."""
    move = _moves.repeat(PLAN, at(20.0))
    assert move is not None
    made = replan(PLAN, move, PLAN.timeline.frames)
    assert outline(PLAN.timeline).startswith("A 3.0, B 15.0, C 27.0")
    assert outline(made.plan.timeline).startswith("A 3.0, B 15.0, B 21.0, C")
    assert made.exact
    assert made.plan.timeline.frames == PLAN.timeline.frames


def test_a_cue_that_was_cut_off_becomes_a_rest() -> None:
    """The part of a cue that was heard before a jump is a rest in the new plan."""
    move = _moves.repeat(PLAN, at(16.0))
    assert move is not None
    cut = [r for r in replan(PLAN, move, PLAN.timeline.frames).plan.timeline.rests if r.reason == "cut"]
    assert [r.frames for r in cut] == [at(16.0) - PLAN.timeline.cues[1].start]


def test_a_skip_is_made_up_by_longer_pauses() -> None:
    """After a skip later pauses are longer, so the session ends when it was going to."""
    move = _moves.next_chapter(PLAN, at(20.0))
    assert move is not None
    made = replan(PLAN, move, PLAN.timeline.frames)
    assert outline(made.plan.timeline).startswith("A 3.0, B 15.0, C 21.0")
    assert made.plan.timeline.frames == PLAN.timeline.frames


def test_a_skip_too_far_keeps_its_pauses_and_ends_earlier() -> None:
    """Where pauses cannot make up for a skip, they keep their lengths and the session ends earlier."""
    short = SessionPlan.of(session("#One A2 60 #Two B2 10"))
    move = _moves.next_chapter(short, at(6.0))
    assert move is not None
    made = replan(short, move, short.timeline.frames)
    assert not made.exact
    assert [r.frames for r in made.plan.timeline.rests if r.reason == "pause"] == [frames(10.008)]


def test_more_time_lengthens_the_current_pause_by_thirty_seconds() -> None:
    """`more` makes the current pause 30 s longer, or the next one during a cue."""
    for second in (10.0, 4.0):
        move = _moves.more(PLAN, at(second))
        assert move is not None
        made = replan(PLAN, move, PLAN.timeline.frames)
        assert made.plan.timeline.cues[1].start == PLAN.timeline.cues[1].start + frames(30)
        assert made.plan.timeline.frames == PLAN.timeline.frames


def test_ending_a_pause_leaves_half_a_second_of_it() -> None:
    """A pause that is ended lasts another half second, and the next cue is on the grid."""
    move = _moves.go_on(PLAN, at(8.0))
    assert move is not None
    start = replan(PLAN, move, PLAN.timeline.frames).plan.timeline.cues[1].start
    assert 0 <= start - at(8.0) - _moves.PAUSE_END < GRID
    assert start % GRID == 0


def test_less_time_takes_thirty_seconds_or_what_there_is() -> None:
    """`less` takes 30 s from a pause, or what is left of it."""
    long = SessionPlan.of(session("A2 60 B2 20"))
    by_thirty, rest = _moves.less(long, at(10.0)), _moves.less(long, at(50.0))
    assert by_thirty is not None
    assert rest is not None
    assert replan(long, by_thirty, None).plan.timeline.cues[1].start == long.timeline.cues[1].start - frames(30)
    assert 0 <= replan(long, rest, None).plan.timeline.cues[1].start - at(50.0) - _moves.PAUSE_END < GRID


def test_without_a_total_every_pause_keeps_its_length() -> None:
    """Without a length to keep, every pause keeps its own and the session ends later."""
    move = _moves.repeat(PLAN, at(20.0))
    assert move is not None
    made = replan(PLAN, move, None)
    pauses = [r.frames for r in made.plan.timeline.rests if r.reason == "pause"]
    assert pauses[1:] == [r.frames for r in PLAN.timeline.rests if r.reason == "pause"][1:]
    assert made.plan.timeline.frames > PLAN.timeline.frames


def test_a_skipped_chapter_can_be_played_afterwards() -> None:
    """A chapter that was skipped can be played afterwards."""
    skip = _moves.next_chapter(PLAN, at(4.0))
    assert skip is not None
    skipped = replan(PLAN, skip, PLAN.timeline.frames).plan
    back = _moves.previous_chapter(skipped, at(5.0))
    assert back is not None
    assert outline(replan(skipped, back, None).plan.timeline).startswith("A 9.0, B 21.0, C")


def test_after_a_jump_the_background_and_chapter_are_those_of_the_new_place() -> None:
    """After a jump the background and the chapter are those of the new place."""
    items = list(items_of(session("#One A2 10 B2 10 #Two C2 10 D2 10")))
    items[3] = replace(items[3], marks=(BackgroundSpan(Frames(0), Frames(0), "ocean"), *items[3].marks))
    plan = SessionPlan.of(laid_out(PLAN.timeline, items))
    move = _moves.next_chapter(plan, at(5.0))
    assert move is not None
    made = replan(plan, move, plan.timeline.frames).plan.timeline
    backgrounds = [(e.name, e.start > 0) for e in made.events if isinstance(e, BackgroundSpan)]
    assert backgrounds == [("rain", False), ("ocean", True)]
    assert [c.title for c in made.chapters] == ["One", "Two"]


def test_a_session_that_starts_in_the_middle_has_its_chapter_and_background() -> None:
    """A session that starts in the middle has the chapter and the background of that place."""
    plan = SessionPlan.of(session("#Settle A2 10 B2 10 #Jaw C2 20"))
    move = _moves.PlanMove(NO_FRAMES, 3)
    timeline = replan(plan, move, None).plan.timeline
    assert [chapter.title for chapter in timeline.chapters] == ["Settle", "Jaw"]
    assert timeline.chapters[0].start == 0
    assert [(e.name, e.start, e.frames) for e in timeline.events if isinstance(e, BackgroundSpan)] == [
        ("rain", 0, timeline.frames)
    ]


def test_measured_clips_take_the_place_of_estimates_in_what_is_to_come() -> None:
    """Later cues get their measured lengths; the end and what has begun do not move."""
    lengths = {Utterance(letter): frames(3.3) for letter in "ABCDEFG"}
    made = with_lengths(PLAN, at(16.0), lengths, PLAN.timeline.frames)
    assert made.exact
    assert made.plan.timeline.frames == PLAN.timeline.frames
    assert made.plan.timeline.cues[:2] == PLAN.timeline.cues[:2]
    assert all(frames(3.3) <= c.frames < frames(3.3) + GRID for c in made.plan.timeline.cues[2:])
    assert all(c.start % GRID == 0 for c in made.plan.timeline.cues)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 60 * 48_000), st.sampled_from(MOVES)), max_size=8))
def test_after_any_commands_a_plan_is_whole_and_what_was_heard_stays(
    presses: list[tuple[int, object]],
) -> None:
    """After any commands the plan has no gaps, keeps its length where promised, and what was heard is unchanged."""
    plan, now = PLAN, 0
    for gone, make in presses:
        now = min(now + gone, plan.timeline.frames - 1)
        move = make(plan, Frames(now))  # type: ignore[operator]
        if move is None:
            continue
        made = replan(plan, move, plan.timeline.frames)
        assert not made.exact or made.plan.timeline.frames == plan.timeline.frames
        assert_whole(made.plan)
        heard = _before(plan, now)
        assert _before(made.plan, now)[: len(heard)] == heard
        plan = made.plan


def _before(plan: SessionPlan, now: int) -> list[tuple[int, int]]:
    return [(item.start, item.end) for item in plan.items if item.end <= now]
