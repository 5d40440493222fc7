"""Keys and signals become commands, and the terminal is restored in every case."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from unknot.cli._keys import HELP, KEYS, Decoder, Keyboard
from unknot.player import Command

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ROOT = Path(__file__).parents[2]
LEAD = str(Path(__file__).with_name("pty_lead.py"))


@pytest.mark.parametrize(
    ("typed", "commands"),
    [
        (b" ", [Command.PAUSE]),
        (b"\r\nrR", [Command.REPEAT] * 4),
        (b"nb", [Command.NEXT, Command.BACK]),
        (b".+=-", [Command.GO_ON, Command.MORE, Command.MORE, Command.LESS]),
        (b"\x1b[A\x1b[B", [Command.VOICE_UP, Command.VOICE_DOWN]),
        (b"\x1bOC\x1bOD", [Command.BACKGROUND_UP, Command.BACKGROUND_DOWN]),
        (b"sqq", [Command.WHERE, Command.CLOSE, Command.CLOSE]),
    ],
)
def test_keys_are_commands(typed: bytes, commands: list[Command]) -> None:
    """Keys in capitals and in small letters, and arrows in both of their forms, give commands."""
    assert Decoder().feed(typed) == commands


@pytest.mark.parametrize(
    "typed", [b"x", b"ABCD", b"\x1b[5~", b"\x1b[1;5A", b"\x1b[<0;3;4M", b"\x1bq", "ä".encode(), b"\0"]
)
def test_other_keys_do_nothing(typed: bytes) -> None:
    """No byte of another key, or of its escape sequence, gives a command."""
    assert Decoder().feed(typed) == []


def test_an_arrow_that_comes_in_pieces_is_one_arrow() -> None:
    """A sequence in several pieces is one key, and an escape byte alone is dropped."""
    decoder = Decoder()
    assert [decoder.feed(piece) for piece in (b"\x1b", b"[", b"A")] == [[], [], [Command.VOICE_UP]]
    decoder.feed(b"\x1b")
    decoder.flush()
    assert decoder.feed(b"q") == [Command.CLOSE]


pty_only = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals of this kind")


@contextlib.contextmanager
def terminal() -> Iterator[tuple[int, int]]:
    """A pseudo-terminal: its controlling end and the end of the program."""
    ours, theirs = os.openpty()
    try:
        yield ours, theirs
    finally:
        for end in (ours, theirs):
            with contextlib.suppress(OSError):
                os.close(end)


@pty_only
def test_signals_are_commands_while_the_keyboard_is_held_and_what_they_were_before_afterwards() -> None:
    """A first signal is a command, a second one ends the process, and the old handlers are restored afterwards."""
    before = [signal.getsignal(n) for n in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGTSTP)]
    with terminal() as (_, theirs), Keyboard(theirs) as keys:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGTSTP):
            os.kill(os.getpid(), number)
        expected = (Command.INTERRUPT, Command.TERMINATE, Command.HANG_UP, Command.SUSPEND)
        assert keys.commands() == expected
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGINT)
        with pytest.raises(SystemExit, match="143"):
            os.kill(os.getpid(), signal.SIGTERM)
    assert [signal.getsignal(n) for n in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGTSTP)] == before


@pty_only
def test_a_wait_ends_with_a_signal() -> None:
    """A signal ends a wait of any length."""
    with terminal() as (_, theirs), Keyboard(theirs) as keys:
        os.kill(os.getpid(), signal.SIGHUP)
        keys.wait(3600)
        assert keys.commands() == (Command.HANG_UP,)


class TerminalSession:
    """A program that plays a session in a pseudo-terminal."""

    def __init__(self, *program: str, environment: Mapping[str, str] | None = None) -> None:
        import termios

        self._ours, theirs = os.openpty()
        self._theirs = theirs
        self.before = termios.tcgetattr(theirs)
        self.shown = b""
        self.session = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("pty_lead.py")), sys.executable, "-m", *program],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            cwd=ROOT,
            env={**os.environ, "TERM": "xterm", "PYTHONPATH": str(ROOT / "src"), **(environment or {})},
            start_new_session=True,
        )

    @property
    def now(self) -> list[Any]:
        """The settings of the terminal."""
        import termios

        return termios.tcgetattr(self._theirs)

    def press(self, keys: bytes) -> None:
        """Types keys."""
        os.write(self._ours, keys)

    def wait_for(self, text: bytes) -> None:
        """Reads the screen until it has shown a text."""
        deadline = time.monotonic() + 30
        while text not in self.shown:
            assert time.monotonic() < deadline, self.shown
            self.read()

    def read(self) -> None:
        """Reads what is new on the screen."""
        import select

        if select.select([self._ours], [], [], 0.05)[0]:
            with contextlib.suppress(OSError):
                self.shown += os.read(self._ours, 65536)

    def wait(self) -> int:
        """The exit status, once the program has ended."""
        deadline = time.monotonic() + 30
        while self.session.poll() is None:
            assert time.monotonic() < deadline, self.shown
            self.read()
        self.read()
        return self.session.returncode

    def close(self) -> None:
        """Kills the program if it still runs, and closes the terminal."""
        if self.session.poll() is None:
            os.killpg(self.session.pid, signal.SIGKILL)
            self.session.wait()
        for end in (self._ours, self._theirs):
            with contextlib.suppress(OSError):
                os.close(end)


@pytest.fixture
def played(request: pytest.FixtureRequest) -> Iterator[TerminalSession]:
    """A session that has begun to play."""
    session = TerminalSession("tests.cli.pty_session", *getattr(request, "param", ()))
    try:
        session.wait_for(b"Jaw")
        yield session
    finally:
        session.close()


@pty_only
@pytest.mark.parametrize(
    ("keys", "status"),
    [(b"q" + b"q", 0), (b"\x03", 130), (b"\x03\x03", 130)],
    ids=["q", "ctrl-c", "ctrl-c twice"],
)
def test_every_key_out_gives_the_terminal_back(played: TerminalSession, keys: bytes, status: int) -> None:
    """After each key that ends the session, the terminal has all of its old settings."""
    assert played.now != played.before
    for key in keys:
        played.press(bytes([key]))
        time.sleep(0.05)
    assert played.wait() == status
    assert played.now == played.before


@pty_only
@pytest.mark.parametrize(("number", "status"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129)], ids=["term", "hup"])
def test_every_signal_out_gives_the_terminal_back(played: TerminalSession, number: int, status: int) -> None:
    """After each signal that ends the session, the terminal has its old settings."""
    played.wait_for(b"left")
    os.kill(int(played.shown.split(b"pid ")[1].split()[0]), number)
    assert played.wait() == status
    assert played.now == played.before


@pty_only
def test_ctrl_z_gives_the_terminal_back_and_coming_back_takes_it_again(played: TerminalSession) -> None:
    """A suspended session has restored the terminal; it takes the terminal again when it is continued."""
    child = int(played.shown.split(b"pid ")[1].split()[0])
    played.press(b"\x1a")
    played.wait_for(b"stopped")
    assert played.now == played.before
    os.kill(child, signal.SIGCONT)
    played.wait_for(b"went on")
    while played.now == played.before:
        played.read()
    for key in (b"q", b"q"):
        played.press(key)
        time.sleep(0.05)
    assert played.wait() == 0
    assert played.now == played.before


@pty_only
@pytest.mark.parametrize("played", [("bug",)], indirect=True)
def test_a_bug_gives_the_terminal_back(played: TerminalSession) -> None:
    """An unexpected error restores the terminal and is shown."""
    assert played.wait() == 1
    assert played.now == played.before
    assert b"a bug" in played.shown


@pty_only
@pytest.mark.parametrize(
    ("keys", "status"), [(b"qq", 0), (b"\x03", 130), (b"\x03\x03", 130)], ids=["q q", "ctrl-c", "ctrl-c twice"]
)
def test_the_command_itself_gives_the_terminal_back_from_its_lead_in(tmp_path: Path, keys: bytes, status: int) -> None:
    """`unknot play` restores the terminal when it is ended during the lead-in."""
    home = {f"XDG_{place}_HOME": str(tmp_path / place.lower()) for place in ("STATE", "DATA", "CONFIG", "CACHE")}
    words = ("unknot", "play", "desk-neck-and-shoulders", "-l", "10m", "--player", "null", "--no-journal")
    played = TerminalSession(*words, environment={**home, "UNKNOT_CACHE": str(tmp_path / "cache")})
    try:
        while played.now == played.before:
            played.read()
        for key in keys:
            played.press(bytes([key]))
            time.sleep(0.05)
        assert played.wait() == status
        assert played.now == played.before
    finally:
        played.close()


def test_a_question_mark_shows_the_keys() -> None:
    """It gives no command, and a question mark inside an escape sequence is none."""
    decoder = Decoder()
    assert decoder.feed(b"\x1b[?1;2c") == []
    assert not decoder.help_wanted
    assert decoder.feed(b"n?") == [Command.NEXT]
    assert decoder.help_wanted


def test_every_key_is_in_the_help() -> None:
    """What `?` shows has every printable key that gives a command, but for second keys of the same command."""
    shown = "\n".join(HELP)
    assert all(key.decode() in shown for key in KEYS if key.isascii() and key not in b" \r\nr=ABCD")
