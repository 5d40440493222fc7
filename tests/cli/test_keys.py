"""Keys become commands, and the terminal is given back on every way out."""

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

from unknot.cli._keys import Decoder, Keyboard
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
    """Both kinds of arrows, capitals and small letters."""
    assert Decoder().feed(typed) == commands


@pytest.mark.parametrize(
    "typed", [b"x", b"ABCD", b"\x1b[5~", b"\x1b[1;5A", b"\x1b[<0;3;4M", b"\x1bq", "ä".encode(), b"\0"]
)
def test_other_keys_do_nothing(typed: bytes) -> None:
    """Whole sequences are eaten: no letter in them counts as a key."""
    assert Decoder().feed(typed) == []


def test_an_arrow_that_comes_in_pieces_is_one_arrow() -> None:
    """And an escape alone is forgotten."""
    decoder = Decoder()
    assert [decoder.feed(piece) for piece in (b"\x1b", b"[", b"A")] == [[], [], [Command.VOICE_UP]]
    decoder.feed(b"\x1b")
    decoder.flush()
    assert decoder.feed(b"q") == [Command.CLOSE]


pty_only = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals of this kind")


@contextlib.contextmanager
def terminal() -> Iterator[tuple[int, int]]:
    """A pseudo-terminal: our end and theirs."""
    ours, theirs = os.openpty()
    try:
        yield ours, theirs
    finally:
        for end in (ours, theirs):
            with contextlib.suppress(OSError):
                os.close(end)


@pty_only
def test_signals_are_commands_while_the_keyboard_is_held_and_what_they_were_before_afterwards() -> None:
    """A second one does not wait for anybody."""
    before = [signal.getsignal(n) for n in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGTSTP)]
    with terminal() as (_, theirs), Keyboard(theirs) as keys:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGTSTP):
            os.kill(os.getpid(), number)
        wanted = (Command.INTERRUPT, Command.TERMINATE, Command.HANG_UP, Command.SUSPEND)
        assert keys.commands() == wanted
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGINT)
        with pytest.raises(SystemExit, match="143"):
            os.kill(os.getpid(), signal.SIGTERM)
    assert [signal.getsignal(n) for n in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGTSTP)] == before


@pty_only
def test_a_wait_ends_with_a_signal() -> None:
    """However long it was going to be."""
    with terminal() as (_, theirs), Keyboard(theirs) as keys:
        os.kill(os.getpid(), signal.SIGHUP)
        keys.wait(3600)
        assert keys.commands() == (Command.HANG_UP,)


class Seat:
    """Somebody at a terminal in which a session plays."""

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
        """How the terminal is set."""
        import termios

        return termios.tcgetattr(self._theirs)

    def press(self, keys: bytes) -> None:
        """Types."""
        os.write(self._ours, keys)

    def until(self, text: bytes) -> None:
        """Looks at the screen until a text stands on it."""
        deadline = time.monotonic() + 30
        while text not in self.shown:
            assert time.monotonic() < deadline, self.shown
            self.look()

    def look(self) -> None:
        """Takes in what is new on the screen."""
        import select

        if select.select([self._ours], [], [], 0.05)[0]:
            with contextlib.suppress(OSError):
                self.shown += os.read(self._ours, 65536)

    def leave(self) -> int:
        """The exit status, once the session has ended."""
        deadline = time.monotonic() + 30
        while self.session.poll() is None:
            assert time.monotonic() < deadline, self.shown
            self.look()
        self.look()
        return self.session.returncode

    def stand_up(self) -> None:
        """Nothing of it is left."""
        if self.session.poll() is None:
            os.killpg(self.session.pid, signal.SIGKILL)
            self.session.wait()
        for end in (self._ours, self._theirs):
            with contextlib.suppress(OSError):
                os.close(end)


@pytest.fixture
def seat(request: pytest.FixtureRequest) -> Iterator[Seat]:
    """A session that has begun to play."""
    found = Seat("tests.cli.pty_session", *getattr(request, "param", ()))
    try:
        found.until(b"Jaw")
        yield found
    finally:
        found.stand_up()


@pty_only
@pytest.mark.parametrize(
    ("keys", "status"),
    [(b"q" + b"q", 0), (b"\x03", 130), (b"\x03\x03", 130)],
    ids=["q", "ctrl-c", "ctrl-c twice"],
)
def test_every_key_out_gives_the_terminal_back(seat: Seat, keys: bytes, status: int) -> None:
    """As it was, to the last flag."""
    assert seat.now != seat.before
    for key in keys:
        seat.press(bytes([key]))
        time.sleep(0.05)
    assert seat.leave() == status
    assert seat.now == seat.before


@pty_only
@pytest.mark.parametrize(("number", "status"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129)], ids=["term", "hup"])
def test_every_signal_out_gives_the_terminal_back(seat: Seat, number: int, status: int) -> None:
    """After a fade."""
    seat.until(b"left")
    os.kill(int(seat.shown.split(b"pid ")[1].split()[0]), number)
    assert seat.leave() == status
    assert seat.now == seat.before


@pty_only
def test_ctrl_z_gives_the_terminal_back_and_coming_back_takes_it_again(seat: Seat) -> None:
    """And the session goes on."""
    child = int(seat.shown.split(b"pid ")[1].split()[0])
    seat.press(b"\x1a")
    seat.until(b"stopped")
    assert seat.now == seat.before
    os.kill(child, signal.SIGCONT)
    seat.until(b"went on")
    while seat.now == seat.before:
        seat.look()
    for key in (b"q", b"q"):
        seat.press(key)
        time.sleep(0.05)
    assert seat.leave() == 0
    assert seat.now == seat.before


@pty_only
@pytest.mark.parametrize("seat", [("bug",)], indirect=True)
def test_a_bug_gives_the_terminal_back(seat: Seat) -> None:
    """And is not hidden."""
    assert seat.leave() == 1
    assert seat.now == seat.before
    assert b"a bug" in seat.shown


@pty_only
@pytest.mark.parametrize(
    ("keys", "status"), [(b"qq", 0), (b"\x03", 130), (b"\x03\x03", 130)], ids=["q q", "ctrl-c", "ctrl-c twice"]
)
def test_the_command_itself_gives_the_terminal_back_from_its_lead_in(tmp_path: Path, keys: bytes, status: int) -> None:
    """Soon, whatever is still being made."""
    home = {f"XDG_{place}_HOME": str(tmp_path / place.lower()) for place in ("STATE", "DATA", "CONFIG", "CACHE")}
    words = ("unknot", "play", "desk-neck-and-shoulders", "-l", "10m", "--player", "null", "--no-journal")
    seat = Seat(*words, environment={**home, "UNKNOT_CACHE": str(tmp_path / "cache")})
    try:
        while seat.now == seat.before:
            seat.look()
        for key in keys:
            seat.press(bytes([key]))
            time.sleep(0.05)
        assert seat.leave() == status
        assert seat.now == seat.before
    finally:
        seat.stand_up()
