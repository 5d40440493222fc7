"""The plan is changed while it plays: it stays whole, ends on time, and its words tell the right time."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from tests.fakes.controls import ScriptedControls, VirtualClock
from tests.fakes.measures import Counted
from tests.fakes.sessions import Still
from tests.fakes.speakers import VirtualSpeaker
from tests.planning.plans import assert_whole
from tests.player.parts import Narrator, score, texts
from unknot import library, script
from unknot.planning import Fit, _moves, fit, spoken_duration, unfold
from unknot.player import Command, PlayerContext, SessionController, play_session
from unknot.timeline import Timeline, faults
from unknot.units import Frames, frames

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from unknot.planning import PlanMove, SessionPlan
    from unknot.routine import Utterance
    from unknot.timeline import Cue

ROUTINE = """---
title: Neck
---

# Settle

Sit back, and let your eyes close. [8s..60s]

# Work

::: each side: left, right
Press the {side} side. [hold 30s]

{elapsed} gone, {remaining} remain. [8s..60s]
:::

# Jaw

Let your teeth part. [10s..90s] {remaining} remain. Next comes {next}. [10s..90s]

# Return

Let your hands drop. [3s] {remaining} to go. [8s..60s]
"""
MOVES = [
    _moves.repeat,
    _moves.next_chapter,
    _moves.previous_chapter,
    _moves.go_on,
    _moves.more,
    _moves.less,
    _moves.resume,
]


class Speaking:
    """A voice that speaks everything at once; nothing new if it is `deaf`."""

    def __init__(self, there: Sequence[Cue], *, deaf: bool = False) -> None:
        self._there = {cue.utterance for cue in there}
        self._deaf = deaf
        self.requested: list[str] = []

    def lengths(self) -> Mapping[Utterance, Frames]:
        """All clips that are ready."""
        return Counted().speech(tuple(self._there))

    def request(self, utterances: Sequence[Utterance], *, urgent: bool = False) -> None:
        """Has them ready for the next call of `lengths`."""
        self.requested += [u.text for u in utterances]
        if not self._deaf:
            self._there |= set(utterances)


class Played:
    """A session of six minutes that is changed while it plays."""

    def __init__(self, *, on_time: bool = True, deaf: bool = False) -> None:
        length = frames(360)
        made = fit(unfold(script.parse(ROUTINE, "neck.md"), length=length), Counted(), length)
        self.voice = Speaking(made.timeline.cues, deaf=deaf)
        self.controller = SessionController(made.timeline, Still, fit=made, arriving=self.voice, on_time=on_time)

    def press(self, second: float, make: Callable[[SessionPlan, Frames], PlanMove | None]) -> None:
        """A command at a second, and then the clips that are ready."""
        at = Frames(frames(second))
        move = make(self.controller.plan, at)
        if move is not None:
            self.controller.change(move)
        self.controller.update(at)

    def untrue(self, since: float) -> list[str]:
        """The cues from a second on that tell a time which is wrong by more than two seconds and their rounding."""
        timeline = self.controller.timeline
        return [
            cue.text
            for cue in timeline.cues
            if cue.start >= frames(since)
            and ("remain" in cue.text or "to go" in cue.text)
            and not any(
                spoken_duration("en", timeline.frames - cue.start + frames(off)) in cue.text.lower()
                for off in (-2, -1, 0, 1, 2)
            )
        ]


def test_a_plan_that_nobody_changes_asks_for_no_other_words() -> None:
    """The words of an unchanged plan stay as they were fitted."""
    played = Played()
    played.controller.update(Frames(0))
    assert played.voice.requested == []
    assert played.untrue(0) == []


def test_more_time_with_the_pauses_kept_is_told_in_every_later_word() -> None:
    """With rests kept, the session ends later, and every later word that tells the time says so."""
    played = Played(on_time=False)
    before = [cue.text for cue in played.controller.timeline.cues]
    for second in (20, 21, 22, 23):
        played.press(second, _moves.more)
    after = [cue.text for cue in played.controller.timeline.cues]
    assert len(after) == len(before)
    assert after != before
    assert played.untrue(25) == []
    assert faults(played.controller.timeline) == ()


def test_a_chapter_that_is_gone_back_to_tells_the_time_that_it_is_now() -> None:
    """The words of a repeated chapter tell the time that is left now."""
    played = Played(on_time=False)
    second = next(c.start for c in played.controller.timeline.cues if c.text.startswith("Let your hands")) / 48_000 + 1
    played.press(second, _moves.previous_chapter)
    assert played.untrue(second) == []


def test_words_that_nobody_can_speak_stay_and_the_session_goes_on() -> None:
    """Words that cannot be spoken keep the old time, and are requested once."""
    played = Played(on_time=False, deaf=True)
    before = [cue.text for cue in played.controller.timeline.cues]
    for second in (20, 21, 22):
        played.press(second, _moves.more)
    assert [cue.text for cue in played.controller.timeline.cues] == before
    assert len(played.voice.requested) == len(set(played.voice.requested)) > 0


def test_words_that_begin_in_a_moment_are_not_changed_any_more() -> None:
    """A cue that begins within a moment keeps its words, and later ones are corrected."""
    played = Played(on_time=False)
    cue = next(c for c in played.controller.timeline.cues if "remain" in c.text)
    hold = next(r for r in played.controller.timeline.rests if r.reason == "hold")
    second = hold.start / 48_000 + 2
    played.press(second, _moves.go_on)
    now = next(c for c in played.controller.timeline.cues if "remain" in c.text)
    assert (now.text, now.start < cue.start) == (cue.text, True)
    assert played.untrue(second + 3) == []


@pytest.mark.parametrize("on_time", [True, False], ids=["on time", "keep pace"])
@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_pressed_the_times_that_come_are_true_and_the_plan_is_whole(seed: int, on_time: bool) -> None:
    """After any commands, all words tell the right time and the timeline has no faults."""
    dice = random.Random(seed)
    played = Played(on_time=on_time)
    now = 0.0
    for _ in range(8):
        now = min(now + dice.uniform(2, 60), played.controller.timeline.frames / 48_000 - 12)
        played.press(now, dice.choice(MOVES))
        assert played.untrue(now + 3.0) == []
        assert faults(played.controller.timeline) == ()


def steered(fitted: Fit, *presses: tuple[float, Command], arriving: object = None) -> Timeline:
    """The plan at the end of a session with these commands."""
    speaker = VirtualSpeaker(step=frames(0.1), keep=False)
    clock = VirtualClock(speaker)
    controller = SessionController(fitted.timeline, Still, fit=fitted)
    play_session(controller, PlayerContext(speaker, lambda _: None, ScriptedControls(clock, *presses), clock=clock))
    return controller.timeline


def test_where_pauses_are_not_enough_fewer_turns_are_made_and_the_end_stays() -> None:
    """More time in one place removes turns and blocks from later ones, and the closing is kept."""
    narrator = Narrator()
    fitted = fit(score(140), narrator, frames(140))
    plan = steered(fitted, *((12.0 + i, Command.MORE) for i in range(2)))
    assert plan.frames == frames(140)
    assert len(texts(plan)) < len(texts(fitted.timeline))
    assert texts(plan)[-1] == "Let your hands drop."


def test_what_nobody_can_speak_in_time_is_not_chosen() -> None:
    """Without a voice, only cues that are spoken already can be chosen."""
    narrator = Narrator()
    fitted = fit(score(75), narrator, frames(75))
    plan = steered(fitted, (20.0, Command.NEXT))
    known = set(texts(fitted.timeline))
    assert set(texts(plan)) <= known


class Everything:
    """A voice that speaks everything at once."""

    def __init__(self, timeline: Timeline) -> None:
        self._there = {cue.utterance for cue in timeline.cues}

    def lengths(self) -> Mapping[Utterance, Frames]:
        """All clips."""
        return Narrator().speech(tuple(self._there))

    def request(self, utterances: Sequence[Utterance], *, urgent: bool = False) -> None:
        """Has them ready."""
        self._there |= set(utterances)


def fitted(name: str, share: float) -> Fit:
    """A routine that ships, between its shortest length and twice that."""
    entry = library.find_routine(name)
    routine = script.resolve(script.parse(entry.text, entry.file), library.include_finder(entry.path))
    shortest = fit(unfold(routine, length=None), Narrator(), None).report.reach.shortest
    length = Frames(int(shortest * (1 + share)))
    return fit(unfold(routine, length=length), Narrator(), length, nearest=True)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("name", ["desk-neck-and-shoulders", "feet-with-a-ball", "after-travel", "forearms-and-hands"])
def test_however_a_routine_is_steered_its_plan_stays_whole_and_tells_how_late_it_is(name: str, seed: int) -> None:
    """After any commands, the plan is whole, what was heard is unchanged, and the end is as the change said."""
    dice = random.Random(f"{name} {seed}")
    made = fitted(name, dice.random())
    controller = SessionController(made.timeline, Still, fit=made, arriving=Everything(made.timeline))
    now = 0
    for _ in range(10):
        now = min(now + dice.randrange(60 * 48_000), controller.timeline.frames - 1)
        move = dice.choice(MOVES)(controller.plan, Frames(now))
        if move is None:
            continue
        heard = [item.end for item in controller.plan.items if item.end <= now]
        answer = controller.change(move)
        assert controller.timeline.frames == controller.end + answer.late
        assert [item.end for item in controller.plan.items][: len(heard)] == heard
        controller.update(Frames(now))
        assert_whole(controller.plan)
