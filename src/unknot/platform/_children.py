"""Child processes in groups of their own, which are ended with TERM and then KILL."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
from typing import IO, TYPE_CHECKING, Any

from unknot.platform._windows_job import SUSPENDED

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

_GRACE = 0.5
"""Seconds between TERM and KILL."""
_PIPE_WAIT = 0.2
"""Seconds to wait for the end of a pipe, which a grandchild may keep open."""


class PipeReader:
    """Reads a pipe in a thread of its own, because a child whose pipe is full stops. Owns the pipe and closes it.

    Only the thread that reads the pipe closes it. If another thread did, the number of the file could belong to the
    pipe of another child when the next read begins.
    """

    def __init__(self, pipe: IO[bytes], most: int) -> None:
        """Keeps the last `most` bytes."""
        self._pipe = pipe
        self._most = most
        self._kept = bytearray()
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def bytes(self) -> bytes:
        """What was read until the pipe ended, or so far when it does not end within 0.2 s."""
        self._thread.join(_PIPE_WAIT)
        return bytes(self._kept)

    def last_line(self) -> str:
        """The last line that is not empty; empty where there is none."""
        lines = [line.strip() for line in self.bytes().decode("utf-8", "replace").splitlines() if line.strip()]
        return lines[-1] if lines else ""

    def _read(self) -> None:
        with self._pipe, contextlib.suppress(OSError):
            while block := self._pipe.read(1 << 16):
                self._kept += block
                del self._kept[: max(0, len(self._kept) - self._most)]


def cores() -> int:
    """The number of cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def take_pipe(child: subprocess.Popen[bytes], name: str) -> IO[bytes]:
    """The pipe of that name. From now on the caller has to close it."""
    pipe: IO[bytes] = getattr(child, name)
    setattr(child, name, None)
    return pipe


def start_child(
    command: Sequence[str],
    environment: Mapping[str, str] | None = None,
    *,
    suspended: bool = False,
    core: int | None = None,
    **options: int | IO[bytes] | Path | None,
) -> subprocess.Popen[bytes]:
    """A child in a process group of its own, so that `stop_child` ends its grandchildren as well.

    Args:
        command: The program and its arguments.
        environment: All variables of the child; by default those of this process.
        suspended: On Windows, start it suspended.
        core: The number of the core that it is kept on; by default the system chooses.
        options: Passed on to `Popen`.

    Raises:
        OSError: The program could not be started.
    """
    group: dict[str, Any] = {"start_new_session": True}
    if sys.platform == "win32":
        group = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP | (SUSPENDED if suspended else 0)}
    child: subprocess.Popen[bytes] = subprocess.Popen(list(command), env=environment, **options, **group)  # type: ignore[call-overload]
    if core is not None:
        _keep_on(core, child)
    return child


def _keep_on(core: int, child: subprocess.Popen[bytes]) -> None:
    """Afterwards the child runs on one core, on Linux. `core` may be any number; it is taken modulo the cores.

    Programs that pass every piece of their work from one thread to another need less time when both are on one core.
    """
    if sys.platform != "linux":
        return
    usable = sorted(os.sched_getaffinity(0))
    with contextlib.suppress(OSError):  # it has ended, or the system does not allow it
        os.sched_setaffinity(child.pid, {usable[core % len(usable)]})


def stop_child(child: subprocess.Popen[bytes]) -> None:
    """Afterwards the child and its process group have ended: TERM, half a second, KILL. May be called twice."""
    if child.poll() is None:
        _signal_group(child, signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(_GRACE)
    _signal_group(child, signal.SIGTERM if sys.platform == "win32" else signal.SIGKILL)
    child.wait()
    for pipe in (child.stdin, child.stdout, child.stderr):
        if pipe is not None:
            with contextlib.suppress(OSError):
                pipe.close()


def _signal_group(child: subprocess.Popen[bytes], number: int) -> None:
    if sys.platform == "win32":
        child.terminate()
        return
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, number)
