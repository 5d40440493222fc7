"""A speaker whose device asks for samples, in real time on miniaudio's null device."""

from __future__ import annotations

import multiprocessing
from typing import TYPE_CHECKING

import pytest

from tests.fakes.sessions import Toy
from unknot.player import PlayerContext, SessionController, play_session
from unknot.speakers._callback_speaker import CallbackSpeaker
from unknot.speakers._miniaudio import MiniaudioConnector
from unknot.timeline import Rest, Timeline
from unknot.units import NO_FRAMES, frames

if TYPE_CHECKING:
    from collections.abc import Iterator
    from multiprocessing.context import SpawnProcess


def spin() -> None:
    """Never ends, and keeps one core busy."""
    while True:
        pass


@pytest.fixture
def two_busy_cores() -> Iterator[None]:
    """Two processes that keep two cores busy."""
    context = multiprocessing.get_context("spawn")
    busy: list[SpawnProcess] = [context.Process(target=spin, daemon=True) for _ in range(2)]
    for process in busy:
        process.start()
    try:
        yield
    finally:
        for process in busy:
            process.kill()
            process.join()


@pytest.mark.usefixtures("two_busy_cores")
def test_two_busy_cores_make_no_underrun() -> None:
    """The 400 ms in the buffer are enough for a busy machine."""
    timeline = Timeline(frames(4), "", "en", (Rest(NO_FRAMES, frames(4), frames(4), "close"),))
    speaker = CallbackSpeaker(MiniaudioConnector(null=True))
    ended = play_session(SessionController(timeline, Toy), PlayerContext(speaker, lambda _: None))
    assert (ended.underruns, speaker.played) == (0, timeline.frames)
