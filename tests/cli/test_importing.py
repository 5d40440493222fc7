"""`unknot import`, and `check` of what needs it."""

from __future__ import annotations

import io
import sys
from pathlib import Path  # noqa: TC003

import pytest

from unknot import cli


def test_a_file_is_imported_and_passes_check(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is lost is told on standard error; the title is the file's name."""
    given = tmp_path / "evening.txt"
    given.write_text("**Settle** in. (kurze Pause)\n\nSee https://example.org.\n", "utf-8")
    assert cli.run(["import", str(given), "-o", str(tmp_path / "evening.md")]) == 0
    assert "evening.txt:3:5: warning: `https://example.org` is an address" in capsys.readouterr().err
    assert (tmp_path / "evening.md").read_text("utf-8") == ("---\ntitle: evening\n---\n\n*Settle* in. [2s]\n\nSee .\n")
    assert cli.run(["check", str(tmp_path / "evening.md")]) == 0


def test_standard_input_is_read_in_any_encoding(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It has no name, so the title says what it is."""
    given = io.TextIOWrapper(io.BytesIO("Rest — now.".encode("utf-16")), encoding="utf-8")
    monkeypatch.setattr(sys, "stdin", given)
    assert cli.run(["import", "-"]) == 0
    assert capsys.readouterr().out == "---\ntitle: Imported script\n---\n\nRest — now.\n"


@pytest.mark.parametrize(
    ("name", "given", "says"),
    [
        ("empty.txt", b"", "has nothing that could be spoken"),
        ("script.pdf", b"%PDF-1.7", "is a PDF"),
        ("script.doc", b"\xd0\xcf\x11\xe0" + bytes(99), "is an old Office document"),
        ("broken.docx", b"PK\x03\x04 no archive", "is damaged or locked"),
    ],
)
def test_a_file_that_is_not_read_is_refused_by_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, given: bytes, says: str
) -> None:
    """With what to do next, and nothing is written."""
    (tmp_path / name).write_bytes(given)
    assert cli.run(["import", str(tmp_path / name), "-o", str(tmp_path / "out.md")]) == 3
    told = capsys.readouterr().err
    assert f"{name} {says}" in told
    assert "next: " in told
    assert not (tmp_path / "out.md").exists()


def test_a_sound_that_stands_beside_the_script_is_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Another one is told, because the checker would call it an error."""
    (tmp_path / "bowl.wav").write_bytes(b"RIFF")
    (tmp_path / "in.ssml").write_text('<speak>Go. <audio src="bowl.wav"/><audio src="gong.wav"/></speak>', "utf-8")
    assert cli.run(["import", str(tmp_path / "in.ssml"), "-o", str(tmp_path / "in.md")]) == 0
    assert "gong.wav" in capsys.readouterr().err
    assert (tmp_path / "in.md").read_text("utf-8").endswith("Go. [sound bowl.wav]\n")
    assert cli.run(["check", str(tmp_path / "in.md")]) == 0


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("talk.txt", b"Settle in.\n"),
        ("talk.srt", b"1\n00:00:01,000 --> 00:00:04,000\nSettle in.\n"),
        ("talk.ssml", b"<speak>Settle in.</speak>"),
        ("talk.bin", "Rest — now.".encode("utf-16")),
    ],
)
def test_check_of_another_programs_script_points_to_import(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, given: bytes
) -> None:
    """A header is not all that is missing."""
    (tmp_path / name).write_bytes(given)
    assert cli.run(["check", str(tmp_path / name)]) in {2, 3}
    assert f"unknot import {tmp_path / name}" in capsys.readouterr().err
