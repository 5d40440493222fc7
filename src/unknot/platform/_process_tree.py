"""How everything that descends from a child is found again, wherever it went.

A group of processes is left with `setsid`, by accident as well as on purpose. What is not left is, on Linux, the
environment that a process began with, and on Windows the job that it was born into. macOS has neither; there, what
made a session of its own lives on.
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

_NAME: Final = "UNKNOT_CHILD"
_LONGEST: Final = 1.0
"""Seconds that what was killed may take to be gone."""
_LOOK: Final = 0.005
"""Seconds between two looks at what is left."""


class ProcessTree(Protocol):
    """What holds everything that descends from one child."""

    environment: Mapping[str, str]
    """What the child's environment is to have beside its own."""
    suspended: bool
    """Whether the child begins only when it is taken."""

    def take(self, child: subprocess.Popen[bytes]) -> None:
        """Afterwards the child is held, and runs.

        Raises:
            OSError: The system refused.
        """

    def end(self) -> None:
        """Afterwards nothing lives that it holds. May be called twice."""


class MarkedTree:
    """A word in the environment of a child, which its descendants inherit and /proc shows."""

    suspended = False

    def __init__(self) -> None:
        self._word = secrets.token_hex(16)
        self.environment: Mapping[str, str] = {_NAME: self._word}

    def take(self, child: subprocess.Popen[bytes]) -> None:
        """It was born with it."""

    def end(self) -> None:
        """Afterwards nothing with the word lives, but for what does not die within a second."""
        until = time.monotonic() + _LONGEST
        while left := list(_with_word(self._word.encode())):
            for pid in left:
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    os.kill(pid, signal.SIGKILL)
            if time.monotonic() > until:
                return
            time.sleep(_LOOK)


class UntrackedTree:
    """For systems that have none: the child's group is all that ends."""

    suspended = False
    environment: Mapping[str, str] = {}

    def take(self, child: subprocess.Popen[bytes]) -> None:
        """Nothing to do."""

    def end(self) -> None:
        """Nothing to do."""


def process_tree() -> ProcessTree:
    """The best that this system has."""
    if sys.platform == "win32":
        return WindowsJob()
    return MarkedTree() if sys.platform == "linux" else UntrackedTree()


def _with_word(word: bytes) -> list[int]:
    """The processes whose environment has it. One that has ended shows none."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            with contextlib.suppress(OSError):  # another person's, or gone meanwhile
                if word in (folder / "environ").read_bytes():
                    found.append(int(folder.name))
    return found
