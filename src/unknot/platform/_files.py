"""Files that appear whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
from typing import TYPE_CHECKING

from unknot.errors import WriteError
from unknot.platform._temporary_files import TemporaryFileClaim, remove_abandoned

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


DISK_FULL = tuple(os.strerror(getattr(errno, name)) for name in ("ENOSPC", "EDQUOT", "EFBIG") if hasattr(errno, name))
"""How the system says that nothing more fits: no room, a quota, a limit on the size of a file."""


class AtomicFile:
    """A file that is written beside its place and gets its name when it is whole.

    `beside` is the path to write to. Until `commit`, what stood at `path` still stands there; after `discard`, or
    when neither was called and the object is gone, nothing of the new one is left but what a killed process leaves.
    That is swept by the next one in the same folder.

    Raises:
        WriteError: There is no writing at this place.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        remove_abandoned(path.parent)
        try:
            self._claim = TemporaryFileClaim(path)
        except OSError as fault:
            raise write_error(path, fault) from fault
        self.beside = self._claim.beside

    def commit(self) -> None:
        """Afterwards the file stands whole at `path`: on the disk before it is named, its name on the disk after.

        Raises:
            WriteError: It could not be named; what stood there before still stands there.
        """
        try:
            sync_to_disk(self.beside)
            if os.name == "nt":  # there an open file cannot be named
                self._claim.close()
            self.beside.replace(self.path)
            sync_to_disk(self.path.parent)
        except OSError as fault:
            self.discard()
            raise write_error(self.path, fault) from fault
        self._claim.close()

    def discard(self) -> None:
        """Afterwards nothing is left of it, unless it was committed. May be called twice."""
        if os.name == "nt":  # there an open file cannot be removed
            self._claim.close()
        with contextlib.suppress(OSError):
            self.beside.unlink(missing_ok=True)
        self._claim.close()


@contextlib.contextmanager
def atomic_path(path: Path) -> Iterator[Path]:
    """A path beside `path` to write to; when the block ends well, the file stands whole at `path`.

    When the block raises, nothing is left of it and what stood at `path` still stands there. The new file is on the
    disk (fsync) before it gets its name, and the name is on the disk before this returns.

    Raises:
        WriteError: The file could not be written or named.
    """
    place = AtomicFile(path)
    try:
        yield place.beside
        place.commit()
    except OSError as fault:
        raise write_error(path, fault) from fault
    finally:
        place.discard()


def check_room(path: Path, needed: int) -> None:
    """Afterwards there was room for `needed` bytes at `path`, so that work does not end on a full disk.

    Raises:
        WriteError: There is less; the message says how much is needed and how much there is.
    """
    try:
        free = shutil.disk_usage(path.parent).free
    except OSError:  # whoever opens the file there says what is wrong
        return
    if free < needed:
        raise no_room_error(path, needed)


def no_room_error(path: Path, needed: int) -> WriteError:
    """The error that says how many bytes are needed for `path`, and how much room there is."""
    try:
        left = f"there are {_megabytes(shutil.disk_usage(path.parent).free)} left"
    except OSError:
        left = "there is no telling how much is left"
    return WriteError(
        f"cannot write {path}: it needs {_megabytes(needed)} and {left}",
        next_step="make room, or choose another place with -o",
    )


def _megabytes(size: int) -> str:
    return f"{size / 1e6:,.1f} MB"


def write_error(path: Path, fault: OSError) -> WriteError:
    """The error that says that `path` could not be written, and why."""
    return WriteError(
        f"cannot write {path}: {fault.strerror or fault}", next_step="choose another place with -o, or make room"
    )


def sync_to_disk(path: Path) -> None:
    """Afterwards what `path` holds is on the disk. Folders are left to the system where it cannot sync them."""
    if path.is_dir() and os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
