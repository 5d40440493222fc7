"""`unknot record`."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import numpy as np

from tests.fakes.speech_server import wav
from unknot import cli
from unknot.outputs import open_output
from unknot.platform import ffmpeg

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

SCRIPT = "---\ntitle: Mine\n---\n\nLet both hands rest in your lap.\n\nNow breathe out for as long as you like.\n"


def test_a_take_is_cut_into_the_lines_of_a_routine_and_guides_its_session(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A take of the printed lines is cut into cues, and a session is exported with them."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.md").write_text(SCRIPT, "utf-8")
    assert cli.run(["record", "plan", "mine.md"]) == 0
    lines = [line.split("    ", 1)[-1].strip() for line in capsys.readouterr().out.splitlines()]
    take = open_output(tmp_path / "take.wav")
    for n, line in enumerate(lines):
        assert cli.run(["say", line[line.index(" ") :].strip() if line[0].isdigit() else line, "-o", f"{n}.wav"]) == 0
        take.write(ffmpeg.decode(tmp_path / f"{n}.wav").samples)
        take.write(np.zeros((72_000, 2), np.float32))
    take.finish()
    assert cli.run(["record", "cut", "take.wav", "mine.md", "--yes"]) == 0
    assert cli.run(["export", "mine.md", "-o", "mine.wav", "--voice", "recorded:recordings"]) == 0
    capsys.readouterr()
    assert cli.run(["record", "plan", "mine.md"]) == 0
    assert capsys.readouterr().out.count("✓") == len(lines)


def test_a_take_is_cut_without_an_ffmpeg_on_the_path_and_without_a_word_about_it(tmp_path: Path) -> None:
    """The bundled ffmpeg is enough, and no library warns about the PATH."""
    (tmp_path / "mine.md").write_text("---\ntitle: Mine\n---\n\nLet both hands rest in your lap.\n", "utf-8")
    (tmp_path / "take.wav").write_bytes(wav("Let both hands rest in your lap."))
    (tmp_path / "empty").mkdir()
    command = [sys.executable, "-W", "error::RuntimeWarning", "-m", "unknot", "record", "cut", "take.wav", "mine.md"]
    environment = {**os.environ, "PATH": str(tmp_path / "empty")}
    done = subprocess.run([*command, "--yes"], cwd=tmp_path, env=environment, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


def test_lines_that_are_not_in_the_take_are_named_and_saying_no_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Lines that are not in the take end with status 8, and only they are left to read."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.md").write_text(SCRIPT + "\nRest.\n", "utf-8")
    take = open_output(tmp_path / "take.wav")
    for number, text in enumerate(("Let both hands rest in your lap.", "Rest.")):
        (tmp_path / f"{number}.wav").write_bytes(wav(text))
        take.write(ffmpeg.decode(tmp_path / f"{number}.wav").samples)
        take.write(np.zeros((72_000, 2), np.float32))
    take.finish()
    command = [sys.executable, "-m", "unknot", "record", "cut", "take.wav", "mine.md"]
    done = subprocess.run(command, input=b"n\n", capture_output=True, check=True)
    assert b"nothing was written" in done.stderr
    assert not (tmp_path / "recordings").exists()
    assert cli.run(["record", "cut", "take.wav", "mine.md", "--yes"]) == 8
    assert "not in the take: 2 Now breathe out for as long as you like." in capsys.readouterr().err
    assert cli.run(["record", "plan", "mine.md"]) == 0
    assert [line[6] for line in capsys.readouterr().out.splitlines()] == ["✓", " ", "✓"]
