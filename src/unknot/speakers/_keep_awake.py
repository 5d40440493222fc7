"""Keeping the computer awake while a session plays."""

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
"""Flags of SetThreadExecutionState."""


@contextlib.contextmanager
def keep_awake(platform: str = sys.platform) -> Iterator[None]:
    """Inside the block the computer does not go to sleep, where the system offers a way to prevent it."""
    if platform == "win32":
        with _awake_windows():
            yield
        return
    child = _start(keep_awake_command(platform, os.getpid()))
    try:
        yield
    finally:
        if child is not None:
            stop_child(child)


def keep_awake_command(platform: str, process: int) -> Sequence[str]:
    """The command that keeps this system awake until it or `process` ends; empty where there is none."""
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
