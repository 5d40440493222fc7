"""A lock on an open file, which shows other processes that its owner is alive.

The lock ends when the file is closed, or when its process ends in any way.
"""

from __future__ import annotations

import sys

if sys.platform == "win32":
    import msvcrt
    import os

    def lock(file: int) -> bool:
        """Whether the file is locked now; False while another process has locked it. Closing the file unlocks it."""
        os.lseek(file, 1 << 30, os.SEEK_SET)  # others cannot read a locked byte, so one far behind the text
        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        finally:
            os.lseek(file, 0, os.SEEK_END)
        return True

else:
    import fcntl

    def lock(file: int) -> bool:
        """Whether the file is locked now; False while another process has locked it. Closing the file unlocks it."""
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
