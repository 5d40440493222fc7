"""A session may begin before all cues are spoken, and with all in the store it is the one that a file gets."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.fakes.controls import ScriptedControls, VirtualClock
from tests.fakes.sessions import Still
from tests.fakes.speakers import VirtualSpeaker
from unknot import script
from unknot.errors import VoiceError
from unknot.planning import _estimate, fit, unfold
from unknot.player import (
    Command,
    PlayerContext,
    PromptAnnouncer,
    SessionController,
    SharedNarrator,
    SpeechAhead,
    play_session,
    prepare,
)
from unknot.routine import Utterance
from unknot.timeline import Cue
from unknot.units import Frames, frames

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from unknot.audio import Samples
    from unknot.planning import Fit, Score
    from unknot.timeline import Timeline

ROUTINE = """---
title: Neck
---

# Settle

Sit back, and let your eyes close. [8s]
Let your hands rest. [8s]

# Work

::: repeat 2..6
Squeeze slowly, and let go. [10s]
:::

::: optional 2
# Jaw
Let your teeth part. [10s]
:::

# Return

Let your hands drop. [8s]
"""


class Narrator:
    """Takes as long for a clip as it is told to, by a clock that stands still otherwise."""

    def __init__(self, takes: float = 0.0) -> None:
        self.now = 0.0
        self.takes = takes
        self.spoken: list[str] = []

    def clips(
        self, utterances: Sequence[Utterance], progress: Callable[[int, int], None]
    ) -> Mapping[Utterance, Samples]:
        """Constant tones, a twelfth of a second a letter."""
        self.now += self.takes * len(utterances)
        self.spoken += [u.text for u in utterances]
        if any("fault" in u.text for u in utterances):
            raise VoiceError("it cannot say that")
        return {u: np.full((len(u.text) * 4000, 1), 0.1, np.float32) for u in utterances}

    def close(self) -> None:
        """Has no process."""

    def speech(self, utterances: Sequence[Utterance]) -> Mapping[Utterance, Frames]:
        """As a measure."""
        return {u: Frames(len(u.text) * 4000) for u in utterances}

    def sound(self, _name: str) -> Frames:
        """A second."""
        return frames(1.0)


def score(length: float) -> Score:
    """The routine, unfolded."""
    return unfold(script.parse(ROUTINE, "neck.md"), length=frames(length))


def test_with_every_cue_at_hand_the_fit_is_the_one_of_a_file() -> None:
    """To the frame."""
    narrator = Narrator()
    made = prepare(score(120), SharedNarrator(narrator), narrator.sound, frames(120), clock=lambda: narrator.now)
    assert made.complete
    assert made.fit.timeline == fit(score(120), narrator, frames(120)).timeline


def test_with_a_slow_voice_a_session_begins_after_a_second_on_estimates() -> None:
    """The first cues are there."""
    narrator = Narrator(takes=0.6)
    made = prepare(score(120), SharedNarrator(narrator), narrator.sound, frames(120), clock=lambda: narrator.now)
    assert not made.complete
    assert len(narrator.spoken) == 4
    assert made.fit.timeline.frames == frames(120)
    made.ahead.start()
    while len(made.ahead.lengths()) < len({cue.utterance for cue in made.fit.timeline.cues}):
        pass
    made.ahead.close()
    assert len(narrator.spoken) == len(set(narrator.spoken))


def test_estimates_learn_from_what_was_measured() -> None:
    """Seconds a letter."""
    assert _estimate.estimated_length("x" * 100, 0.05) == frames(5.2)
    narrator = Narrator(takes=0.6)
    made = prepare(score(120), SharedNarrator(narrator), narrator.sound, frames(120), clock=lambda: narrator.now)
    guessed = {c.utterance: c.frames for c in made.fit.timeline.cues if c.utterance not in made.ahead.clips}
    assert all(len(u.text) * 4000 * 0.85 < n < len(u.text) * 4000 * 1.25 + 1152 for u, n in guessed.items())


def test_a_voice_that_fails_later_is_told_at_the_next_look() -> None:
    """With the voice's own words."""
    narrator = Narrator()
    made = prepare(score(120), SharedNarrator(narrator), narrator.sound, frames(120), clock=lambda: narrator.now)
    broken = type(made.fit.timeline.cues[0].utterance)("a fault")
    made.ahead.want([broken])
    made.ahead.start()
    with pytest.raises(VoiceError, match="cannot say"):
        look_until(made.ahead.lengths, lambda _: False)
    made.ahead.close()


def test_what_is_wanted_soon_is_spoken_first_and_may_fail() -> None:
    """Words that tell another time now are worth no session."""
    narrator = Narrator()
    ahead = SpeechAhead(SharedNarrator(narrator), [Utterance(f"line {n}") for n in range(8)])
    ahead.want([Utterance("a fault")], soon=True)
    ahead.want([Utterance("nine minutes left")], soon=True)
    ahead.start()
    look_until(ahead.lengths, lambda lengths: len(lengths) == 9)
    ahead.close()
    assert narrator.spoken[:2] == ["a fault", "nine minutes left"]


def look_until(
    look: Callable[[], Mapping[Utterance, Frames]], seen: Callable[[Mapping[Utterance, Frames]], bool]
) -> None:
    """Looks again and again, for ten seconds at most."""
    until = time.monotonic() + 10
    while not seen(look()) and time.monotonic() < until:
        time.sleep(0.005)


def steered(fitted: Fit, *presses: tuple[float, Command], arriving: object = None) -> Timeline:
    """The plan in the end."""
    speaker = VirtualSpeaker(step=frames(0.1), keep=False)
    clock = VirtualClock(speaker)
    director = SessionController(fitted.timeline, Still, fit=fitted)
    play_session(director, PlayerContext(speaker, lambda _: None, ScriptedControls(clock, *presses), clock=clock))
    return director.timeline


def test_where_pauses_are_not_enough_fewer_turns_are_made_and_the_end_stays() -> None:
    """More time in one place takes turns and blocks from later ones; the closing is kept."""
    narrator = Narrator()
    fitted = fit(score(140), narrator, frames(140))
    plan = steered(fitted, *((12.0 + i, Command.MORE) for i in range(2)))
    assert plan.frames == frames(140)
    assert len(texts(plan)) < len(texts(fitted.timeline))
    assert texts(plan)[-1] == "Let your hands drop."


def test_what_nobody_can_speak_in_time_is_not_chosen() -> None:
    """Without a voice at hand only words that are there can be said."""
    narrator = Narrator()
    fitted = fit(score(75), narrator, frames(75))
    plan = steered(fitted, (20.0, Command.NEXT))
    known = set(texts(fitted.timeline))
    assert set(texts(plan)) <= known


def test_a_line_aside_is_spoken_in_its_own_time() -> None:
    """What is learnt is known; what cannot be spoken is never ready."""
    aside = PromptAnnouncer(SharedNarrator(Narrator()), "en")
    aside.learn(["Paused."])
    aside.ask("a fault")
    aside.ask("Jaw. Two minutes left.")
    ready = None
    while ready is None:
        ready = aside.answer()
    text, sound = ready
    assert (text, sound.shape) == ("Jaw. Two minutes left.", (22 * 4000, 2))
    known = aside.known("Paused.")
    assert known is not None
    assert known.shape == (7 * 4000, 2)
    aside.close()


def texts(timeline: Timeline) -> list[str]:
    """What is said, in order."""
    return [event.text for event in timeline.events if isinstance(event, Cue)]
