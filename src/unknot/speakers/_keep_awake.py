"""A machine that does not fall asleep while something plays, where the system can be asked for it."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Final

from unknot.platform import start_child, stop_child

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_CONTINUOUS: Final = 0x80000000
_SYSTEM_REQUIRED: Final = 0x00000001
"""Of SetThreadExecutionState."""


@contextlib.contextmanager
def keep_awake(platform: str = sys.platform) -> Iterator[None]:
    """Inside the block the machine stays awake. Where it cannot be asked to, nothing happens."""
    if platform == "win32":
        with _awake_windows():
            yield
        return
    child = _start(asking(platform, os.getpid()))
    try:
        yield
    finally:
        if child is not None:
            stop_child(child)


def asking(platform: str, process: int) -> Sequence[str]:
    """The program that keeps this system awake until it is stopped or `process` has ended; empty for none."""
    if platform == "darwin" and shutil.which("caffeinate"):
        return ["caffeinate", "-i", "-w", str(process)]
    if platform.startswith("linux") and shutil.which("systemd-inhibit"):
        reason = ["--what=idle:sleep", "--who=unknot", "--why=a session is playing", "--mode=block"]
        watch = f"while kill -0 {process} 2>/dev/null; do sleep 5; done"
        return ["systemd-inhibit", *reason, "sh", "-c", watch]
    return []


def _start(command: Sequence[str]) -> subprocess.Popen[bytes] | None:
    if not command:
        return None
    nothing = subprocess.DEVNULL
    try:
        return start_child(command, stdin=nothing, stdout=nothing, stderr=nothing)
    except OSError:
        return None


@contextlib.contextmanager
def _awake_windows() -> Iterator[None]:
    import ctypes

    ask = ctypes.windll.kernel32.SetThreadExecutionState  # type: ignore[attr-defined]
    ask(_CONTINUOUS | _SYSTEM_REQUIRED)
    try:
        yield
    finally:
        ask(_CONTINUOUS)
