"""What holds for every command in the table: where its answer goes, in which encoding, on which terminal.

A new command is in here by itself, with its help. One with an example below is run as well.
"""

from __future__ import annotations

import functools
import io
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest

from unknot import app, cli
from unknot.cli._commands import COMMANDS, program
from unknot.routine import VoiceChoice

if TYPE_CHECKING:
    from collections.abc import Iterator

SCRIPT = """---
title: Kürzer – “ganz” kurz
summary: Ein Satz… und Ruhe.
language: en
background: rain
---

# Settle → in

Sit back, and let your eyes close. [4s]
"""
EXAMPLES = {
    "list": ["list"],
    "show": ["show", "s.md"],
    "check": ["check", "s.md"],
    "fmt": ["fmt", "s.md"],
    "import": ["import", "words.txt"],
    "plan": ["plan", "s.md"],
    "export": ["export", "s.md", "-o", "s.wav", "--force"],
    "bell": ["bell", "9s", "--background", "none", "-o", "b.wav", "--force"],
    "plot": ["plot", "s.md", "-o", "s.png", "--force"],
    "voices": ["voices", "espeak"],
    "record": ["record", "plan", "s.md"],
    "today": ["today"],
    "compose": ["compose", "--areas", "jaw", "--seed", "1"],
    "areas": ["areas", "jaw"],
    "like": ["like", "feet-by-hand"],
    "never": ["never", "feet-by-hand"],
    "profile": ["profile", "show"],
    "config": ["config", "list"],
    "pack": ["pack", "list"],
    "journal": ["journal", "list"],
    "week": ["week"],
    "cache": ["cache", "info"],
}
"""Words with which a command prints an answer that has other characters than ASCII, where it can."""
DRAWN = re.compile("[\u2500-\u259f\x1b\r]")
"""Boxes, blocks, escape sequences and returns: what a screen reader cannot read."""


class Terminal(io.TextIOWrapper):
    """A terminal that keeps what is written to it."""

    def __init__(self, encoding: str = "utf-8") -> None:
        self.kept = io.BytesIO()
        super().__init__(self.kept, encoding, write_through=True)

    def isatty(self) -> bool:
        """Always."""
        return True

    def text(self) -> str:
        """What was written."""
        return self.kept.getvalue().decode(self.encoding)


@pytest.fixture(scope="module")
def warm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache with the clips of the script, so that they are spoken once for all tests."""
    return tmp_path_factory.mktemp("warm")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, warm: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder with a script, a text and one entry in the journal."""
    monkeypatch.setenv("UNKNOT_CACHE", str(warm))
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.chdir(tmp_path)
    Path("s.md").write_text(SCRIPT, "utf-8")
    app.fmt(app.FmtRequest((Path("s.md"),)))
    Path("words.txt").write_text("Über dem Atem – nichts.\n\nNur “sein”.\n", "utf-8")
    app.journal_add(app.JournalAddRequest("neck 6>3; fühlt sich – leichter an ✓", routine="breathing"))


def every_words() -> Iterator[list[str]]:
    """The words of every example, and of the help of every command and of what is in it."""
    context = program.make_context("unknot", ["list"])
    for name in COMMANDS:
        command = program.get_command(context, name)
        yield [name, "--help"]
        if name in EXAMPLES:
            yield EXAMPLES[name]
        if isinstance(command, click.Group):
            yield from ([name, inner, "--help"] for inner in command.commands)


def examples() -> list[list[str]]:
    """The words of every example, and the help of each command without one."""
    return [EXAMPLES.get(name, [name, "--help"]) for name in COMMANDS]


def statuses(monkeypatch: pytest.MonkeyPatch, make: object, words: list[list[str]]) -> dict[str, int]:
    """The exit status of each command, with a standard output that `make` opens for each."""
    found = {}
    for one in words:
        with make() as output, monkeypatch.context() as patch:  # type: ignore[operator]
            patch.setattr("sys.stdout", output)
            found[" ".join(one)] = cli.run(one)
    return found


