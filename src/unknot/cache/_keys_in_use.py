"""The names of the entries that running processes need, so that no process removes what another one needs.

Each process has one file with names, and a lock on it until the process ends. A file without a lock belongs to a
process that has ended, and is removed.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import sys
import threading
import weakref
from typing import TYPE_CHECKING

from unknot.platform import lock

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


class KeysInUse:
    """The names that this process needs, in a file that other processes read. The first name makes the file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path: Path | None = None
        self._file: int | None = None
        self._close: Callable[[], object] = _nothing
        self._names: set[str] = set()
        self._lock = threading.Lock()

    def add(self, name: str) -> None:
        """Afterwards other processes see that `name` is needed, if the folder can be written to."""
        with self._lock:
            if name in self._names:
                return
            self._names.add(name)
            with contextlib.suppress(OSError):
                file = self._open() if self._file is None else self._file
                os.write(file, name.encode() + b"\n")

    def of_all_processes(self) -> frozenset[str]:
        """The names that any running process needs, this one included."""
        names = set(self._names)
        for path in self._others():
            with contextlib.suppress(OSError):
                names |= _names_if_running(path)
        return frozenset(names)

    def release(self) -> None:
        """Afterwards this process needs no name. May be called twice."""
        self._names.clear()
        self._close()
        self._file = self._path = None

    def _open(self) -> int:
        self._folder.mkdir(parents=True, exist_ok=True)
        name = f"{os.getpid()}-{secrets.token_hex(6)}"
        self._path = self._folder / f"{name}.pins"
        # It is renamed when it is locked, so that no process finds it unlocked. Windows cannot rename an open file.
        temporary = self._path if sys.platform == "win32" else self._folder / f"{name}.part"
        file = os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666)
        self._close = weakref.finalize(self, _close_and_remove, file, self._path)
        lock(file)
        if temporary != self._path:
            temporary.rename(self._path)
        self._file = file
        return file

    def _others(self) -> list[Path]:
        try:
            return [p for p in self._folder.iterdir() if p.suffix == ".pins" and p != self._path]
        except OSError:
            return []


def _nothing() -> None:
    """Closes nothing: there is no file yet."""


def _close_and_remove(file: int, path: Path) -> None:
    os.close(file)
    with contextlib.suppress(OSError):
        path.unlink()


def _names_if_running(path: Path) -> set[str]:
    with path.open("r+b") as file:
        if not lock(file.fileno()):
            return set(path.read_bytes().decode("ascii", "replace").split())
    path.unlink()
    return set()
