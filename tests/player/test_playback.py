"""A plan plays, stands still, goes on and is changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.fakes.sessions import Toy, heard, session
from tests.player.parts import Parts
from unknot.errors import VoiceError
from unknot.planning import _moves
from unknot.player import Paused, Position, Replanned, Resumed, SessionController
from unknot.player._playback import FADE
from unknot.units import Frames, frames, seconds

if TYPE_CHECKING:
    from unknot.player import PlanController


class NewsDirector(SessionController):
    """Counts the lost time, and has another plan or an error as news."""

    def __init__(self, news: PlanController | VoiceError | None = None) -> None:
        super().__init__(session("A2 20 B2 20"), Toy)
        self.lost_frames = 0
        self._news = news

    def lost(self, count: int) -> None:
        """Counts it."""
        self.lost_frames += count
        super().lost(count)

    def arrived(self, at: Frames) -> PlanController | None:  # type: ignore[override]
        """The news."""
        if isinstance(self._news, VoiceError):
            raise self._news
        return self._news


def with_director(director: SessionController) -> Parts:
    """Parts whose playback has this director."""
    parts = Parts()
    parts.director = director
    parts.playback._director = director
    return parts


def test_a_session_starts_at_its_beginning() -> None:
    """What is heard is the plan, sample by sample."""
    parts = Parts()
    parts.play_until(6.0)
    assert np.array_equal(parts.speaker.sound, Toy(parts.director.timeline).render(0, len(parts.speaker.sound)))


def test_a_session_starts_at_a_saved_position() -> None:
    """The cue that was interrupted comes first, and the session ends when what was left is over."""
    parts = Parts()
    left = frames(32)
    parts.playback.start(Position("", "", 1, left))
    parts.device.open()
    parts.play_until(20.0)
    assert heard(parts.speaker.sound).startswith("B")
    assert parts.playback.plan.timeline.frames == left + _moves.LEAD_IN


def test_standing_still_fades_out_and_counts_from_there() -> None:
    """The sound is quiet after the fade, and the session frame stays."""
    parts = Parts()
    parts.play_until(10.0)
    still = parts.playback.stand_still()
    assert parts.playback.stands_still
    assert parts.all(Paused) == [Paused(parts.deck.tape.position(still))]
    parts.play_until(20.0)
    assert not parts.speaker.sound[still : frames(20)].any()
    assert parts.deck.tape.position(frames(20)) == parts.deck.tape.position(still)
    assert parts.playback.standstill == parts.deck.written - still > frames(9)


def test_a_pause_lets_the_machine_sleep_and_going_on_keeps_it_awake() -> None:
    """A pause is known as one until the session goes on."""
    parts = Parts()
    parts.play_until(10.0)
    parts.device.keep_awake()
    parts.playback.pause()
    assert (parts.playback.paused, parts.awake) == (True, False)
    parts.playback.go_on()
    assert (parts.playback.paused, parts.awake) == (False, True)


def test_a_change_lets_a_session_that_stood_still_go_on() -> None:
    """It is told that the session goes on, and then that it was planned again."""
    parts = Parts()
    parts.play_until(10.0)
    parts.playback.pause()
    parts.told.clear()
    parts.playback.change(_moves.repeat)
    assert not parts.playback.stands_still
    assert [type(happening) for happening in parts.told] == [Resumed, Replanned]


def test_a_change_that_is_not_possible_changes_nothing() -> None:
    """There is no chapter to go to."""
    parts = Parts()
    parts.play_until(10.0)
    plan = parts.playback.plan
    assert not parts.playback.allows(_moves.next_chapter)
    parts.playback.change(_moves.next_chapter)
    assert parts.playback.plan is plan
    assert parts.told == []


def test_a_device_that_is_lost_cuts_the_sound_off_where_it_was() -> None:
    """The session stands still at the frame that would have been written next."""
    parts = Parts()
    parts.play_until(10.0)
    at = parts.deck.next
    assert parts.playback.cut_off() == at
    assert parts.playback.stands_still
    assert parts.all(Paused) == []


def test_a_pause_stays_one_pause_when_the_device_is_lost_in_it() -> None:
    """Time is counted from the beginning of the pause."""
    parts = Parts()
    parts.play_until(10.0)
    parts.playback.pause()
    parts.play_until(20.0)
    before = parts.playback.standstill
    parts.playback.cut_off()
    assert parts.playback.paused
    assert parts.playback.standstill == before > frames(9)


def test_the_plan_is_told_of_all_time_in_which_nothing_of_it_was_heard() -> None:
    """The time of the pause and the time without a device are added, and counted once."""
    director = NewsDirector()
    parts = with_director(director)
    parts.play_until(10.0)
    still = parts.playback.stand_still()
    parts.play_until(20.0)
    parts.device.close()
    standstill = parts.deck.written - still
    parts.clock.waited += 5.0
    parts.device.open()
    parts.playback.go_on()
    written_ahead = parts.deck.written - still - standstill
    assert director.lost_frames == standstill + frames(5) + written_ahead
    parts.playback.change(_moves.repeat)
    assert director.lost_frames == standstill + frames(5) + written_ahead


def test_closing_words_can_come_once_and_not_while_the_session_stands_still() -> None:
    """A session without words has none."""
    parts = Parts()
    parts.play_until(10.0)
    can_close = [parts.playback.can_close]
    parts.playback.pause()
    can_close.append(parts.playback.can_close)
    parts.playback.go_on()
    can_close.append(parts.playback.can_close)
    parts.playback.close_early()
    can_close.append(parts.playback.can_close)
    assert can_close == [True, False, True, False]
    assert not Parts("5").playback.can_close


def test_the_end_is_announced_after_a_change_and_not_once_the_session_closes() -> None:
    """A person who asked for the end need not be told that it comes early."""
    parts = Parts("A2 =20 B2 =20")
    parts.play_until(10.0)
    parts.playback.change(_moves.more)
    assert parts.announcer.asked == ["We will end thirty seconds later."]
    parts.playback.close_early()
    assert len(parts.announcer.asked) == 1


def test_news_replaces_the_plan_that_plays() -> None:
    """What comes next is from the new plan, at the same session frame."""
    later = SessionController(session("C2 20 D2 20"), Toy)
    parts = with_director(NewsDirector(later))
    parts.play_until(2.0)
    parts.playback.take_in_news()
    assert parts.playback.plan is later.plan
    parts.play_until(6.0)
    assert heard(parts.speaker.sound) == "C"


def test_news_waits_while_the_session_stands_still() -> None:
    """The plan stays as it is."""
    parts = with_director(NewsDirector(SessionController(session("C2 20"), Toy)))
    parts.play_until(2.0)
    parts.playback.pause()
    parts.playback.take_in_news()
    assert parts.playback.plan is parts.director.plan


def test_the_sound_fades_out_before_an_error_of_the_news_is_raised() -> None:
    """All of the fade is heard, and no sample jumps."""
    parts = with_director(NewsDirector(VoiceError("no voice")))
    parts.play_until(10.0)
    with pytest.raises(VoiceError):
        parts.playback.take_in_news()
    sound = parts.speaker.sound[:, 0]
    assert abs(sound[-1]) < 1e-4
    assert np.abs(np.diff(sound[-FADE:])).max() < 0.0001
    assert seconds(len(sound)) > 10.3
