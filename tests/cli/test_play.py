"""`unknot play`, from the command to the samples."""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import wave
from typing import TYPE_CHECKING

import numpy as np
import pytest

from unknot import cli
from unknot.planning import CuePlace
from unknot.units import frames

if TYPE_CHECKING:
    from pathlib import Path

SCRIPT = "---\ntitle: Breath\nbackground: rain\n---\n\n# Settle\n\nSit down. [5s]\n\n# Return\n\nBreathe out. [5s]\n"
PLACE = CuePlace("breath.md:12:1@/0#1", 0, hashlib.blake2b(b"Breathe out.", digest_size=8).hexdigest(), 0.6)
"""The second cue."""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a script, and with all files that the program saves."""
    for place in ("STATE", "DATA", "CONFIG", "CACHE"):
        monkeypatch.setenv(f"XDG_{place}_HOME", str(tmp_path / place.lower()))
    monkeypatch.setenv("UNKNOT_CACHE", str(tmp_path / "cache"))
    (tmp_path / "breath.md").write_text(SCRIPT, "utf-8")
    return tmp_path


def play(home: Path, *words: str) -> int:
    """Run `unknot play` without words of caution; its exit status."""
    return cli.run(["play", *words, "--safety", "none"])


def test_a_recording_has_the_samples_of_the_exported_file_bit_for_bit(home: Path) -> None:
    """A recording of a live session has the same samples as the exported file."""
    script = str(home / "breath.md")
    assert play(home, script, "-l", "30s", "--player", f"record:{home}/live.wav") == 0
    assert cli.run(["export", script, "-l", "30s", "-o", f"{home}/file.wav", "--safety", "none"]) == 0
    assert samples(home / "live.wav") == samples(home / "file.wav")


def test_events_can_be_read_by_a_program(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With --json, each event is one JSON object on a line, the end last."""
    assert play(home, str(home / "breath.md"), "-l", "30s", "--player", f"record:{home}/live.wav", "--json") == 0
    events = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [t["text"] for t in events if t.get("kind") == "cue"] == ["Sit down.", "Breathe out."]
    assert events[-1] == {"event": "ended", "at": 30 * 48_000, "underruns": 0, "way": "finished"}


class Removing(io.StringIO):
    """A screen; when the first cue is shown on it, a background and everything in the cache are gone."""

    def __init__(self, home: Path) -> None:
        super().__init__()
        self._home = home

    def write(self, text: str) -> int:
        """Delete the files when the first cue is shown."""
        if "Sit down." in text:
            (self._home / "sea.wav").unlink()
            shutil.rmtree(self._home / "cache")
        return super().write(text)


@pytest.mark.parametrize("how", ["--plain", "--json"])
def test_a_background_that_failed_is_reported_at_the_end(home: Path, how: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A background that failed is reported before the end."""
    sea = np.random.default_rng(3).integers(-6000, 6000, (60 * 48_000, 2)).astype("<i2")
    with wave.open(str(home / "sea.wav"), "wb") as file:
        file.setparams((2, 2, 48_000, 0, "NONE", ""))
        file.writeframes(sea.tobytes())
    script = home / "sea.md"
    script.write_text(SCRIPT.replace("rain", "sea.wav").replace("[5s]", "[40s]"), "utf-8")
    screen = Removing(home)
    monkeypatch.setattr("sys.stdout", screen)
    assert play(home, str(script), "--player", f"record:{home}/live.wav", how) == 0
    concern, end = screen.getvalue().splitlines()[-2:]
    assert "the background sea.wav failed and faded away" in concern
    assert "inished" in end


def test_what_is_wrong_with_a_script_or_a_length_ends_the_lead_in(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An error in the script or the length ends the lead-in with status 3, and no position is saved."""
    script = home / "breath.md"
    assert play(home, str(script), "-l", "1s", "--player", "null") == 3
    assert "cannot be" in capsys.readouterr().err
    script.write_text(SCRIPT.replace("rain", "no.flac"), "utf-8")
    assert play(home, str(script), "-l", "30s", "--player", "null") == 3
    assert "no.flac" in capsys.readouterr().err
    assert play(home, "--resume") == 2


def test_an_interrupted_session_is_resumed_without_its_name(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An interrupted session is resumed at its cue; after its end there is no position."""
    from unknot import wiring
    from unknot.player import Position

    script = home / "breath.md"
    words = ["--player", f"record:{home}/live.wav", "--plain"]
    assert play(home, str(script), "-l", "30s", *words) == 0
    capsys.readouterr()
    positions = wiring.position_store()
    assert play(home, "--resume", *words) == 2
    assert "no session to go on with" in capsys.readouterr().err
    positions.save(Position(named(script, 30), "Breath", PLACE, frames(12.0)))
    assert play(home, "--resume", *words) == 0
    assert "Breathe out." in (said := capsys.readouterr().out)
    assert "Sit down." not in said
    assert positions.load() is None


def test_a_changed_script_is_resumed_at_the_nearest_place(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Another routine is not resumed; an edited one goes on at the cue with the same words, and one line says so."""
    from unknot import wiring
    from unknot.player import Position

    script = home / "breath.md"
    wiring.position_store().save(Position(named(script, 30), "Breath", PLACE, frames(12.0)))
    assert play(home, "feet-with-a-ball", "--resume") == 2
    assert "Breath" in capsys.readouterr().err
    script.write_text(SCRIPT.replace("down", "up"), "utf-8")
    assert play(home, "--resume", "--player", f"record:{home}/live.wav", "--plain") == 0
    said = capsys.readouterr()
    assert said.err.count("has changed") == 1
    assert "Breathe out." in said.out
    assert "Sit up." not in said.out


def test_without_a_routine_there_is_nothing_to_play(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without a routine, the error names `unknot list`."""
    assert play(home) == 2
    assert "unknot list" in capsys.readouterr().err


def test_an_unknown_player_is_refused_before_any_work(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An unknown loudspeaker is refused before any work; the error names the known ones."""
    assert play(home, str(home / "breath.md"), "--player", "gramophone") == 2
    assert "record:FILE" in capsys.readouterr().err
    assert not (home / "cache").exists()


def samples(path: Path) -> bytes:
    """The samples of a WAV file without its header."""
    with wave.open(str(path), "rb") as file:
        return file.readframes(file.getnframes())


def named(script: Path, length: int) -> str:
    """The session of a script, as a position names it."""
    from unknot.app._play_position import PlayedSession
    from unknot.app._routines import load

    return PlayedSession(str(script), frames(length), 0).of(load(str(script))).name()
