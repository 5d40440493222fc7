"""A plan plays, is stopped, goes on and is changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.fakes.sessions import Toy, heard, session
from tests.player.parts import Parts
from unknot.errors import VoiceError
from unknot.planning import _moves
from unknot.player import Paused, Replanned, Resumed, SessionController, StartItem
from unknot.player._playback import FADE
from unknot.units import Frames, frames, seconds

if TYPE_CHECKING:
    from unknot.player import PlanController


class ChangingController(SessionController):
    """Records the lost time, and has another controller or an error for `update`."""

    def __init__(self, update: PlanController | VoiceError | None = None) -> None:
        super().__init__(session("A2 20 B2 20"), Toy)
        self.lost_frames = 0
        self._update = update

    def add_lost(self, count: int) -> None:
        """Records it."""
        self.lost_frames += count
        super().add_lost(count)

    def update(self, at: Frames) -> PlanController | None:  # type: ignore[override]
        """The other controller, or the error."""
        if isinstance(self._update, VoiceError):
            raise self._update
        return self._update


def with_controller(controller: SessionController) -> Parts:
    """Parts whose playback has this controller."""
    parts = Parts()
    parts.controller = controller
    parts.playback._controller = controller
    return parts


def test_a_session_starts_at_its_beginning() -> None:
    """Without a saved position the plan plays from its first frame, sample by sample."""
    parts = Parts()
    parts.play_until(6.0)
    assert np.array_equal(parts.speaker.sound, Toy(parts.controller.timeline).render(0, len(parts.speaker.sound)))


def test_a_session_starts_at_a_saved_position() -> None:
    """A resumed session begins with the interrupted cue and lasts as long as was left."""
    parts = Parts()
    left = frames(32)
    parts.playback.start(StartItem(3, left))
    parts.device.open()
    parts.play_until(20.0)
    assert heard(parts.speaker.sound).startswith("B")
    assert parts.playback.plan.timeline.frames == left + _moves.LEAD_IN


def test_stopping_fades_out_and_counts_from_there() -> None:
    """A stopped session is silent after the fade, and its position stays."""
    parts = Parts()
    parts.play_until(10.0)
    still = parts.playback.stop()
    assert parts.playback.is_stopped
    assert parts.all(Paused) == [Paused(parts.buffer.mix.position(still))]
    parts.play_until(20.0)
    assert not parts.speaker.sound[still : frames(20)].any()
    assert parts.buffer.mix.position(frames(20)) == parts.buffer.mix.position(still)
    assert parts.playback.stopped_for == parts.buffer.written - still > frames(9)


def test_a_pause_lets_the_machine_sleep_and_going_on_keeps_it_awake() -> None:
    """The machine may sleep during a pause, and stays awake after it."""
    parts = Parts()
    parts.play_until(10.0)
    parts.device.keep_awake()
    parts.playback.pause()
    assert (parts.playback.paused, parts.awake) == (True, False)
    parts.playback.resume()
    assert (parts.playback.paused, parts.awake) == (False, True)


def test_a_change_lets_a_session_that_was_stopped_go_on() -> None:
    """A change of a paused session resumes it, and the events say so."""
    parts = Parts()
    parts.play_until(10.0)
    parts.playback.pause()
    parts.events.clear()
    parts.playback.change(_moves.repeat)
    assert not parts.playback.is_stopped
    assert [type(event) for event in parts.events] == [Resumed, Replanned]


def test_a_change_that_is_not_possible_changes_nothing() -> None:
    """Without a next chapter, the move to it leaves the plan as it is."""
    parts = Parts()
    parts.play_until(10.0)
    plan = parts.playback.plan
    assert not parts.playback.allows(_moves.next_chapter)
    parts.playback.change(_moves.next_chapter)
    assert parts.playback.plan is plan
    assert parts.events == []


def test_a_device_that_is_lost_cuts_the_sound_off_where_it_was() -> None:
    """After the device is lost, the position is the frame that would have been written next."""
    parts = Parts()
    parts.play_until(10.0)
    at = parts.buffer.next_position
    assert parts.playback.cut_off() == at
    assert parts.playback.is_stopped
    assert parts.all(Paused) == []


def test_a_pause_stays_one_pause_when_the_device_is_lost_in_it() -> None:
    """A device that is lost during a pause does not change when the pause began."""
    parts = Parts()
    parts.play_until(10.0)
    parts.playback.pause()
    parts.play_until(20.0)
    before = parts.playback.stopped_for
    parts.playback.cut_off()
    assert parts.playback.paused
    assert parts.playback.stopped_for == before > frames(9)


def test_the_plan_is_told_of_all_time_in_which_nothing_of_it_was_heard() -> None:
    """The time of a pause and the time without a device are added and counted once."""
    controller = ChangingController()
    parts = with_controller(controller)
    parts.play_until(10.0)
    still = parts.playback.stop()
    parts.play_until(20.0)
    parts.device.close()
    standstill = parts.buffer.written - still
    parts.clock.waited += 5.0
    parts.device.open()
    parts.playback.resume()
    written_ahead = parts.buffer.written - still - standstill
    assert controller.lost_frames == standstill + frames(5) + written_ahead
    parts.playback.change(_moves.repeat)
    assert controller.lost_frames == standstill + frames(5) + written_ahead


def test_closing_words_can_come_once_and_not_while_the_session_is_stopped() -> None:
    """The closing words are possible once, not during a pause, and not in a session without words."""
    parts = Parts()
    parts.play_until(10.0)
    can_close = [parts.playback.can_close]
    parts.playback.pause()
    can_close.append(parts.playback.can_close)
    parts.playback.resume()
    can_close.append(parts.playback.can_close)
    parts.playback.close_early()
    can_close.append(parts.playback.can_close)
    assert can_close == [True, False, True, False]
    assert not Parts("5").playback.can_close


def test_the_end_is_announced_after_a_change_and_not_once_the_session_closes() -> None:
    """A change of the end is announced, unless a person asked for the closing words."""
    parts = Parts("A2 =20 B2 =20")
    parts.play_until(10.0)
    parts.playback.change(_moves.more)
    assert parts.announcer.requested == ["We will end thirty seconds later."]
    parts.playback.close_early()
    assert len(parts.announcer.requested) == 1


def test_a_new_controller_replaces_the_plan_that_plays() -> None:
    """A new controller plays on at the same session frame."""
    later = SessionController(session("C2 20 D2 20"), Toy)
    parts = with_controller(ChangingController(later))
    parts.play_until(2.0)
    parts.playback.update_plan()
    assert parts.playback.plan is later.plan
    parts.play_until(6.0)
    assert heard(parts.speaker.sound) == "C"


def test_an_update_waits_while_the_session_is_stopped() -> None:
    """During a pause the controller is not replaced."""
    parts = with_controller(ChangingController(SessionController(session("C2 20"), Toy)))
    parts.play_until(2.0)
    parts.playback.pause()
    parts.playback.update_plan()
    assert parts.playback.plan is parts.controller.plan


def test_the_sound_fades_out_before_an_error_of_an_update_is_raised() -> None:
    """An error of `update` is raised after a whole fade, in which no sample jumps."""
    parts = with_controller(ChangingController(VoiceError("no voice")))
    parts.play_until(10.0)
    with pytest.raises(VoiceError):
        parts.playback.update_plan()
    sound = parts.speaker.sound[:, 0]
    assert abs(sound[-1]) < 1e-4
    assert np.abs(np.diff(sound[-FADE:])).max() < 0.0001
    assert seconds(len(sound)) > 10.3
