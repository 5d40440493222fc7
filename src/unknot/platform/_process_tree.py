"""Everything that descends from a child process, found again and ended.

A process can leave its process group with `setsid`. It cannot leave the environment that it began with (Linux, in
/proc), nor the job that it was started in (Windows). macOS has neither: there, a descendant in a session of its own
is not ended.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import signal
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

if sys.platform == "win32":
    from unknot.platform._windows_job import WindowsJob

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Mapping

_VARIABLE: Final = "UNKNOT_CHILD"
_LONGEST: Final = 1.0
"""Seconds that killed processes may take to end."""
_INTERVAL: Final = 0.005
"""Seconds between two looks at /proc."""


class ProcessTree(Protocol):
    """One child process and everything that descends from it."""

    environment: Mapping[str, str]
    """Variables that are added to the child's environment."""
    suspended: bool
    """Whether the child is started suspended, and runs after `take`."""

    def take(self, child: subprocess.Popen[bytes]) -> None:
        """Afterwards the child belongs to the tree, and runs.

        Raises:
            OSError: The system refused.
        """

    def end(self) -> None:
        """Afterwards no process of the tree runs. May be called twice."""


class MarkedTree:
    """The processes with a random word in their environment, which descendants inherit and /proc shows."""

    suspended = False

    def __init__(self) -> None:
        self._word = secrets.token_hex(16)
        self.environment: Mapping[str, str] = {_VARIABLE: self._word}

    def take(self, child: subprocess.Popen[bytes]) -> None:
        """Does nothing: the child was started with the word."""

    def end(self) -> None:
        """Afterwards no process with the word runs, except one that did not end within a second."""
        until = time.monotonic() + _LONGEST
        while left := list(_with_word(self._word.encode())):
            for pid in left:
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    os.kill(pid, signal.SIGKILL)
            if time.monotonic() > until:
                return
            time.sleep(_INTERVAL)


class UntrackedTree:
    """For systems that cannot find descendants: only the child's process group is ended, by its owner."""

    suspended = False
    environment: Mapping[str, str] = {}

    def take(self, child: subprocess.Popen[bytes]) -> None:
        """Does nothing."""

    def end(self) -> None:
        """Does nothing."""


def process_tree() -> ProcessTree:
    """A new tree of the kind that this system has."""
    if sys.platform == "win32":
        return WindowsJob()
    return MarkedTree() if sys.platform == "linux" else UntrackedTree()


def _with_word(word: bytes) -> list[int]:
    """The ids of the processes whose environment has the word. The environment of an ended process is empty."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            with contextlib.suppress(OSError):  # another user's, or ended meanwhile
                if word in (folder / "environ").read_bytes():
                    found.append(int(folder.name))
    return found
