"""The plain walk: a source through a speaker."""

from __future__ import annotations

import numpy as np

from tests.fakes.speakers import SlowSpeaker, VirtualSpeaker
from unknot.player import Began, Ended, Happening, play
from unknot.timeline import Rest, Timeline
from unknot.units import Frames


class Counting:
    """A source whose samples tell their frame."""

    def __init__(self, count: int) -> None:
        rests = tuple(Rest(Frames(s), Frames(5000), Frames(5000), "gap") for s in range(0, count, 5000))
        self.timeline = Timeline(Frames(count), "", "en", rests)

    def render(self, start: int, count: int) -> np.ndarray:
        """Frame numbers on both channels."""
        one = np.arange(start, start + count, dtype=np.float32)
        return np.stack((one, one), axis=1)


def test_every_frame_is_heard_once_and_in_order() -> None:
    """Also by a speaker that takes a little at a time, and at a length off the grid."""
    for speaker in (VirtualSpeaker(), SlowSpeaker()):
        play(Counting(50_001), speaker, lambda _: None)
        assert np.array_equal(speaker.sound[:, 0], np.arange(50_001, dtype=np.float32))


def test_events_are_told_when_they_are_heard() -> None:
    """Not when they are written; the end comes last."""
    told: list[Happening] = []
    play(Counting(50_001), VirtualSpeaker(), told.append)
    began = [h for h in told if isinstance(h, Began)]
    assert [h.event.start for h in began] == list(range(0, 50_001, 5000))
    assert all(h.at - h.event.start < 1152 for h in began)
    assert told[-1] == Ended(Frames(50_001), 0)
