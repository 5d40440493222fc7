"""The routines that ship are steered at random, with counts, blocks, sides and words inside holds."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from tests.fakes.sessions import Still
from tests.planning.plans import assert_whole
from tests.player.test_rehearsing import Narrator
from unknot import library, script
from unknot.planning import _moves, fit, unfold
from unknot.player import SessionController
from unknot.units import Frames

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from unknot.planning import Fit
    from unknot.routine import Utterance
    from unknot.timeline import Timeline

MOVES = [
    _moves.repeat,
    _moves.next_chapter,
    _moves.previous_chapter,
    _moves.go_on,
    _moves.more,
    _moves.less,
    _moves.resume,
]


class Everything:
    """Speaks whatever is wanted at once, as long as the narrator of the fit does."""

    def __init__(self, timeline: Timeline) -> None:
        self._there = {cue.utterance for cue in timeline.cues}

    def lengths(self) -> Mapping[Utterance, Frames]:
        """All of them."""
        return Narrator().speech(tuple(self._there))

    def want(self, utterances: Sequence[Utterance], *, soon: bool = False) -> None:
        """Is there."""
        self._there |= set(utterances)


def fitted(name: str, share: float) -> Fit:
    """A routine that ships, between its shortest and twice that."""
    entry = library.find_routine(name)
    routine = script.resolve(script.parse(entry.text, entry.file), library.include_finder(entry.path))
    shortest = fit(unfold(routine, length=None), Narrator(), None).report.reach.shortest
    target = Frames(int(shortest * (1 + share)))
    return fit(unfold(routine, length=target), Narrator(), target, nearest=True)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("name", ["desk-neck-and-shoulders", "feet-with-a-ball", "after-travel", "forearms-and-hands"])
def test_however_a_routine_is_steered_its_plan_stays_whole_and_tells_how_late_it_is(name: str, seed: int) -> None:
    """Cues on the grid, nothing between events, what was heard unchanged, and the end as it was told."""
    dice = random.Random(f"{name} {seed}")
    made = fitted(name, dice.random())
    director = SessionController(made.timeline, Still, fit=made, arriving=Everything(made.timeline))
    now = 0
    for _ in range(10):
        now = min(now + dice.randrange(60 * 48_000), director.timeline.frames - 1)
        move = dice.choice(MOVES)(director.plan, Frames(now))
        if move is None:
            continue
        heard = [item.end for item in director.plan.items if item.end <= now]
        answer = director.change(move)
        assert director.timeline.frames == director.end + answer.late
        assert [item.end for item in director.plan.items][: len(heard)] == heard
        director.arrived(Frames(now))
        assert_whole(director.plan)
