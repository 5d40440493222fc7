"""Keys and signals as commands while a session plays. The terminal is restored in every case."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import sys
import time
from collections import deque
from typing import TYPE_CHECKING, Any, Final

from unknot.errors import TERMINATED
from unknot.player import Command

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import FrameType, TracebackType

KEYS: Final[dict[bytes, Command]] = {
    b" ": Command.PAUSE,
    b"\r": Command.REPEAT,
    b"\n": Command.REPEAT,
    b"r": Command.REPEAT,
    b"n": Command.NEXT,
    b"b": Command.BACK,
    b".": Command.GO_ON,
    b"+": Command.MORE,
    b"=": Command.MORE,
    b"-": Command.LESS,
    b"s": Command.WHERE,
    b"q": Command.CLOSE,
    b"A": Command.VOICE_UP,
    b"B": Command.VOICE_DOWN,
    b"C": Command.BACKGROUND_UP,
    b"D": Command.BACKGROUND_DOWN,
}
"""The command of each key. The capitals are the last bytes of the escape sequences of the arrow keys."""
HELP: Final = (
    "Space  pause, or go on",
    "Enter  say the cue again",
    "n, b   next chapter, previous chapter",
    ".      end this pause now",
    "+, -   more time, less time here",
    "up, down     voice louder, softer",
    "right, left  background louder, softer",
    "s      where am I",
    "q      closing words, then the end; q again ends at once",
    "?      these keys",
)
"""What `?` shows, one line for each key."""
SIGNALS: Final = {"SIGINT": Command.INTERRUPT, "SIGTERM": Command.TERMINATE, "SIGHUP": Command.HANG_UP} | {
    "SIGTSTP": Command.SUSPEND,
    "SIGBREAK": Command.INTERRUPT,
}
"""The command of each signal, where the system has the signal."""
_ARROWS: Final = b"ABCD"
_ESCAPE: Final = 0x1B


class Decoder:
    """Decodes the bytes from a terminal to commands. Other keys are ignored, with their whole escape sequences."""

    def __init__(self) -> None:
        self._rest = b""
        self.help_wanted = False
        """Whether `?` was pressed since this was last set to False."""

    def feed(self, data: bytes) -> list[Command]:
        """The commands in `data` together with an unfinished sequence before it."""
        data, self._rest = self._rest + data, b""
        found: list[Command] = []
        while data:
            key, data = self._next(data)
            self.help_wanted |= key == b"?"
            if key in KEYS:
                found.append(KEYS[key])
        return found

    def flush(self) -> None:
        """Drops an escape byte that nothing has followed: it was the Escape key."""
        self._rest = b""

    def _next(self, data: bytes) -> tuple[bytes, bytes]:
        if data[0] != _ESCAPE:
            return (b"" if data[:1] in (b"A", b"B", b"C", b"D") else data[:1].lower()), data[1:]
        if data[1:2] not in (b"[", b"O"):
            if len(data) == 1:
                self._rest = data
                return b"", b""
            return b"", data[2:]
        return self._sequence(data)

    def _sequence(self, data: bytes) -> tuple[bytes, bytes]:
        """An arrow key, or any other sequence. It ends with its first byte from @ to ~."""
        for index in range(2, len(data)):
            if 0x40 <= data[index] <= 0x7E:
                arrow = index == 2 and data[index] in _ARROWS
                return (data[index : index + 1] if arrow else b""), data[index + 1 :]
        self._rest = data if len(data) < 32 else b""
        return b"", b""


class Terminal:
    """A terminal that gives each key at once while it is in raw mode. Does nothing if there is no terminal."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._saved: list[Any] | None = None
        """The settings to restore; None while they are unchanged."""

    def set_raw(self) -> None:
        """Afterwards each key is given at once and not shown, if this process may use the terminal."""
        if not self.in_foreground():
            return
        import termios

        with contextlib.suppress(termios.error, OSError):
            saved = termios.tcgetattr(self._descriptor)
            raw = [*saved[:3], saved[3] & ~(termios.ICANON | termios.ECHO), *saved[4:6], list(saved[6])]
            raw[6][termios.VMIN], raw[6][termios.VTIME] = 1, 0
            termios.tcsetattr(self._descriptor, termios.TCSADRAIN, raw)
            self._saved = saved

    def restore(self) -> None:
        """Afterwards the terminal has its old settings. May be called twice."""
        saved, self._saved = self._saved, None
        if saved is None:
            return
        import termios

        with contextlib.suppress(termios.error, OSError):  # the terminal may be gone
            termios.tcsetattr(self._descriptor, termios.TCSADRAIN, saved)

    def in_foreground(self) -> bool:
        """Whether it is a terminal and this process is in its foreground group."""
        try:
            return os.isatty(self._descriptor) and os.tcgetpgrp(self._descriptor) == os.getpgrp()
        except (OSError, AttributeError):
            return False

    def read(self) -> bytes | None:
        """The bytes that were typed; None if there are none."""
        if self._saved is None or not self.in_foreground() or not select.select([self._descriptor], [], [], 0)[0]:
            return None
        try:
            data = os.read(self._descriptor, 1024)
        except OSError:
            data = b""
        if not data:
            self._saved = None  # it is gone: there is nothing to restore and nothing to read
        return data or None


