"""The keyboard while a session plays: keys without Enter, signals as commands, and the terminal given back always."""

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
"""What each key means. The capitals are the last letters of what the arrows send."""
SIGNALS: Final = {"SIGINT": Command.INTERRUPT, "SIGTERM": Command.TERMINATE, "SIGHUP": Command.HANG_UP} | {
    "SIGTSTP": Command.SUSPEND,
    "SIGBREAK": Command.INTERRUPT,
}
"""What each signal means, where the system has it."""
_ARROWS: Final = b"ABCD"
_ESCAPE: Final = 0x1B


class Decoder:
    """Bytes from a terminal to commands. What is no key of ours does nothing, whole sequences included."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, data: bytes) -> list[Command]:
        """The commands in `data`, and in what was left unfinished before it."""
        data, self._rest = self._rest + data, b""
        found: list[Command] = []
        while data:
            key, data = self._next(data)
            if key in KEYS:
                found.append(KEYS[key])
        return found

    def flush(self) -> None:
        """Afterwards an escape that nothing followed is forgotten: it was the key itself."""
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
        """An arrow, or any other sequence, which ends with its first byte from @ to ~."""
        for index in range(2, len(data)):
            if 0x40 <= data[index] <= 0x7E:
                arrow = index == 2 and data[index] in _ARROWS
                return (data[index : index + 1] if arrow else b""), data[index + 1 :]
        self._rest = data if len(data) < 32 else b""
        return b"", b""


class Terminal:
    """A terminal that hands over each key at once while it is held. Nothing happens where there is none."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._saved: list[Any] | None = None

    def hold(self) -> None:
        """Afterwards keys come one by one and are not shown, if this process may use the terminal."""
        if not self.ours():
            return
        import termios

        with contextlib.suppress(termios.error, OSError):
            saved = termios.tcgetattr(self._descriptor)
            held = [*saved[:3], saved[3] & ~(termios.ICANON | termios.ECHO), *saved[4:6], list(saved[6])]
            held[6][termios.VMIN], held[6][termios.VTIME] = 1, 0
            termios.tcsetattr(self._descriptor, termios.TCSADRAIN, held)
            self._saved = saved

    def give_back(self) -> None:
        """Afterwards the terminal is as it was. May be called twice."""
        saved, self._saved = self._saved, None
        if saved is None:
            return
        import termios

        with contextlib.suppress(termios.error, OSError):  # the terminal may be gone
            termios.tcsetattr(self._descriptor, termios.TCSADRAIN, saved)

    def ours(self) -> bool:
        """Whether it is a terminal and this process is in front of it."""
        try:
            return os.isatty(self._descriptor) and os.tcgetpgrp(self._descriptor) == os.getpgrp()
        except (OSError, AttributeError):
            return False

    def read(self) -> bytes | None:
        """What was typed; None when nothing was."""
        if self._saved is None or not self.ours() or not select.select([self._descriptor], [], [], 0)[0]:
            return None
        try:
            data = os.read(self._descriptor, 1024)
        except OSError:
            data = b""
        if not data:
            self._saved = None  # it is gone: there is nothing to give back and nothing to read
        return data or None


class Keyboard:
    """The keys and signals of one performance, as `player.Controls`. Used in a `with` block of the main thread."""

    def __init__(self, descriptor: int | None = None, beside: Callable[[], Sequence[Command]] = tuple) -> None:
        """`beside` brings commands from elsewhere, such as the buttons of a headset."""
        self._beside = beside
        self._terminal = Terminal(0 if descriptor is None else descriptor)
        self._descriptor = 0 if descriptor is None else descriptor
        self._decoder = Decoder()
        self._asked: deque[Command] = deque()
        self._before: dict[int, Any] = {}
        self._bell = (-1, -1)
        self._again: set[Command] = set()

    def __enter__(self) -> Keyboard:
        self._bell = os.pipe()
        if sys.platform != "win32":
            for end in self._bell:
                os.set_blocking(end, False)
        for name, command in SIGNALS.items():
            if hasattr(signal, name):
                self._catch(getattr(signal, name), command)
        self._terminal.hold()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _fault: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._terminal.give_back()
        for number, handler in self._before.items():
            signal.signal(number, handler)
        for end in self._bell:
            os.close(end)

    def commands(self) -> tuple[Command, ...]:
        """Everything asked for since the last call."""
        data = self._typed()
        if data is None:
            self._decoder.flush()
        else:
            self._asked.extend(self._decoder.feed(data))
        self._asked.extend(self._beside())
        found = tuple(self._asked)
        self._asked.clear()
        return found

    def wait(self, seconds: float) -> None:
        """Returns after so many seconds, or as soon as a key or a signal comes."""
        if sys.platform == "win32":
            _wait_for_a_key(seconds, lambda: bool(self._asked))
            return
        watched = [self._bell[0], *([self._descriptor] if self._terminal.ours() else [])]
        if not self._asked and select.select(watched, [], [], seconds)[0]:
            with contextlib.suppress(BlockingIOError):
                os.read(self._bell[0], 64)

    def suspend(self) -> None:
        """Gives the terminal back and stops; goes on when the shell says so."""
        if not hasattr(signal, "SIGTSTP"):
            return
        self._terminal.give_back()
        ours = signal.signal(signal.SIGTSTP, signal.SIG_DFL)
        os.kill(os.getpid(), signal.SIGTSTP)
        signal.signal(signal.SIGTSTP, ours)
        self._terminal.hold()

    def _typed(self) -> bytes | None:
        return _typed_on_windows() if sys.platform == "win32" else self._terminal.read()

    def _catch(self, number: int, command: Command) -> None:
        def asked(_number: int, _frame: FrameType | None) -> None:
            if command is not Command.SUSPEND and command in self._again:
                raise KeyboardInterrupt if command is Command.INTERRUPT else SystemExit(TERMINATED)
            self._again.add(command)
            self._asked.append(command)
            with contextlib.suppress(BlockingIOError):
                os.write(self._bell[1], b"!")

        self._before[number] = signal.signal(number, asked)


def _typed_on_windows() -> bytes | None:
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


def _wait_for_a_key(seconds: float, asked: Callable[[], bool]) -> None:
    import msvcrt

    until = time.monotonic() + seconds
    while time.monotonic() < until and not asked() and not msvcrt.kbhit():  # type: ignore[attr-defined]
        time.sleep(0.02)
