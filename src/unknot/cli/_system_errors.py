"""Errors of the machine that no part of the program expected: no memory, no threads, no room, no permission."""

from __future__ import annotations

import errno
import re
from typing import Final

from unknot.errors import UnknotError, WriteError

_NO_MEMORY: Final = re.compile("failed to map segment|cannot allocate memory|cannot map", re.IGNORECASE)
_CHECK_PLACE: Final = "check that the folder exists, has room and can be written"
_NEXT: Final = {
    errno.EMFILE: "raise the number of open files: ulimit -n 256",
    errno.ENFILE: "close other programs",
    errno.ENOMEM: "close other programs, or ask for a shorter length",
    errno.EAGAIN: "close other programs, or raise `ulimit -u`",
}
"""What to do about an error of the system, by its number."""


def system_error(fault: Exception) -> UnknotError | None:
    """The error for a machine that has no more of something, or refuses a file or folder; None for another fault."""
    if isinstance(fault, MemoryError) or (isinstance(fault, ImportError) and _NO_MEMORY.search(str(fault))):
        return WriteError("there is not enough memory", next_step="close other programs, or ask for a shorter length")
    if isinstance(fault, RuntimeError):
        if "can't start new thread" not in str(fault):
            return None
        return WriteError("the system starts no more threads", next_step="close other programs, or raise `ulimit -u`")
    if not isinstance(fault, OSError) or fault.errno is None:
        return None
    place = f"{fault.filename}: " if fault.filename is not None else ""
    return WriteError(f"the system refused: {place}{fault.strerror}", next_step=_NEXT.get(fault.errno, _CHECK_PLACE))
