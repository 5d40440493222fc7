"""Child processes that are not trusted to end, nor to end what they have started: those of voices."""

from __future__ import annotations

import contextlib
import os
import subprocess
import threading
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any, Final

from unknot.platform import _children
from unknot.platform._children import PipeReader, take_pipe
from unknot.platform._process_tree import ProcessTree, process_tree

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

_PIPES: Final[Mapping[str, Any]] = {
    "stdin": subprocess.PIPE,
    "stdout": subprocess.PIPE,
    "stderr": subprocess.PIPE,
    "bufsize": 0,
}
_MOST: Final = 1 << 28
"""Bytes of standard output that are taken: over an hour of speech."""
_TAIL: Final = 2000
"""Bytes of standard error that are remembered."""


@dataclass(frozen=True, slots=True)
class ExitedChild:
    """A child that has ended."""

    status: int
    """Its exit status; −n where signal n killed it."""
    out: bytes
    """What it wrote to standard output."""
    said: str
    """The last line that it wrote to standard error."""


@dataclass(frozen=True, slots=True)
class SupervisedChild:
    """A running child on its leash."""

    child: subprocess.Popen[bytes]
    leash: ProcessTree

    def stop(self) -> None:
        """Afterwards the child is gone, and all that it has started. May be called twice."""
        _children.stop_child(self.child)
        self.leash.end()

    def result(self, feed: bytes, deadline: float) -> ExitedChild:
        """How it ends, given `feed`, by itself or because it is stopped; afterwards nothing that it started is left.

        Raises:
            TimeoutError: It did not end within `deadline` seconds. The message is its last words.
        """
        child = self.child
        out, said = PipeReader(take_pipe(child, "stdout"), _MOST), PipeReader(take_pipe(child, "stderr"), _TAIL)
        threading.Thread(target=_feed, args=(take_pipe(child, "stdin"), feed), daemon=True).start()
        try:
            status = child.wait(deadline)
        except subprocess.TimeoutExpired as fault:
            self.stop()
            raise TimeoutError(said.last_line()) from fault
        finally:
            self.stop()
        return ExitedChild(status, out.bytes(), said.last_line())


def start_supervised(
    command: Sequence[str],
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
) -> SupervisedChild:
    """A child with raw pipes, whose descendants are found wherever they went.

    `environment` is added to this process's own; it begins in `folder`.

    Raises:
        OSError: The program could not be started.
    """
    held = process_tree()
    around = {**os.environ, **(environment or {}), **held.environment}
    with contextlib.ExitStack() as undo:
        undo.callback(held.end)
        child = _children.start_child(command, around, suspended=held.suspended, cwd=folder, **_PIPES)
        undo.callback(_children.stop_child, child)
        held.take(child)
        undo.pop_all()
    return SupervisedChild(child, held)


def _feed(pipe: IO[bytes], feed: bytes) -> None:
    with contextlib.suppress(OSError), pipe:
        view = memoryview(feed)
        while view:
            view = view[pipe.write(view) :]
