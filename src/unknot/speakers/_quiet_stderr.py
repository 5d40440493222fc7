"""Standard error without the messages of sound libraries."""

from __future__ import annotations

import contextlib
import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Inside the block nothing is written to standard error, on Linux. ALSA writes long messages there."""
    if not sys.platform.startswith("linux"):
        yield
        return
    try:
        original = os.dup(2)
    except OSError:  # it was closed before this program started
        yield
        return
    with contextlib.ExitStack() as stack:
        stack.callback(os.close, original)
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 2)
        os.close(null)
        stack.callback(os.dup2, original, 2)
        yield
