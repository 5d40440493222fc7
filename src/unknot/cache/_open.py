"""The store in the place that was asked for, or in a temporary one when that place cannot be written to."""

from __future__ import annotations

import secrets
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from unknot.cache._file_cache import CAP, FileCache

if TYPE_CHECKING:
    from collections.abc import Callable


def open_cache(root: Path, notice: Callable[[str], None], cap: int = CAP) -> FileCache:
    """A store at `root`; where nothing can be written there, a temporary one, after one `notice` in words.

    A temporary store is gone with the process.
    """
    try:
        _try_writing(root)
    except OSError as fault:
        notice(
            f"the cache at {root} cannot be written to ({fault.strerror or fault}); this run keeps nothing for later"
        )
        return TemporaryCache(cap)
    return FileCache(root, cap)


class TemporaryCache(FileCache):
    """A store in a folder of its own that is gone when it is closed, or with the process."""

    def __init__(self, cap: int = CAP) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="unknot-", ignore_cleanup_errors=True)
        super().__init__(Path(self._folder.name), cap)

    def close(self) -> None:
        """Afterwards the folder is gone. May be called twice."""
        super().close()
        self._folder.cleanup()


def _try_writing(root: Path) -> None:
    root.mkdir(parents=True, exist_ok=True)
    probe = root / f"{secrets.token_hex(8)}.part"
    probe.write_bytes(b"")
    probe.unlink()
