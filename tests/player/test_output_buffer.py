"""The output is written ahead, taken back and written again."""

from __future__ import annotations

import numpy as np

from tests.fakes.sessions import Toy, session
from tests.fakes.speakers import VirtualSpeaker
from unknot.player._output_buffer import AHEAD, BLOCK, OutputBuffer
from unknot.units import Frames, frames

SOURCE = Toy(session("A2 20"))


def playing(speaker: VirtualSpeaker, second: float) -> OutputBuffer:
    """A buffer of which so many seconds were heard."""
    buffer = OutputBuffer(speaker)
    speaker.open()
    buffer.play(0, SOURCE, 0)
    while buffer.heard < frames(second):
        buffer.write()
    return buffer


def test_frames_that_are_taken_back_are_written_again() -> None:
    """What is heard has no gap and nothing twice."""
    speaker = VirtualSpeaker()
    buffer = playing(speaker, 2.0)
    assert buffer.written > buffer.heard
    assert buffer.take_back() == buffer.written == buffer.heard
    while buffer.heard < frames(4):
        buffer.write()
    assert np.array_equal(speaker.sound, SOURCE.render(0, len(speaker.sound)))


def test_the_old_plan_is_written_ahead_while_a_new_one_is_made() -> None:
    """As much is written as the speaker holds."""
    speaker = VirtualSpeaker()
    buffer = playing(speaker, 2.0)
    buffer.take_back()
    assert AHEAD <= buffer.write_ahead() - buffer.heard < AHEAD + BLOCK
    assert buffer.next_position == buffer.heard_position + speaker.pending


def test_after_a_fade_the_output_is_silent_and_the_position_stays() -> None:
    """The first silent frame is the one that `fade_out` gives."""
    speaker = VirtualSpeaker()
    buffer = playing(speaker, 4.0)
    silent = buffer.fade_out(Frames(4800))
    buffer.play_out(silent + 4800)
    assert not speaker.sound[silent:].any()
    assert speaker.sound[silent - 2400].all()
    assert buffer.next_position == buffer.mix.position(silent)


def test_nothing_is_written_after_the_end_that_was_set() -> None:
    """The end comes before that of the plan."""
    speaker = VirtualSpeaker()
    buffer = playing(speaker, 2.0)
    end = buffer.written + 4800
    buffer.end_at(end)
    buffer.play_out(end)
    assert (buffer.at_end, buffer.write(), len(speaker.sound)) == (True, 0, end)
