"""In real time, on miniaudio's null device."""

from __future__ import annotations

import multiprocessing
from typing import TYPE_CHECKING

import pytest

from tests.fakes.sessions import Toy
from unknot.player import PlayerContext, SessionController, play_session
from unknot.speakers import _keep_awake
from unknot.speakers._callback_speaker import CallbackSpeaker
from unknot.speakers._miniaudio import MiniaudioConnector
from unknot.timeline import Rest, Timeline
from unknot.units import NO_FRAMES, frames

if TYPE_CHECKING:
    from collections.abc import Iterator
    from multiprocessing.context import SpawnProcess
    from pathlib import Path


def spin() -> None:
    """Keeps one core busy."""
    while True:
        pass


@pytest.fixture
def two_busy_cores() -> Iterator[None]:
    """Two processes that do nothing but compute."""
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
    """400 ms are written ahead."""
    timeline = Timeline(frames(4), "", "en", (Rest(NO_FRAMES, frames(4), frames(4), "close"),))
    speaker = CallbackSpeaker(MiniaudioConnector(null=True))
    ended = play_session(SessionController(timeline, Toy), PlayerContext(speaker, lambda _: None))
    assert (ended.underruns, speaker.played) == (0, timeline.frames)


def test_each_system_is_asked_in_its_own_way_to_stay_awake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only with what is there, and only as long as the process lives."""
    for name in ("caffeinate", "systemd-inhibit"):
        (tmp_path / name).touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert _keep_awake.asking("darwin", 7) == ["caffeinate", "-i", "-w", "7"]
    assert _keep_awake.asking("linux", 7)[:2] == ["systemd-inhibit", "--what=idle:sleep"]
    assert _keep_awake.asking("sunos", 7) == []
    monkeypatch.setenv("PATH", "")
    assert _keep_awake.asking("darwin", 7) == _keep_awake.asking("linux", 7) == []


def test_a_machine_that_cannot_be_asked_plays_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With nothing there, or with something that does not start."""
    monkeypatch.setenv("PATH", str(tmp_path))
    with _keep_awake.keep_awake("linux"):
        pass
    (tmp_path / "systemd-inhibit").write_bytes(b"\0")
    (tmp_path / "systemd-inhibit").chmod(0o755)
    with _keep_awake.keep_awake("linux"):
        pass
