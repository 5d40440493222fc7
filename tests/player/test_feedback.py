"""Commands are answered with a melody of their own, in words, or not at all."""

from __future__ import annotations

import numpy as np
import pytest

from tests.player.parts import Echo
from unknot.player import Command, NoAnnouncer
from unknot.player._feedback import MELODIES, PEAK, REFUSED, RESUMED, CommandFeedback, melody


def test_every_melody_is_different() -> None:
    """A person can tell the commands, the end of a pause and a refusal apart by ear."""
    melodies = [*MELODIES.values(), RESUMED, REFUSED]
    assert len(set(melodies)) == len(melodies)


def test_a_melody_is_soft_and_has_no_click() -> None:
    """It stays below its peak, and begins and ends near zero."""
    sound = melody(MELODIES[Command.CLOSE])
    assert 0.8 * PEAK < np.abs(sound).max() <= PEAK
    assert np.abs(sound[[0, -1]]).max() < 0.001


@pytest.mark.parametrize(
    ("done", "resumed", "pitches"),
    [(True, False, MELODIES[Command.PAUSE]), (True, True, RESUMED), (False, False, REFUSED)],
)
def test_the_melody_tells_what_became_of_the_command(done: bool, resumed: bool, pitches: tuple[float, ...]) -> None:
    """A pause, its end and a refusal have melodies of their own."""
    feedback = CommandFeedback("tone", NoAnnouncer(), "en")
    assert feedback.sound(Command.PAUSE, done=done, resumed=resumed) is melody(pitches)


def test_words_that_are_not_ready_are_a_melody() -> None:
    """With voice feedback, the answer is spoken if it is preloaded."""
    spoken, silent = CommandFeedback("voice", Echo(), "en"), CommandFeedback("voice", NoAnnouncer(), "en")
    words = spoken.sound(Command.NEXT, done=True, resumed=False)
    assert words is not None
    assert (words.shape, float(words[0, 0])) == ((4800, 2), 0.5)
    assert silent.sound(Command.NEXT, done=True, resumed=False) is melody(MELODIES[Command.NEXT])


def test_without_feedback_there_is_no_sound() -> None:
    """With feedback `none`, no command is answered."""
    assert CommandFeedback("none", Echo(), "en").sound(Command.NEXT, done=True, resumed=False) is None
