"""`bell`: bells at exact times, without a script."""

from __future__ import annotations

import contextlib
from pathlib import Path

import numpy as np
import pytest

from tests.app.test_play import ListenerLog
from tests.fakes.controls import ScriptedControls, VirtualClock
from tests.fakes.sound_files import write_wav
from tests.fakes.speakers import VirtualSpeaker
from unknot import app, wiring
from unknot.backgrounds import chime
from unknot.errors import UsageError
from unknot.planning import fit, unfold
from unknot.planning._estimate import ESTIMATE
from unknot.platform import ffmpeg
from unknot.player import Command
from unknot.timeline import Chime
from unknot.units import Frames, frames


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def bells(**how: Frames | str | bool | None) -> list[int]:
    """The frames at which the bells begin."""
    routine = app.bell_routine(app.BellRequest(**how)).routine  # type: ignore[arg-type]
    timeline = fit(unfold(routine, length=None), ESTIMATE, None).timeline
    assert not timeline.cues
    return [event.start for event in timeline.events if isinstance(event, Chime)]


@pytest.mark.parametrize(
    ("length", "every", "prepare", "times"),
    [
        (2700, 900, 10, [10, 910, 1810, 2710]),
        (60, None, 3, [3, 63]),
        (60, 25, 7.5, [7.5, 32.5, 57.5, 67.5]),
        (10, 10, 3.001, [3.001, 13.001]),
        (86_400, 43_200, 60, [60, 43_260, 86_460]),
        (36_000, 7200, 60, [60, 7260, 14_460, 21_660, 28_860, 36_060]),
    ],
)
def test_each_bell_begins_at_its_time(length: float, every: float | None, prepare: float, times: list[float]) -> None:
    """The times are exact to the sample: at the beginning, after each interval, and at the end."""
    every_frames = None if every is None else frames(every)
    assert bells(length=frames(length), every=every_frames, prepare=frames(prepare)) == [frames(at) for at in times]


@pytest.mark.parametrize(
    ("background", "suffix"),
    [("", "wav"), ("rain", "wav"), ("rain", "mp3"), ("rain", "flac"), ("", "m4b"), ("", "opus")],
)
def test_the_bells_of_a_file_are_where_they_belong(home: Path, background: str, suffix: str) -> None:
    """The sound of each bell is found at its very sample, over rain and in every format."""
    routine = app.bell_routine(app.BellRequest(frames(14), frames(7), frames(4)))
    session = app.SessionRequest(background=background)
    app.export(
        app.ExportRequest((routine,), session=session, output=Path(f"a.{suffix}"), options=app.FileOptions(suffix))
    )
    sound = ffmpeg.decode(Path(f"a.{suffix}")).samples[:, 0].astype(np.float64)
    shape = chime("bell", home)[:4800, 0].astype(np.float64)
    for at in (4, 11, 18):
        near = sound[at * 48_000 - 2400 : at * 48_000 + 2400 + len(shape)]
        energy = np.convolve(near**2, np.ones(len(shape)), "valid")
        match = np.correlate(near, shape, "valid") / np.sqrt(energy + 1e-9)
        assert int(np.argmax(match)) == 2400


def test_bells_are_played_as_they_are_exported(home: Path) -> None:
    """The recording of the player has the samples of the file."""
    routine = app.bell_routine(app.BellRequest(frames(7), frames(7)))
    session = app.SessionRequest(background="")
    app.export(app.ExportRequest((routine,), session=session, output=Path("a.wav"), options=app.FileOptions("wav")))
    app.play(app.PlayRequest(routine, session, f"record:{home}/b.wav"), ListenerLog().listener())
    assert np.array_equal(ffmpeg.decode(Path("a.wav")).samples, ffmpeg.decode(Path("b.wav")).samples)


@pytest.mark.parametrize(
    ("how", "told"),
    [
        ({"length": frames(0.5)}, "cannot be"),
        ({"length": frames(90_000)}, "cannot be"),
        ({"length": frames(60), "every": frames(90)}, "every 1:30"),
        ({"length": frames(60), "every": frames(0.5)}, "cannot be in 1:00"),
        ({"length": frames(60), "every": frames(6)}, "bell sounds for 6.0 s"),
        ({"length": frames(61), "every": frames(30)}, "would be 1s apart, and bell sounds for 6.0 s"),
        ({"length": frames(60), "chime": "a.flac"}, "no chime"),
        ({"length": frames(60), "prepare": frames(1)}, "to prepare is too short"),
        ({"length": frames(60), "prepare": frames(90_000)}, "to prepare is too long"),
        ({"length": frames(60), "chime": "bel"}, "no chime"),
    ],
)
def test_bells_that_cannot_be_are_refused(how: dict[str, Frames | str], told: str) -> None:
    """One line says what to write."""
    with pytest.raises(UsageError, match=told) as caught:
        app.bell_routine(app.BellRequest(**how))  # type: ignore[arg-type]
    assert caught.value.next_step


@pytest.mark.parametrize(
    "name", ["ding.wav", "a ding.wav", "ding]x, under.wav", "./ding.wav", "sub/../ding.wav", "{}/ding.wav"]
)
def test_a_bell_is_a_file_in_any_folder(home: Path, name: str) -> None:
    """No name is read as a part of a script."""
    (home / "sub").mkdir()
    name = name.format(home)
    write_wav(home / name, np.full((4800, 2), 0.1, np.float32))
    assert bells(length=frames(10), chime=name) == [frames(3), frames(13)]


def test_bells_follow_each_other_closely() -> None:
    """Between a bell and the next one there is no gap but what is left after its sound."""
    routine = app.bell_routine(app.BellRequest(frames(4), frames(1), chime="tick"))
    session = app.SessionRequest(background="")
    app.export(app.ExportRequest((routine,), session=session, output=Path("a.wav"), options=app.FileOptions("wav")))
    sound = ffmpeg.decode(Path("a.wav")).samples
    for at in range(3, 8):
        assert not sound[frames(at) - 4800 : frames(at)].any()
        assert sound[frames(at) : frames(at) + 480].any()


def test_the_background_goes_on_until_the_listener_ends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """With an open end the session is still playing a minute after the last bell; a key closes it."""
    speaker = VirtualSpeaker(keep=False)
    monkeypatch.setattr(wiring, "speaker", lambda _name: speaker)
    keys = ScriptedControls(VirtualClock(speaker), (80.0, Command.CLOSE))
    routine = app.bell_routine(app.BellRequest(frames(10), open_end=True))
    listener = app.Listener(lambda _: None, lambda _title: contextlib.nullcontext(keys), lambda _: None)
    ended = app.play(app.PlayRequest(routine, app.SessionRequest(background="rain"), "virtual"), listener)
    assert ended.way == "ended"
    assert frames(80) <= ended.at <= frames(82)
