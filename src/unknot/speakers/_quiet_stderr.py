"""What sound libraries write to standard error by themselves, kept off the terminal."""

from __future__ import annotations

import contextlib
import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """ALSA writes pages to standard error while devices are looked for; the exception says what a person needs."""
    if not sys.platform.startswith("linux"):
        yield
        return
    try:
        kept = os.dup(2)
    except OSError:  # closed by whoever started us
        yield
        return
    with contextlib.ExitStack() as stack:
        stack.callback(os.close, kept)
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 2)
        os.close(nowhere)
        stack.callback(os.dup2, kept, 2)
        yield
