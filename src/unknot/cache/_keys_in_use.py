"""What living processes need of a shared folder, so that no process drops what another one is using.

Each process keeps one file of names, and a lock on it for as long as it lives. A file without a lock belongs to a
process that is gone, and goes too.
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
    """The names that this process needs, for every process to see. Made with the first name."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path: Path | None = None
        self._file: int | None = None
        self._let_go: Callable[[], object] = _nothing
        self._names: set[str] = set()
        self._lock = threading.Lock()

    def add(self, name: str) -> None:
        """Afterwards `name` is pinned, as far as the folder can be written to."""
        with self._lock:
            if name in self._names:
                return
            self._names.add(name)
            with contextlib.suppress(OSError):
                file = self._open() if self._file is None else self._file
                os.write(file, name.encode() + b"\n")

    def everyones(self) -> frozenset[str]:
        """The names that any living process has pinned, this one's among them."""
        names = set(self._names)
        for path in self._others():
            with contextlib.suppress(OSError):
                names |= _living_names(path)
        return frozenset(names)

    def release(self) -> None:
        """Afterwards this process pins nothing. May be called twice."""
        self._names.clear()
        self._let_go()
        self._file = self._path = None

    def _open(self) -> int:
        self._folder.mkdir(parents=True, exist_ok=True)
        name = f"{os.getpid()}-{secrets.token_hex(6)}"
        self._path = self._folder / f"{name}.pins"
        # It gets its name once it is locked, so that nobody finds it without a lock. Windows renames no open file.
        beside = self._path if sys.platform == "win32" else self._folder / f"{name}.part"
        file = os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666)
        self._let_go = weakref.finalize(self, _let_go, file, self._path)
        lock(file)
        if beside != self._path:
            beside.rename(self._path)
        self._file = file
        return file

    def _others(self) -> list[Path]:
        try:
            return [p for p in self._folder.iterdir() if p.suffix == ".pins" and p != self._path]
        except OSError:
            return []


def _nothing() -> None:
    """What is let go of before there is anything."""


def _let_go(file: int, path: Path) -> None:
    os.close(file)
    with contextlib.suppress(OSError):
        path.unlink()


def _living_names(path: Path) -> set[str]:
    with path.open("r+b") as file:
        if not lock(file.fileno()):
            return set(path.read_bytes().decode("ascii", "replace").split())
    path.unlink()
    return set()
