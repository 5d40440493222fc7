"""Standard streams that are closed, full, slow, or in another encoding than UTF-8."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from unknot import cli
from unknot.cli._answers import print_json
from unknot.cli._printing import echo, escaped, print_document
from unknot.cli._streams import lasting_streams, output_fault

if TYPE_CHECKING:
    from contextlib import AbstractContextManager


def printed(monkeypatch: pytest.MonkeyPatch, encoding: str, text: str) -> bytes:
    """The bytes of the text on a standard output with that encoding."""
    kept = io.BytesIO()
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(kept, encoding, newline="\n"))
    with lasting_streams():
        echo(text, nl=False)
    return kept.getvalue()


@pytest.mark.parametrize(
    ("encoding", "text", "shown"),
    [
        ("utf-8", "“Über” → 静", "“Über” → 静"),
        ("cp1252", "“Über” – … → ✓", "“Über” – … -> x"),
        ("latin-1", "“é” – ½ × 日", '"é" - ½ × \\u65e5'),
        ("ascii", "Über é ß ½ … ‘a’ −3", "Ueber e ss 1/2 ... 'a' -3"),
        ("ascii", "▁▄█ ░", "148 ."),
        ("ascii", "a\u0301\u00a0b", "a b"),
    ],
)
def test_what_an_encoding_does_not_have_is_replaced(
    monkeypatch: pytest.MonkeyPatch, encoding: str, text: str, shown: str
) -> None:
    """By ASCII with the same meaning, or else by its number."""
    assert printed(monkeypatch, encoding, text).decode(encoding) == shown


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
def test_json_is_the_same_in_every_encoding(monkeypatch: pytest.MonkeyPatch, encoding: str) -> None:
    """Programs read it, so nothing in it is replaced."""
    kept = io.BytesIO()
    value = {"title": "“Über” 静\x1b\x9b\udcff"}
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(kept, encoding))
    with lasting_streams():
        print_json(value)
    assert json.loads(kept.getvalue().decode(encoding)) == value


def test_a_document_in_a_pipe_is_utf_8(monkeypatch: pytest.MonkeyPatch) -> None:
    """Scripts are read in UTF-8 only, so `show --script > mine.md` has to write that everywhere."""
    kept = io.BytesIO()
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(kept, "cp1252"))
    with lasting_streams():
        print_document("Über 静\r\n\x1b[31m")
    assert kept.getvalue() == "Über 静\r\n\\u001b[31m".encode()


def test_characters_that_steer_a_terminal_are_escaped() -> None:
    """Line feeds and tabs stay; text from right to left stays too, what reorders it does not."""
    assert (
        escaped("a\x1b[2Jb\x07\x7f\x9b\u202e\u2028\udcff") == "a\\u001b[2Jb\\u0007\\u007f\\u009b\\u202e\\u2028\\udcff"
    )
    assert escaped("Kürze\n\tשלום 静 😀") == "Kürze\n\tשלום 静 😀"


def test_a_full_disk_does_not_end_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first error is kept, and what is printed afterwards is dropped."""
    if not Path("/dev/full").exists():
        pytest.skip("the system has no full device")
    with Path("/dev/full").open("w", encoding="utf-8") as full, lasting_streams_on(monkeypatch, full):
        for _ in range(3):
            echo("a line")
        fault = output_fault()
    assert fault is not None
    assert fault.strerror == "No space left on device"


def lasting_streams_on(monkeypatch: pytest.MonkeyPatch, stream: io.TextIOWrapper) -> AbstractContextManager[None]:
    """`lasting_streams` with that standard output."""
    monkeypatch.setattr("sys.stdout", stream)
    return lasting_streams()


@pytest.mark.skipif(os.name == "nt", reason="pipes of Windows always block")
def test_a_pipe_that_does_not_block_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Some programs give their children such a pipe."""
    read, write = os.pipe()
    os.set_blocking(write, False)
    text = "x" * 300_000
    child = subprocess.Popen([sys.executable, "-c", "import sys; print(len(sys.stdin.read()))"], stdin=read, stdout=-1)
    os.close(read)
    with os.fdopen(write, "w", encoding="utf-8") as stream, lasting_streams_on(monkeypatch, stream):
        echo(text, nl=False)
    assert child.communicate()[0].split() == [b"300000"]


@pytest.mark.skipif(os.name == "nt", reason="it needs a shell of Unix")
@pytest.mark.parametrize(
    ("line", "status"),
    [("list >&-", 0), ("list <&-", 0), ("plan nothere 2>&-", 2), ("profile show <&- >&- 2>&-", 0), ("fmt - <&-", 3)],
)
def test_closed_streams_are_no_bug(line: str, status: int) -> None:
    """What is not wanted is not printed; what is not there is empty."""
    ended = subprocess.run(
        ["sh", "-c", f'"$0" -m unknot {line}', sys.executable], capture_output=True, text=True, check=False
    )
    assert ended.returncode == status
    assert "bug" not in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize("words", [["record", "cut", "take.wav", "breathing"], ["voices", "install", "emma"]])
def test_a_question_without_an_answer_is_not_an_interruption(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    """Standard input is empty, so nobody can answer; status 2, with what to do."""
    import click

    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"")))
    monkeypatch.setattr("unknot.app.record_cut", lambda *_: click.confirm("Write them?", err=True))
    monkeypatch.chdir(Path(__file__).parent)
    words = [str(Path(__file__)) if word == "take.wav" else word for word in words]
    assert cli.run(words) == 2
    shown = capsys.readouterr().err
    assert "interrupted" not in shown
    assert "next:" in shown
    assert "confirmed" in shown or "answer" in shown


def test_wrong_words_are_answered_in_the_style_of_every_error(capsys: pytest.CaptureFixture[str]) -> None:
    """What is wrong, and where the help is."""
    assert cli.run(["plan", "breathing", "--length", "10"]) == 2
    shown = capsys.readouterr().err.splitlines()
    assert shown[0].startswith("error: Invalid value for '-l' / '--length': 10 has no unit. 10 minutes? write 10m.")
    assert shown[1] == "  next: unknot plan --help"


@pytest.mark.parametrize("length", ["2:30", "10 minutes", "10min", "half an hour", "1h30"])
def test_a_length_on_the_command_line_is_written_as_people_write_it(
    capsys: pytest.CaptureFixture[str], length: str
) -> None:
    """`list --shorter` takes every length that `parse_length` takes."""
    assert cli.run(["list", "--shorter", length]) == 0
    assert "three-minute-hands" in capsys.readouterr().out or length == "2:30"