def closed_pipe() -> io.TextIOWrapper:
    """The writing end of a pipe that nobody reads."""
    read, write = os.pipe()
    os.close(read)
    return os.fdopen(write, "w", encoding="utf-8")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no full device")
def test_an_answer_that_cannot_be_written_is_status_7(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One line says so, and that the work is done. A command that has nothing to say has done everything."""
    found = statuses(monkeypatch, functools.partial(Path("/dev/full").open, "w", encoding="utf-8"), list(every_words()))
    shown = capsys.readouterr().err
    assert {words: status for words, status in found.items() if status != 7} == {"pack list": 0, "fmt s.md": 0}
    assert shown.count("could not be printed: No space left on device") == len(found) - 2
    assert "bug" not in shown
    assert Path("s.wav").stat().st_size > 0


def test_a_reader_that_has_left_is_no_error(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As with `| head`."""
    found = statuses(monkeypatch, closed_pipe, list(every_words()))
    assert set(found.values()) == {0}
    assert "error" not in capsys.readouterr().err


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "latin-1", "cp437"])
def test_every_encoding_can_take_every_answer(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], encoding: str
) -> None:
    """Characters that it has not are replaced by what means the same; nothing ends with an error."""
    found = statuses(monkeypatch, lambda: Terminal(encoding), examples())
    assert set(found.values()) == {0}
    assert "bug" not in capsys.readouterr().err


@pytest.mark.parametrize("variable", ["NO_COLOR=1", "TERM=dumb", "ACCESSIBLE=1"])
def test_every_command_is_plain_where_that_is_wanted(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], variable: str
) -> None:
    """No colours with NO_COLOR; no drawings and no redrawing for a screen reader and a terminal without a cursor."""
    name, _, value = variable.partition("=")
    monkeypatch.setenv(name, value)
    monkeypatch.setattr("unknot.cli._progress._PATIENCE", 0.0)
    for words in examples():
        out, err = Terminal(), Terminal()
        with monkeypatch.context() as patch:
            patch.setattr("sys.stdout", out)
            patch.setattr("sys.stderr", err)
            assert cli.run(words) == 0
        shown = out.text() + (err.text() if name != "NO_COLOR" else "")
        assert not re.search("\x1b", out.text()), words
        assert name == "NO_COLOR" or not DRAWN.search(shown), words


def test_nothing_that_was_written_by_others_steers_the_terminal(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Titles, notes and names with escape sequences are printed with their numbers."""
    evil = "\x1b]0;x\x07\x9b31m\u202e"
    app.journal_add(app.JournalAddRequest(f"jaw 4>2; {evil}", routine="breathing"))
    Path("s.md").write_text(SCRIPT.replace("background: rain", f'background: rain\n"{evil}": 1'), "utf-8")
    for words in [*examples(), ["plan", evil], [evil], ["plan", "s.md", "-l", evil], ["profile", "set", evil, evil]]:
        out, err = Terminal(), Terminal()
        with monkeypatch.context() as patch:
            patch.setattr("sys.stdout", out)
            patch.setattr("sys.stderr", err)
            cli.run(words)
        shown = re.sub("\x1b\\[(?:1|31|0)m", "", out.text() + err.text())
        assert not re.search("[\x1b\x07\x9b\u202e]", shown), words


def test_the_voice_of_an_error_is_escaped_too(capsys: pytest.CaptureFixture[str]) -> None:
    """Names from servers and voices reach the terminal in errors."""
    request = app.SayRequest("Hello", output=Path("x.wav"), voice=app.VoiceRequest(VoiceChoice("\x1b[31m")))
    with pytest.raises(Exception, match="could not speak") as caught:
        app.say(request)
    from unknot.cli._answers import report_error

    report_error(caught.value)  # type: ignore[arg-type]
    assert "\x1b" not in capsys.readouterr().err
