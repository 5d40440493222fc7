"""Child processes that may hang or leave descendants behind: the programs that voices run."""

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
"""Bytes of standard output that are kept: over an hour of speech."""
_TAIL: Final = 2000
"""Bytes of standard error that are kept."""


@dataclass(frozen=True, slots=True)
class ExitedChild:
    """A child that has ended."""

    status: int
    """Its exit status; −n where signal n killed it."""
    out: bytes
    """What it wrote to standard output."""
    message: str
    """The last line that it wrote to standard error."""


@dataclass(frozen=True, slots=True)
class SupervisedChild:
    """A running child and everything that it starts."""

    child: subprocess.Popen[bytes]
    tree: ProcessTree

    def stop(self) -> None:
        """Afterwards the child and everything that it started have ended. May be called twice."""
        _children.stop_child(self.child)
        self.tree.end()

    def result(self, stdin: bytes, deadline: float) -> ExitedChild:
        """How the child ended, given `stdin`; afterwards nothing that it started runs.

        Raises:
            TimeoutError: It did not end within `deadline` seconds. The message is its last line on standard error.
        """
        child = self.child
        out, err = PipeReader(take_pipe(child, "stdout"), _MOST), PipeReader(take_pipe(child, "stderr"), _TAIL)
        threading.Thread(target=_write_all, args=(take_pipe(child, "stdin"), stdin), daemon=True).start()
        try:
            status = child.wait(deadline)
        except subprocess.TimeoutExpired as fault:
            self.stop()
            raise TimeoutError(err.last_line()) from fault
        finally:
            self.stop()
        return ExitedChild(status, out.bytes(), err.last_line())


def start_supervised(
    command: Sequence[str],
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
) -> SupervisedChild:
    """A running child with unbuffered pipes, whose descendants are found and ended with it.

    `environment` is added to that of this process; `folder` is the child's working directory.

    Raises:
        OSError: The program could not be started.
    """
    tree = process_tree()
    variables = {**os.environ, **(environment or {}), **tree.environment}
    with contextlib.ExitStack() as undo:
        undo.callback(tree.end)
        child = _children.start_child(command, variables, suspended=tree.suspended, cwd=folder, **_PIPES)
        undo.callback(_children.stop_child, child)
        tree.take(child)
        undo.pop_all()
    return SupervisedChild(child, tree)


def _write_all(pipe: IO[bytes], data: bytes) -> None:
    with contextlib.suppress(OSError), pipe:
        view = memoryview(data)
        while view:
            view = view[pipe.write(view) :]
