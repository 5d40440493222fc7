"""Files that appear whole or not at all."""

from __future__ import annotations

import contextlib
import os
import secrets
from typing import TYPE_CHECKING

from unknot.errors import WriteError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextlib.contextmanager
def appearing(path: Path) -> Iterator[Path]:
    """A path beside `path` to write to; when the block ends well, the file stands whole at `path`.

    When the block raises, nothing is left of it and what stood at `path` still stands there. The new file is on the
    disk (fsync) before it gets its name, and the name is on the disk before this returns.

    Raises:
        WriteError: The file could not be written or named.
    """
    beside = path.with_name(f".{path.name[:80]}.{secrets.token_hex(4)}.part{path.suffix}")
    try:
        yield beside
        sync(beside)
        beside.replace(path)
        sync(path.parent)
    except OSError as fault:
        raise WriteError(
            f"cannot write {path}: {fault.strerror or fault}", next_step="choose another place with -o, or make room"
        ) from fault
    finally:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)


def sync(path: Path) -> None:
    """Afterwards what `path` holds is on the disk. Folders are left to the system where it cannot sync them."""
    if path.is_dir() and os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
