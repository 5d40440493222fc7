"""A session that is broken off goes on at the right cue, whatever keys were pressed before."""

from __future__ import annotations

import random
from functools import cache

import pytest

from tests.fakes.sessions import Still
from tests.player.parts import KeptPosition, Narrator
from tests.player.test_session_controller import MOVES, Everything
from unknot import script
from unknot.errors import UsageError
from unknot.planning import Fit, PlanMove, find_chapter, find_place, fit, unfold
from unknot.planning._plan import items_of
from unknot.player import Position, SessionController
from unknot.player._progress import ProgressTracker
from unknot.routine import Paragraph, Say, Words
from unknot.timeline import Chapter, Cue
from unknot.units import NO_FRAMES, SAMPLE_RATE, Frames, frames

ROUTINE = """---
title: Walk
---

# Settle

Sit down. [4s..40s] Close your eyes. [4s..40s]

# Work

::: repeat 2..6
Round {round} begins. [4s..20s]

::: each side: left, right
Round {round}, {side} side. [hold 8s]
:::

::: optional 2
Round {round}, once more. [4s..20s]
:::

Round {round} ends. [4s..20s]
:::

::: from 8m
A long way. [10s..40s]
:::

[breath in 3s, out 4s, 2..6 rounds]

::: optional 1
# Jaw
Let your teeth part. [10s..90s] Let your tongue rest. [10s..120s]
:::

# Return

Look around. [4s..60s] Stand up. [4s..20s]
"""
LENGTHS = (3.0, 5.0, 7.0, 9.0)
"""Minutes."""
AHEAD = 19_200
"""A change is made this far after what is heard, since so much has been written to the speaker."""


@cache
def fitted(minutes: float, *, caution: bool = False) -> Fit:
    """The routine at a length, with or without a paragraph of caution that no line of the script has."""
    routine = script.parse(ROUTINE, "walk.md")
    if caution:
        said = Paragraph((Say((Words("Take care."),)),))
        from dataclasses import replace

        routine = replace(routine, body=(routine.body[0], said, *routine.body[1:]))
    length = frames(minutes * 60)
    return fit(unfold(routine, length=length), Narrator(), length, nearest=True)


def controller_of(fit: Fit) -> SessionController:
    """The controller of a fitted session, whose clips are all there."""
    return SessionController(fit.timeline, Still, fit=fit, arriving=Everything(fit.timeline))


class Walk:
    """A session in which moves are made at random until it is broken off.

    It is followed as the player follows it, one second after the other, without sound.
    """

    def __init__(self, dice: random.Random, minutes: float) -> None:
        self.positions = KeptPosition()
        self.controller = controller_of(fitted(minutes, caution=dice.random() < 0.5))
        self.begun: list[Cue] = []
        tracker = ProgressTracker(lambda _: None, self.positions, "walk")
        now, keys, self.jumped = frames(4.0), dice.randrange(9), False
        for _ in range(keys):
            now = self._follow(tracker, now, Frames(now + dice.randrange(40 * SAMPLE_RATE)))
            move = dice.choice(MOVES)(self.controller.plan, Frames(now + AHEAD))
            if move is not None:
                self.controller.change(move)
        self.end = self._follow(tracker, now, Frames(now + dice.randrange(1, 60 * SAMPLE_RATE)))

    def _follow(self, tracker: ProgressTracker, since: Frames, until: Frames) -> Frames:
        last = Frames(min(until, self.controller.timeline.frames - 2 * SAMPLE_RATE))
        for at in [*range(since, last, SAMPLE_RATE // 2), last]:
            tracker.update(self.controller.timeline, Frames(at))
        return Frames(max(since, last))

    def stopped_at(self) -> Cue:
        """The cue that was spoken last, or the one that comes next after a jump."""
        timeline = self.controller.timeline
        begun = [event for event in timeline.events if event.start <= self.end]
        leads = [e for e in begun if getattr(e, "reason", "") == "lead"]
        cues = [e for e in begun if isinstance(e, Cue)]
        if leads[-1].start and (not cues or leads[-1].start > cues[-1].start):
            return next(cue for cue in timeline.cues if cue.start > leads[-1].start)
        return cues[-1]


def resumed(position: Position, minutes: float) -> list[str]:
    """The words that are heard when the session goes on at a length."""
    fit = fitted(minutes)
    controller = controller_of(fit)
    controller.change(PlanMove(NO_FRAMES, find_place(fit, position.place)))
    return [cue.text for cue in controller.timeline.cues]


def order() -> list[str]:
    """All words of the script in their order, with every round and block."""
    return [cue.occurrence for cue in unfold(script.parse(ROUTINE, "walk.md"), length=frames(540)).cues]


@pytest.mark.parametrize("part", range(10))
def test_after_any_keys_a_session_goes_on_where_it_was_broken_off(part: int) -> None:
    """300 random walks: the first words are those that were spoken or came next, and all that follow are heard."""
    for seed in range(30):
        dice = random.Random(f"{part} {seed}")
        minutes = dice.choice(LENGTHS)
        walk = Walk(dice, minutes)
        assert walk.positions.kept is not None
        position = Position.from_json(walk.positions.kept.to_json())
        assert position == walk.positions.kept
        stopped, again = walk.stopped_at(), dice.choice((minutes, *LENGTHS))
        fit = fitted(again)
        names = [cue.occurrence for cue in fit.timeline.cues]
        if not stopped.occurrence or stopped.text == "Take care.":
            continue
        first = fit.timeline.cues[find_cue(fit, position)]
        in_order = {name: number for number, name in enumerate(order())}
        wanted = [n for n in names if n in in_order and in_order[n] >= in_order[stopped.occurrence]]
        assert first.occurrence == wanted[0], (part, seed)
        if stopped.occurrence in names:
            assert first.text == stopped.text
        assert resumed(position, again) == [cue.text for cue in fit.timeline.cues if cue.start >= first.start]


def find_cue(fit: Fit, position: Position) -> int:
    """The index of the cue with which a session goes on."""
    from unknot.planning._plan import items_of

    event = items_of(fit.timeline)[find_place(fit, position.place)].event
    return next(i for i, cue in enumerate(fit.timeline.cues) if cue.start == event.start)


@pytest.mark.parametrize(
    ("word", "title"),
    [("1", "Settle"), ("Return", "Return"), ("return", "Return"), ("w", "Work"), (" Jaw ", "Jaw")],
)
def test_a_chapter_is_found_by_number_title_or_beginning(word: str, title: str) -> None:
    """Capital letters do not matter."""
    timeline = fitted(9.0).timeline
    found = items_of(timeline)[find_chapter(timeline, word)]
    assert [mark.title for mark in found.marks if isinstance(mark, Chapter)] == [title]


def test_an_unknown_chapter_is_refused_with_the_nearest_and_all() -> None:
    """The next step names them."""
    with pytest.raises(UsageError, match="no chapter 'Werk'") as caught:
        find_chapter(fitted(9.0).timeline, "Werk")
    assert caught.value.next_step == "did you mean Work? The chapters are 1 Settle, 2 Work, 3 Jaw, 4 Return"
