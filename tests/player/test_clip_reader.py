"""The clips of the next seconds are read before they are needed, and no others are in memory."""

from __future__ import annotations

import threading
import time
import weakref
from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.fakes.sessions import session
from unknot.errors import VoiceError
from unknot.player._clip_reader import READ_AHEAD, ClipReader, CuesNear
from unknot.routine import Utterance
from unknot.units import frames

if TYPE_CHECKING:
    from unknot.audio import Samples

A, B, C = (Utterance(text) for text in "ABC")


class Threads:
    """Clips of a second. Records in which thread each was read, and which are still in memory."""

    def __init__(self) -> None:
        self.read: list[tuple[str, str]] = []
        self.given: dict[str, weakref.ref[Samples]] = {}

    def __getitem__(self, utterance: Utterance) -> Samples:
        """A clip, or an error for the text `C`."""
        self.read.append((utterance.text, threading.current_thread().name))
        if utterance == C:
            raise VoiceError("it is lost")
        clip = np.zeros((48_000, 1), np.float32)
        self.given[utterance.text] = weakref.ref(clip)
        return clip


def wait_for(clips: Threads, count: int) -> None:
    """Waits until so many clips were read, for ten seconds at most."""
    until = time.monotonic() + 10
    while len(clips.read) < count and time.monotonic() < until:
        time.sleep(0.002)
    while any(thread.name == "unknot-clips" for thread in threading.enumerate()):
        time.sleep(0.002)


def test_a_clip_that_is_near_is_read_in_another_thread() -> None:
    """Afterwards it is given without reading it again."""
    clips = Threads()
    reader = ClipReader(clips)
    reader.read([A, B])
    wait_for(clips, 2)
    assert reader[A] is clips.given["A"]()
    assert reader[B] is clips.given["B"]()
    assert clips.read == [("A", "unknot-clips"), ("B", "unknot-clips")]


def test_a_clip_that_is_no_longer_near_is_dropped() -> None:
    """It is read again when it is asked for."""
    clips = Threads()
    reader = ClipReader(clips)
    reader.read([A])
    wait_for(clips, 1)
    reader.read([B])
    wait_for(clips, 2)
    assert clips.given["A"]() is None
    assert len(reader[A]) == 48_000
    assert clips.read[-1] == ("A", threading.current_thread().name)


def test_a_clip_that_cannot_be_read_is_an_error_where_it_is_needed() -> None:
    """Reading it ahead raises nothing."""
    clips = Threads()
    reader = ClipReader(clips)
    reader.read([C])
    wait_for(clips, 1)
    with pytest.raises(VoiceError, match="it is lost"):
        reader[C]


def test_the_cues_of_the_next_ten_seconds_are_near() -> None:
    """A cue that has begun is not, and neither is one that begins later."""
    timeline = session("A2 6 B2 30 C2 6")
    near = CuesNear(timeline)
    first, second, third = (cue.start for cue in timeline.cues)
    assert [u.text for u in near.after(first)] == ["A", "B"]
    assert [u.text for u in near.after(first + 1)] == ["B"]
    assert near.after(second + 1) == []
    assert [u.text for u in near.after(third - READ_AHEAD + 1)] == ["C"]
    assert frames(10.0) == READ_AHEAD
