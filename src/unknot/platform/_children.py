"""Child processes that end when they should: in a group of their own, under a deadline, TERM and then KILL."""

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
_MOMENT = 0.2
"""Seconds in which what a child has said arrives."""


class PipeReader:
    """Reads a raw pipe all the time, because a child whose pipe is full stands still. Owns the pipe and closes it.

    A pipe is closed by the thread that reads it and by nobody else: closed under that thread, its number could
    already be another child's pipe when the next read begins.
    """

    def __init__(self, pipe: IO[bytes], most: int) -> None:
        """Keeps the last `most` bytes."""
        self._pipe = pipe
        self._most = most
        self._kept = bytearray()
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def bytes(self) -> bytes:
        """All there was, once the pipe has ended; what there is after a moment where a stray still holds it."""
        self._thread.join(_MOMENT)
        return bytes(self._kept)

    def last_line(self) -> str:
        """The last line with something in it."""
        lines = [line.strip() for line in self.bytes().decode("utf-8", "replace").splitlines() if line.strip()]
        return lines[-1] if lines else ""

    def _read(self) -> None:
        with self._pipe, contextlib.suppress(OSError):
            while block := self._pipe.read(1 << 16):
                self._kept += block
                del self._kept[: max(0, len(self._kept) - self._most)]


def cores() -> int:
    """How many processes can really run at once here."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def take_pipe(child: subprocess.Popen[bytes], name: str) -> IO[bytes]:
    """The pipe of that name, which from now on is the caller's to close."""
    pipe: IO[bytes] = getattr(child, name)
    setattr(child, name, None)
    return pipe


def start_child(
    command: Sequence[str],
    environment: Mapping[str, str] | None = None,
    *,
    suspended: bool = False,
    core: int | None = None,
    **others: int | IO[bytes] | Path | None,
) -> subprocess.Popen[bytes]:
    """A child in a process group of its own, so that `stop` reaches its grandchildren as well.

    `environment` replaces this process's own where it is given; with `suspended`, the child waits on Windows until
    somebody resumes it; `core` is the number of the one that it is kept on, any by default; `others` go to `Popen`.

    Raises:
        OSError: The program could not be started.
    """
    apart: dict[str, Any] = {"start_new_session": True}
    if sys.platform == "win32":
        apart = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP | (SUSPENDED if suspended else 0)}
    child: subprocess.Popen[bytes] = subprocess.Popen(list(command), env=environment, **others, **apart)  # type: ignore[call-overload]
    if core is not None:
        _keep_on(core, child)
    return child


def _keep_on(core: int, child: subprocess.Popen[bytes]) -> None:
    """Afterwards the child runs on one of the cores that this process may use, where the system lets it be chosen.

    Programs that hand every piece of their work from one thread to the next spend less on it when both are on one core.
    `core` may be any number: there are no more cores than there are.
    """
    if sys.platform != "linux":
        return
    usable = sorted(os.sched_getaffinity(0))
    with contextlib.suppress(OSError):  # it has ended, or the system does not allow it
        os.sched_setaffinity(child.pid, {usable[core % len(usable)]})


def stop_child(child: subprocess.Popen[bytes]) -> None:
    """Afterwards the child and its whole group are gone. TERM, half a second, KILL. May be called twice."""
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
