"""Files that appear whole or not at all, and the errors for those that cannot be written.

A file is written under a temporary name and then renamed. Its process holds a lock on it until then, so others can see
whether that process is alive, and remove what a killed one has left. A process number would not do: another container
counts them differently. Windows needs no lock, because an open file cannot be removed there.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import secrets
import shutil
import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from unknot.errors import WriteError
from unknot.platform._locks import lock

if TYPE_CHECKING:
    from collections.abc import Iterator

DISK_FULL = tuple(os.strerror(getattr(errno, name)) for name in ("ENOSPC", "EDQUOT", "EFBIG") if hasattr(errno, name))
"""What the system says when no more can be written: no space, a quota, a limit on the size of a file."""
_TEMPORARY = re.compile(r"\.unknot-[0-9a-f]{8}\..*\.part(\.\w+)?")
_NAME_PART = 40
"""Characters of the final name in the temporary one: at most 160 bytes of the 255 that a name may have."""


class AtomicFile:
    """A file that is written to the path `temporary` in the same folder and is renamed to `path` when it is whole.

    Until `commit`, an older file at `path` is unchanged. After `discard` the new file is gone. A temporary file whose
    process was killed is removed by the next `AtomicFile` in the same folder.

    Raises:
        WriteError: No file can be made in the folder.
    """

    def __init__(self, path: Path) -> None:
        self._handle = -1
        self.path = path
        _remove_abandoned(path.parent)
        try:
            self.temporary, self._handle = _new_file(path)
        except OSError as fault:
            raise write_error(path, fault) from fault

    def __del__(self) -> None:
        self._unlock()

    def commit(self) -> None:
        """Afterwards the whole file is at `path`. Its contents were synced before it was renamed, its name afterwards.

        Raises:
            WriteError: It could not be renamed; an older file at `path` is unchanged.
        """
        try:
            sync_to_disk(self.temporary)
            if os.name == "nt":  # Windows cannot rename an open file
                self._unlock()
            self.temporary.replace(self.path)
        except OSError as fault:
            self.discard()
            raise write_error(self.path, fault) from fault
        self._unlock()
        with contextlib.suppress(OSError):  # the whole file is there: some file systems cannot sync a folder
            sync_to_disk(self.path.parent)

    def discard(self) -> None:
        """Afterwards the temporary file is gone. Does nothing after `commit`. May be called twice."""
        if os.name == "nt":  # Windows cannot remove an open file
            self._unlock()
        with contextlib.suppress(OSError):
            self.temporary.unlink(missing_ok=True)
        self._unlock()

    def _unlock(self) -> None:
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1


@contextlib.contextmanager
def atomic_path(path: Path) -> Iterator[Path]:
    """A temporary path to write to; after the block the whole file is at `path`, synced to the disk.

    When the block raises, the temporary file is removed and an older file at `path` is unchanged.

    Raises:
        WriteError: The file could not be written or renamed.
    """
    file = AtomicFile(path)
    try:
        yield file.temporary
        file.commit()
    except OSError as fault:
        raise write_error(path, fault) from fault
    finally:
        file.discard()


class SmallTextFile:
    """A text in a file of its own, which may be lost: when it cannot be written, no error is raised."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> str | None:
        """What was written last, or None."""
        try:
            return self._path.read_text("utf-8")
        except (OSError, UnicodeDecodeError):
            return None

    def write(self, text: str) -> None:
        """Afterwards `read` gives `text`. It is written at every cue, and therefore not synced to the disk."""
        temporary = self._path.with_suffix(".part")
        with contextlib.suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            temporary.write_text(text, "utf-8")
            temporary.replace(self._path)

    def remove(self) -> None:
        """Afterwards `read` gives None."""
        with contextlib.suppress(OSError):
            self._path.unlink(missing_ok=True)


def check_room(path: Path, needed: int) -> None:
    """There is room for `needed` bytes at `path`, so that the work does not end on a full disk.

    Raises:
        WriteError: There is less room; the message gives both numbers.
    """
    try:
        free = shutil.disk_usage(path.parent).free
    except OSError:  # opening the file there gives the right message
        return
    if free < needed:
        raise no_room_error(path, needed)


def no_room_error(path: Path, needed: int) -> WriteError:
    """The error that says how many bytes are needed for `path`, and how many are free, or what else limits them."""
    try:
        free = shutil.disk_usage(path.parent).free
    except OSError:
        why = "there is no telling how much is left"
    else:
        limit = "" if free < needed else ", but a quota or a limit on the size of files (ulimit -f) allows less"
        why = f"there are {_megabytes(free)} left{limit}"
    return WriteError(
        f"cannot write {path}: it needs {_megabytes(needed)} and {why}",
        next_step="make room, or choose another place with -o",
    )


def write_error(path: Path, fault: OSError) -> WriteError:
    """The error that says that `path` could not be written, and why."""
    many = fault.errno in (errno.EMFILE, errno.ENFILE)
    step = (
        "close other programs, or allow more open files: ulimit -n 256"
        if many
        else "choose another place with -o, or make room"
    )
    return WriteError(f"cannot write {path}: {fault.strerror or fault}", next_step=step)


def sync_to_disk(path: Path) -> None:
    """Afterwards the contents of the file or folder are on the disk. Windows cannot sync folders."""
    if path.is_dir() and os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _megabytes(size: int) -> str:
    return f"{size / 1e6:,.1f} MB"


def _new_file(path: Path) -> tuple[Path, int]:
    """An empty hidden file in the folder of `path`, and its locked handle."""
    while True:
        temporary = path.with_name(f".unknot-{secrets.token_hex(4)}.{path.name[:_NAME_PART]}.part{path.suffix}")
        handle = os.open(temporary, os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
        if sys.platform != "win32":  # there the lock would stop the writer of a file over 1 GiB
            lock(handle)
        if os.fstat(handle).st_nlink:  # no other process removed it before it was locked
            return temporary, handle
        os.close(handle)


def _remove_abandoned(folder: Path) -> None:
    """Afterwards the temporary files of killed processes are gone from `folder`. Those of living processes stay."""
    with contextlib.suppress(OSError):  # opening a file there gives the right message
        found = [entry.path for entry in os.scandir(folder) if _TEMPORARY.fullmatch(entry.name)]
        for path in found:
            _remove_unlocked(path)


def _remove_unlocked(path: str) -> None:
    """Afterwards the file is gone, unless it is in use or is not a regular file."""
    with contextlib.suppress(OSError):
        if sys.platform == "win32":
            Path(path).unlink()
            return
        handle = os.open(path, os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK)
        try:
            if stat.S_ISREG(os.fstat(handle).st_mode) and lock(handle):
                Path(path).unlink()
        finally:
            os.close(handle)
