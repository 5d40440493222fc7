"""The rest of a session is fitted again exactly, and what was heard stays."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings, strategies as st

from tests.fakes.sessions import assert_whole, outline, session
from unknot.planning import SessionPlan, _moves, measured, replan
from unknot.planning._plan import items, laid
from unknot.routine import Utterance
from unknot.timeline import BackgroundSpan, Chapter, Cue
from unknot.units import GRID, Frames, frames

WALK = "#Settle A2 10 B2 10 #Jaw C2 20 D2 20 #Neck E2 30 F2 10 #Return G2 5"
PLAN = SessionPlan.of(session(WALK))


def at(second: float) -> Frames:
    """A frame that is on no grid."""
    return Frames(frames(second) + 7)


def test_a_row_laid_out_again_is_the_same_plan() -> None:
    """A timeline that is made into a row and back is the same."""
    assert laid(PLAN.timeline, PLAN.row) == PLAN.timeline


def test_a_repeated_cue_stands_in_the_plan_twice_and_the_end_does_not_move() -> None:
    """A repeated cue is in the plan twice, and later rests are shortened for it."""
    move = _moves.repeat(PLAN, at(20.0))
    assert move is not None
    made = replan(PLAN, move, PLAN.timeline.frames)
    assert outline(PLAN.timeline).startswith("A 3.0, B 15.0, C 27.0")
    assert outline(made.plan.timeline).startswith("A 3.0, B 15.0, B 21.0, C")
    assert made.met
    assert made.plan.timeline.frames == PLAN.timeline.frames


def test_a_cue_that_was_broken_off_does_not_sound_on() -> None:
    """The part of an interrupted cue that was heard is a rest in the new plan."""
    move = _moves.repeat(PLAN, at(16.0))
    assert move is not None
    cut = [r for r in replan(PLAN, move, PLAN.timeline.frames).plan.timeline.rests if r.reason == "cut"]
    assert [r.frames for r in cut] == [at(16.0) - PLAN.timeline.cues[1].start]


def test_a_cue_that_has_only_begun_is_not_the_one_to_repeat() -> None:
    """Just after a cue has begun, the one before it is repeated."""
    assert _begun(_moves.repeat(PLAN, at(15.2))) == "A"
    assert _begun(_moves.repeat(PLAN, at(15.9))) == "B"


def test_before_the_first_cue_there_is_nothing_to_repeat() -> None:
    """Before the first cue, and just after it has begun, no cue can be repeated."""
    assert _moves.repeat(PLAN, at(1.0)) is None
    assert _moves.repeat(PLAN, at(3.2)) is None


def test_what_comes_back_after_trouble_begins_with_the_last_cue_that_began() -> None:
    """A resumed session begins with the last cue that began, however little of it was heard."""
    assert _begun(_moves.resume(PLAN, at(15.1))) == "B"
    assert _moves.resume(PLAN, at(1.0)).to is None


@pytest.mark.parametrize(("second", "title"), [(1, "Jaw"), (30, "Neck"), (60, "Neck"), (80, "Return"), (200, None)])
def test_next_goes_to_the_next_chapter(second: float, title: str | None) -> None:
    """The next chapter is the next to begin, and after the last there is none."""
    assert _chapter(_moves.next_chapter(PLAN, at(second))) == title


@pytest.mark.parametrize(("second", "title"), [(10, "Settle"), (28, "Settle"), (40, "Jaw"), (72, "Jaw"), (80, "Neck")])
def test_back_goes_to_the_beginning_of_the_chapter_or_soon_after_it_to_the_one_before(
    second: float, title: str
) -> None:
    """Within four seconds of the beginning of a chapter, the way back is to the chapter before."""
    assert _chapter(_moves.previous_chapter(PLAN, at(second))) == title


def test_a_skip_is_made_up_by_longer_pauses() -> None:
    """After a skip, later rests are longer, so that the session ends on time."""
    move = _moves.next_chapter(PLAN, at(20.0))
    assert move is not None
    made = replan(PLAN, move, PLAN.timeline.frames)
    assert outline(made.plan.timeline).startswith("A 3.0, B 15.0, C 21.0")
    assert made.plan.timeline.frames == PLAN.timeline.frames


def test_a_skip_too_far_keeps_its_pauses_and_ends_earlier() -> None:
    """If rests would have to be longer than their bounds, they keep their lengths and the session ends earlier."""
    short = SessionPlan.of(session("#One A2 60 #Two B2 10"))
    move = _moves.next_chapter(short, at(6.0))
    assert move is not None
    made = replan(short, move, short.timeline.frames)
    assert not made.met
    assert [r.frames for r in made.plan.timeline.rests if r.reason == "pause"] == [frames(10.008)]


def test_more_time_lengthens_the_pause_that_sounds_by_thirty_seconds() -> None:
    """More time makes this rest thirty seconds longer, or the next one during a cue."""
    for second in (10.0, 4.0):
        move = _moves.more(PLAN, at(second))
        assert move is not None
        made = replan(PLAN, move, PLAN.timeline.frames)
        assert made.plan.timeline.cues[1].start == PLAN.timeline.cues[1].start + frames(30)
        assert made.plan.timeline.frames == PLAN.timeline.frames


def test_ending_a_pause_leaves_half_a_second_of_it() -> None:
    """A rest that is ended leaves half a second in which the background is ducked."""
    move = _moves.go_on(PLAN, at(8.0))
    assert move is not None
    start = replan(PLAN, move, PLAN.timeline.frames).plan.timeline.cues[1].start
    assert 0 <= start - at(8.0) - _moves.LEFT < GRID
    assert start % GRID == 0


def test_less_time_takes_thirty_seconds_or_what_there_is() -> None:
    """Less time makes a rest thirty seconds shorter, or as short as was not heard yet."""
    long = SessionPlan.of(session("A2 60 B2 20"))
    by_thirty, rest = _moves.less(long, at(10.0)), _moves.less(long, at(50.0))
    assert by_thirty is not None
    assert rest is not None
    assert replan(long, by_thirty, None).plan.timeline.cues[1].start == long.timeline.cues[1].start - frames(30)
    assert 0 <= replan(long, rest, None).plan.timeline.cues[1].start - at(50.0) - _moves.LEFT < GRID


def test_without_a_total_every_pause_keeps_its_length() -> None:
    """Without a length to end at, a repeat makes the session longer and keeps all rests."""
    move = _moves.repeat(PLAN, at(20.0))
    assert move is not None
    made = replan(PLAN, move, None)
    pauses = [r.frames for r in made.plan.timeline.rests if r.reason == "pause"]
    assert pauses[1:] == [r.frames for r in PLAN.timeline.rests if r.reason == "pause"][1:]
    assert made.plan.timeline.frames > PLAN.timeline.frames


def test_the_closing_is_a_short_last_chapter_or_else_the_last_cue() -> None:
    """The closing words are a short last chapter, else the last cue, and after its beginning there are none."""
    long = SessionPlan.of(session("#One A2 20 #Two B2 80 C2 20"))
    assert _begun(_moves.closing(PLAN, at(40.0))) == "G"
    assert _begun(_moves.closing(long, at(5.0)), long) == "C"
    assert _moves.closing(PLAN, Frames(PLAN.timeline.frames - frames(5))) is None


def test_what_was_skipped_can_still_be_gone_back_to() -> None:
    """A chapter that was skipped can be gone back to."""
    skip = _moves.next_chapter(PLAN, at(4.0))
    assert skip is not None
    skipped = replan(PLAN, skip, PLAN.timeline.frames).plan
    back = _moves.previous_chapter(skipped, at(5.0))
    assert back is not None
    assert outline(replan(skipped, back, None).plan.timeline).startswith("A 9.0, B 21.0, C")


def test_a_jump_into_another_background_brings_it_along() -> None:
    """A skip over a change of background and a heading has both in the new plan."""
    row = list(items(session("#One A2 10 B2 10 #Two C2 10 D2 10")))
    row[3] = replace(row[3], marks=(BackgroundSpan(Frames(0), Frames(0), "ocean"), *row[3].marks))
    plan = SessionPlan.of(laid(PLAN.timeline, row))
    move = _moves.next_chapter(plan, at(5.0))
    assert move is not None
    made = replan(plan, move, plan.timeline.frames).plan.timeline
    spans = [(e.name, e.start > 0) for e in made.events if isinstance(e, BackgroundSpan)]
    assert spans == [("rain", False), ("ocean", True)]
    assert [c.title for c in made.chapters] == ["One", "Two"]


def test_what_goes_on_from_the_very_beginning_has_its_chapter_and_its_background() -> None:
    """A resumed session begins with the chapters and the background that come before its first cue."""
    plan = SessionPlan.of(session("#Settle A2 10 B2 10 #Jaw C2 20"))
    move = _moves.from_the_end(plan, 2)
    assert move is not None
    timeline = replan(plan, move, None).plan.timeline
    assert [chapter.title for chapter in timeline.chapters] == ["Settle", "Jaw"]
    assert timeline.chapters[0].start == 0
    assert [(e.name, e.start, e.frames) for e in timeline.events if isinstance(e, BackgroundSpan)] == [
        ("rain", 0, timeline.frames)
    ]


def test_measured_clips_take_the_place_of_estimates_in_what_is_to_come() -> None:
    """Cues that come get the measured lengths, cues that began stay, and the session ends on time."""
    lengths = {Utterance(letter): frames(3.3) for letter in "ABCDEFG"}
    made = measured(PLAN, at(16.0), lengths, PLAN.timeline.frames)
    assert made.met
    assert made.plan.timeline.frames == PLAN.timeline.frames
    assert made.plan.timeline.cues[:2] == PLAN.timeline.cues[:2]
    assert all(frames(3.3) <= c.frames < frames(3.3) + GRID for c in made.plan.timeline.cues[2:])
    assert all(c.start % GRID == 0 for c in made.plan.timeline.cues)


MOVES = [
    _moves.repeat,
    _moves.next_chapter,
    _moves.previous_chapter,
    _moves.go_on,
    _moves.more,
    _moves.less,
    _moves.closing,
]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 60 * 48_000), st.sampled_from(MOVES)), max_size=8))
def test_whatever_is_pressed_the_plan_never_goes_back_and_stays_whole(presses: list[tuple[int, object]]) -> None:
    """After any commands the plan is whole, as long as before, and unchanged where it was heard."""
    plan, now = PLAN, 0
    for gone, make in presses:
        now = min(now + gone, plan.timeline.frames - 1)
        move = make(plan, Frames(now))  # type: ignore[operator]
        if move is None:
            continue
        made = replan(plan, move, plan.timeline.frames)
        assert not made.met or made.plan.timeline.frames == plan.timeline.frames
        assert_whole(made.plan)
        heard = _before(plan, now)
        assert _before(made.plan, now)[: len(heard)] == heard
        plan = made.plan


def _before(plan: SessionPlan, now: int) -> list[tuple[int, int]]:
    return [(item.start, item.end) for item in plan.row if item.end <= now]


def _begun(move: _moves.PlanMove | None, plan: SessionPlan = PLAN) -> str | None:
    event = plan.whole[move.to].event if move and move.to is not None else None
    return event.text if isinstance(event, Cue) else None


def _chapter(move: _moves.PlanMove | None) -> str | None:
    marks = PLAN.whole[move.to].marks if move and move.to is not None else ()
    return next((m.title for m in marks if isinstance(m, Chapter)), None)
