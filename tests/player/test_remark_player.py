"""Remarks are played in pauses, one at a time, over a softer background."""

from __future__ import annotations

import numpy as np
import pytest

from tests.fakes.sessions import BED, Toy, session
from tests.player.parts import Parts
from unknot.planning import _moves
from unknot.player import Said, SessionController
from unknot.player._output_buffer import AHEAD
from unknot.player._prompt_player import DUCK
from unknot.timeline import Cue
from unknot.units import frames, seconds


def play_until(parts: Parts, second: float) -> None:
    """Plays, and looks for a remark before each block."""
    parts.play_until(0.0)
    while parts.deck.heard < frames(second):
        parts.remarks.play_next()
        parts.deck.write()


def loud(parts: Parts) -> tuple[float, float]:
    """From which second to which a remark was heard; it is louder than everything else."""
    found = np.flatnonzero(parts.speaker.sound[:, 0] > 0.3)
    return float(seconds(int(found[0]))), float(seconds(int(found[-1])))


def test_where_the_session_is_is_said_with_its_chapter_and_the_time_left() -> None:
    """The chapter is the one that is heard."""
    parts = Parts("#Settle A2 10 #Jaw B2 40")
    parts.play_until(18.0)
    parts.remarks.ask_where()
    assert parts.announcer.asked == ["Jaw. Fifty seconds left."]


def test_a_remark_waits_for_the_end_of_the_words() -> None:
    """Words from 3 to 5 s are heard first, and then the remark."""
    parts = Parts()
    parts.play_until(3.0)
    parts.announcer.ask("Hello.")
    play_until(parts, 8.0)
    assert parts.all(Said) == [Said("Hello.")]
    begin, end = loud(parts)
    assert 5.0 <= begin < 5.2
    assert end - begin == pytest.approx(1.0, abs=0.01)


def test_two_remarks_do_not_overlap() -> None:
    """The second begins half a second after the first has ended."""
    parts = Parts()
    parts.play_until(8.0)
    parts.announcer.ask("One.")
    parts.announcer.ask("Two.")
    play_until(parts, 13.0)
    assert [said.text for said in parts.all(Said)] == ["One.", "Two."]
    begin, end = loud(parts)
    assert end - begin >= 2.0 + seconds(_moves.PAUSE_END)


def test_the_background_is_softer_while_a_remark_is_heard() -> None:
    """It is back to its level afterwards."""
    parts = Parts()
    parts.play_until(8.0)
    parts.announcer.ask("Hello.")
    play_until(parts, 12.0)
    begin, end = loud(parts)
    sound = parts.speaker.sound[:, 0]
    assert sound[frames(end) - 480] == pytest.approx(0.4 + BED * DUCK, abs=1e-4)
    assert sound[frames(end + 1.0)] == pytest.approx(BED, abs=1e-4)
    assert begin > 7.9


def test_a_pause_that_is_too_short_is_made_longer() -> None:
    """The words after it begin when the remark is over."""
    parts = Parts("A2 6 B2 20")
    parts.play_until(9.5)
    parts.announcer.ask("Hello.")
    play_until(parts, 12.0)
    assert parts.all(Said) == [Said("Hello.")]
    _, end = loud(parts)
    words = next(e for e in parts.playback.timeline.events if isinstance(e, Cue) and e.text == "B")
    assert seconds(words.start) >= end + seconds(_moves.PAUSE_END) - 0.01


def test_a_remark_does_not_begin_at_the_very_end_of_a_pause() -> None:
    """What is left is too short to change the plan in time."""
    parts = Parts("A2 6 B2 20")
    parts.play_until(5.0)
    while parts.playback.plan.items[3].start - parts.deck.next >= AHEAD:
        parts.deck.write()
    parts.announcer.ask("Hello.")
    parts.remarks.play_next()
    assert parts.all(Said) == []


def test_a_remark_is_played_while_the_session_stands_still() -> None:
    """Then there is nothing else to be heard, and the plan is not changed."""
    parts = Parts()
    parts.play_until(4.0)
    parts.playback.pause()
    plan = parts.playback.plan
    parts.announcer.ask("Hello.")
    parts.remarks.play_next()
    assert parts.all(Said) == [Said("Hello.")]
    assert parts.playback.plan is plan


def test_no_remark_is_played_while_nothing_of_the_session_is_known() -> None:
    """A plan without events has no pauses to play it in."""
    parts = Parts()
    parts.play_until(8.0)
    empty = SessionController(session("A2"), Toy)
    parts.playback._director = empty
    object.__setattr__(empty.plan.timeline, "events", ())
    parts.announcer.ask("Hello.")
    parts.remarks.play_next()
    assert parts.all(Said) == []