class Keyboard:
    """Keys and signals as `player.Controls`. Used in a `with` block of the main thread."""

    def __init__(
        self,
        descriptor: int | None = None,
        others: Callable[[], Sequence[Command]] = tuple,
        show_help: Callable[[], None] = lambda: None,
    ) -> None:
        """`others` gives commands from elsewhere, such as the buttons of a headset; `?` calls `show_help`."""
        self._show_help = show_help
        self._others = others
        self._terminal = Terminal(0 if descriptor is None else descriptor)
        self._descriptor = 0 if descriptor is None else descriptor
        self._decoder = Decoder()
        self._commands: deque[Command] = deque()
        self._handlers: dict[int, Any] = {}
        """The signal handlers to restore, by signal."""
        self._wake_pipe = (-1, -1)
        """A signal writes to it, so that `wait` ends."""
        self._seen: set[Command] = set()
        """Commands that a signal has already given. The same signal again ends the process."""

    def __enter__(self) -> Keyboard:
        self._wake_pipe = os.pipe()
        if sys.platform != "win32":
            for end in self._wake_pipe:
                os.set_blocking(end, False)
        for name, command in SIGNALS.items():
            if hasattr(signal, name):
                self._handle(getattr(signal, name), command)
        self._terminal.set_raw()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _fault: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._terminal.restore()
        for number, handler in self._handlers.items():
            signal.signal(number, handler)
        for end in self._wake_pipe:
            os.close(end)

    def commands(self) -> tuple[Command, ...]:
        """All commands since the last call."""
        data = self._read()
        if data is None:
            self._decoder.flush()
        else:
            self._commands.extend(self._decoder.feed(data))
        if self._decoder.help_wanted:
            self._decoder.help_wanted = False
            self._show_help()
        self._commands.extend(self._others())
        found = tuple(self._commands)
        self._commands.clear()
        return found

    def wait(self, seconds: float) -> None:
        """Returns after so many seconds, or as soon as there is a key or a signal."""
        if sys.platform == "win32":
            _wait_for_key(seconds, lambda: bool(self._commands))
            return
        watched = [self._wake_pipe[0], *([self._descriptor] if self._terminal.in_foreground() else [])]
        if not self._commands and select.select(watched, [], [], seconds)[0]:
            with contextlib.suppress(BlockingIOError):
                os.read(self._wake_pipe[0], 64)

    def suspend(self) -> None:
        """Restores the terminal and stops the process; returns when the shell continues the process."""
        if not hasattr(signal, "SIGTSTP"):
            return
        self._terminal.restore()
        handler = signal.signal(signal.SIGTSTP, signal.SIG_DFL)
        os.kill(os.getpid(), signal.SIGTSTP)
        signal.signal(signal.SIGTSTP, handler)
        self._terminal.set_raw()

    def _read(self) -> bytes | None:
        return _read_on_windows() if sys.platform == "win32" else self._terminal.read()

    def _handle(self, number: int, command: Command) -> None:
        def handle(_number: int, _frame: FrameType | None) -> None:
            if command is not Command.SUSPEND and command in self._seen:
                raise KeyboardInterrupt if command is Command.INTERRUPT else SystemExit(TERMINATED)
            self._seen.add(command)
            self._commands.append(command)
            with contextlib.suppress(BlockingIOError):
                os.write(self._wake_pipe[1], b"!")

        self._handlers[number] = signal.signal(number, handle)


def _read_on_windows() -> bytes | None:
    import msvcrt

    arrows = {"H": b"\x1b[A", "P": b"\x1b[B", "M": b"\x1b[C", "K": b"\x1b[D"}
    typed = b""
    while msvcrt.kbhit():  # type: ignore[attr-defined]
        key = msvcrt.getwch()  # type: ignore[attr-defined]
        if key in "\x00\xe0":
            typed += arrows.get(msvcrt.getwch(), b"")  # type: ignore[attr-defined]
        else:
            typed += key.encode("utf-8")
    return typed or None


def _wait_for_key(seconds: float, ready: Callable[[], bool]) -> None:
    import msvcrt

    until = time.monotonic() + seconds
    while time.monotonic() < until and not ready() and not msvcrt.kbhit():  # type: ignore[attr-defined]
        time.sleep(0.02)
