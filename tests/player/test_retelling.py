"""Words that tell the time are true to the plan as it is, whatever somebody presses."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from tests.fakes.measures import Counted
from tests.fakes.sessions import Still
from unknot import script
from unknot.planning import _moves, fit, spoken_duration, unfold
from unknot.player import SessionController
from unknot.timeline import faults
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
    """Speaks at once what it is not deaf to."""

    def __init__(self, there: Sequence[Cue], *, deaf: bool = False) -> None:
        self._there = {cue.utterance for cue in there}
        self._deaf = deaf
        self.asked: list[str] = []

    def lengths(self) -> Mapping[Utterance, Frames]:
        """All that there is."""
        return Counted().speech(tuple(self._there))

    def want(self, utterances: Sequence[Utterance], *, soon: bool = False) -> None:
        """Is there the next time that somebody looks."""
        self.asked += [u.text for u in utterances]
        if not self._deaf:
            self._there |= set(utterances)


class Played:
    """A session of six minutes that is steered."""

    def __init__(self, *, on_time: bool = True, deaf: bool = False) -> None:
        target = frames(360)
        made = fit(unfold(script.parse(ROUTINE, "neck.md"), length=target), Counted(), target)
        self.voice = Speaking(made.timeline.cues, deaf=deaf)
        self.director = SessionController(made.timeline, Still, fit=made, arriving=self.voice, on_time=on_time)

    def press(self, second: float, make: Callable[[SessionPlan, Frames], PlanMove | None]) -> None:
        """A key, and a look at what has been spoken since."""
        at = Frames(frames(second))
        move = make(self.director.plan, at)
        if move is not None:
            self.director.change(move)
        self.director.arrived(at)

    def untrue(self, since: float) -> list[str]:
        """Cues from a second on that tell a time that is more than their rounding and two seconds off."""
        timeline = self.director.timeline
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
    """They were filled in when it was fitted."""
    played = Played()
    played.director.arrived(Frames(0))
    assert played.voice.asked == []
    assert played.untrue(0) == []


def test_more_time_with_the_pauses_kept_is_told_in_every_later_word() -> None:
    """The session ends two minutes later, and says so."""
    played = Played(on_time=False)
    before = [cue.text for cue in played.director.timeline.cues]
    for second in (20, 21, 22, 23):
        played.press(second, _moves.more)
    after = [cue.text for cue in played.director.timeline.cues]
    assert len(after) == len(before)
    assert after != before
    assert played.untrue(25) == []
    assert faults(played.director.timeline) == ()


def test_a_chapter_that_is_gone_back_to_tells_the_time_that_it_is_now() -> None:
    """Its words were said before, with another time."""
    played = Played(on_time=False)
    second = next(c.start for c in played.director.timeline.cues if c.text.startswith("Let your hands")) / 48_000 + 1
    played.press(second, _moves.previous_chapter)
    assert played.untrue(second) == []


def test_words_that_nobody_can_speak_stay_and_the_session_goes_on() -> None:
    """What is asked for once is not asked for again."""
    played = Played(on_time=False, deaf=True)
    before = [cue.text for cue in played.director.timeline.cues]
    for second in (20, 21, 22):
        played.press(second, _moves.more)
    assert [cue.text for cue in played.director.timeline.cues] == before
    assert len(played.voice.asked) == len(set(played.voice.asked)) > 0


def test_words_that_begin_in_a_moment_are_not_changed_any_more() -> None:
    """There would be no time to speak them; those behind them are."""
    played = Played(on_time=False)
    cue = next(c for c in played.director.timeline.cues if "remain" in c.text)
    hold = next(r for r in played.director.timeline.rests if r.reason == "hold")
    second = hold.start / 48_000 + 2
    played.press(second, _moves.go_on)
    now = next(c for c in played.director.timeline.cues if "remain" in c.text)
    assert (now.text, now.start < cue.start) == (cue.text, True)
    assert played.untrue(second + 3) == []


@pytest.mark.parametrize("on_time", [True, False], ids=["on time", "keep pace"])
@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_pressed_the_times_that_come_are_true_and_the_plan_is_whole(seed: int, on_time: bool) -> None:
    """With every voice that speaks in time."""
    dice = random.Random(seed)
    played = Played(on_time=on_time)
    now = 0.0
    for _ in range(8):
        now = min(now + dice.uniform(2, 60), played.director.timeline.frames / 48_000 - 12)
        played.press(now, dice.choice(MOVES))
        assert played.untrue(now + 3.0) == []
        assert faults(played.director.timeline) == ()
