"""Child processes that end when they should: in a group of their own, under a deadline, TERM and then KILL."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_GRACE = 0.5
"""Seconds between TERM and KILL."""


def start(
    command: Sequence[str], environment: Mapping[str, str] | None = None, **pipes: int | IO[bytes] | None
) -> subprocess.Popen[bytes]:
    """A child in a process group of its own, so that `stop` reaches its grandchildren as well.

    `environment` replaces this process's own where it is given.

    Raises:
        OSError: The program could not be started.
    """
    apart: dict[str, Any] = {"start_new_session": True}
    if sys.platform == "win32":
        apart = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
    return subprocess.Popen(list(command), env=environment, **pipes, **apart)  # type: ignore[call-overload, no-any-return]


def stop(child: subprocess.Popen[bytes]) -> None:
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
