"""Prompts are played in rests, one at a time, over a softer background."""

from __future__ import annotations

import numpy as np
import pytest

from tests.fakes.sessions import BACKGROUND, Toy, session
from tests.player.parts import Parts
from unknot.planning import _moves
from unknot.player import Said, SessionController
from unknot.player._output_buffer import AHEAD
from unknot.player._prompt_player import DUCKING
from unknot.timeline import Cue
from unknot.units import frames, seconds


def play_until(parts: Parts, second: float) -> None:
    """Plays up to a second, and tries to play a prompt before each block."""
    parts.play_until(0.0)
    while parts.buffer.heard < frames(second):
        parts.prompts.play_next()
        parts.buffer.write()


def loud(parts: Parts) -> tuple[float, float]:
    """The first and the last second of a prompt, which is louder than everything else."""
    found = np.flatnonzero(parts.speaker.sound[:, 0] > 0.3)
    return float(seconds(int(found[0]))), float(seconds(int(found[-1])))


def test_where_the_session_is_is_said_with_its_chapter_and_the_time_left() -> None:
    """The prompt for the position says the chapter that is heard and the time that is left."""
    parts = Parts("#Settle A2 10 #Jaw B2 40")
    parts.play_until(18.0)
    parts.prompts.request_position()
    assert parts.announcer.requested == ["Jaw. Fifty seconds left."]


def test_a_prompt_waits_for_the_end_of_the_words() -> None:
    """A prompt that is ready during a cue is played after it."""
    parts = Parts()
    parts.play_until(3.0)
    parts.announcer.request("Hello.")
    play_until(parts, 8.0)
    assert parts.all(Said) == [Said("Hello.")]
    begin, end = loud(parts)
    assert 5.0 <= begin < 5.2
    assert end - begin == pytest.approx(1.0, abs=0.01)


def test_two_prompts_do_not_overlap() -> None:
    """The second prompt begins half a second after the first has ended."""
    parts = Parts()
    parts.play_until(8.0)
    parts.announcer.request("One.")
    parts.announcer.request("Two.")
    play_until(parts, 13.0)
    assert [said.text for said in parts.all(Said)] == ["One.", "Two."]
    begin, end = loud(parts)
    assert end - begin >= 2.0 + seconds(_moves.PAUSE_END)


def test_the_background_is_softer_while_a_prompt_is_heard() -> None:
    """The background is ducked under a prompt and back at its level afterwards."""
    parts = Parts()
    parts.play_until(8.0)
    parts.announcer.request("Hello.")
    play_until(parts, 12.0)
    begin, end = loud(parts)
    sound = parts.speaker.sound[:, 0]
    assert sound[frames(end) - 480] == pytest.approx(0.4 + BACKGROUND * DUCKING, abs=1e-4)
    assert sound[frames(end + 1.0)] == pytest.approx(BACKGROUND, abs=1e-4)
    assert begin > 7.9


def test_a_pause_that_is_too_short_is_made_longer() -> None:
    """The cue after a short rest begins when the prompt is over."""
    parts = Parts("A2 6 B2 20")
    parts.play_until(9.5)
    parts.announcer.request("Hello.")
    play_until(parts, 12.0)
    assert parts.all(Said) == [Said("Hello.")]
    _, end = loud(parts)
    words = next(e for e in parts.playback.timeline.events if isinstance(e, Cue) and e.text == "B")
    assert seconds(words.start) >= end + seconds(_moves.PAUSE_END) - 0.01


def test_a_prompt_does_not_begin_at_the_very_end_of_a_pause() -> None:
    """A prompt waits for the next rest when too little of this one is left to change the plan in time."""
    parts = Parts("A2 6 B2 20")
    parts.play_until(5.0)
    while parts.playback.plan.items[3].start - parts.buffer.next_position >= AHEAD:
        parts.buffer.write()
    parts.announcer.request("Hello.")
    parts.prompts.play_next()
    assert parts.all(Said) == []


def test_a_prompt_is_played_while_the_session_is_stopped() -> None:
    """During a pause a prompt is played at once, and the plan is not changed."""
    parts = Parts()
    parts.play_until(4.0)
    parts.playback.pause()
    plan = parts.playback.plan
    parts.announcer.request("Hello.")
    parts.prompts.play_next()
    assert parts.all(Said) == [Said("Hello.")]
    assert parts.playback.plan is plan


def test_no_prompt_is_played_while_nothing_of_the_session_is_known() -> None:
    """A timeline without events has no rests for a prompt."""
    parts = Parts()
    parts.play_until(8.0)
    empty = SessionController(session("A2"), Toy)
    parts.playback._controller = empty
    object.__setattr__(empty.plan.timeline, "events", ())
    parts.announcer.request("Hello.")
    parts.prompts.play_next()
    assert parts.all(Said) == []
