"""Files in the making that show by a lock whether their process is alive, so that those of the dead can be swept.

No process number has to be believed, which another container would count differently. Windows needs no lock: an open
file cannot be removed there.
"""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import stat
import sys
from pathlib import Path

from unknot.platform._locks import lock

_NAME = re.compile(r"\.unknot-[0-9a-f]{8}\..*\.part(\.\w+)?")
_KEPT = 40
"""Characters of the final name that are seen in it: at most 160 bytes of the 255 that a name may have."""


class TemporaryFileClaim:
    """An empty hidden file beside `path`, locked as long as this is open.

    Raises:
        OSError: There is no writing at this place.
    """

    def __init__(self, path: Path) -> None:
        self._handle = -1
        self.beside, self._handle = _new(path)

    def close(self) -> None:
        """Afterwards the file is nobody's. May be called twice."""
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1

    def __del__(self) -> None:
        self.close()


def remove_abandoned(folder: Path) -> None:
    """Afterwards no file in `folder` is left that a killed process was writing. Those of the living stay."""
    with contextlib.suppress(OSError):  # whoever opens a file there says what is wrong
        left = [entry.path for entry in os.scandir(folder) if _NAME.fullmatch(entry.name)]
        for path in left:
            _remove_unclaimed(path)


def _new(path: Path) -> tuple[Path, int]:
    while True:
        beside = path.with_name(f".unknot-{secrets.token_hex(4)}.{path.name[:_KEPT]}.part{path.suffix}")
        handle = os.open(beside, os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
        if sys.platform != "win32":  # there the lock would bar the writer of a file over 1 GiB
            lock(handle)
        if os.fstat(handle).st_nlink:  # nobody swept it between these two lines
            return beside, handle
        os.close(handle)


def _remove_unclaimed(path: str) -> None:
    """Afterwards the file is gone, unless it is in use or no plain file."""
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
