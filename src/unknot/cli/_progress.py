"""Progress on standard error: a bar or lines for anything over a second, nothing when nobody watches."""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING, TypeVar

from unknot.cli._printing import echo, plain_wanted

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from rich.progress import Progress, TaskID

T = TypeVar("T")
R = TypeVar("R")
_PATIENCE = 1.0
"""Seconds that a piece of work may take before a bar shows."""
_LINE_EVERY = 10.0
"""Seconds between two lines of progress, where no bar is drawn."""


class Bar:
    """A `ports.ProgressCallback` that draws a bar for each stage while it lasts.

    With `ACCESSIBLE` and on a terminal without a cursor it prints a line for each stage, and one every ten seconds.
    """

    def __init__(self, *, watched: bool | None = None, in_bytes: bool = False) -> None:
        """`in_bytes`: the steps are bytes and are shown as such."""
        self._in_bytes = in_bytes
        self._watched = sys.stderr.isatty() if watched is None else watched
        self._began = time.monotonic()
        self._bars: Progress | None = None
        self._tasks: dict[str, TaskID] = {}
        self._plain = plain_wanted(os.environ)
        self._line = ("", 0.0)
        """The stage of the last line, and when it was printed."""

    def __call__(self, stage: str, done: int, of: int) -> None:
        """Show that `done` of `of` steps of `stage` are finished."""
        if not self._watched or (self._bars is None and time.monotonic() - self._began < _PATIENCE):
            return
        if self._plain:
            self._print_line(stage, done, of)
            return
        from rich.markup import escape  # a name of a file may have brackets

        bars = self._bars or self._open()
        if stage not in self._tasks:
            for task in self._tasks.values():
                bars.update(task, visible=False)
            self._tasks[stage] = bars.add_task(escape(stage), total=of)
        bars.update(self._tasks[stage], completed=done, total=of, visible=True)

    def above(self, show: Callable[[T], R]) -> Callable[[T], R]:
        """The same function, which prints or asks on lines of its own: the bar is taken away meanwhile."""

        def shown(value: T) -> R:
            bars = self._bars
            if bars is None:
                return show(value)
            bars.stop()
            try:
                return show(value)
            finally:
                bars.start()

        return shown

    def __enter__(self) -> Bar:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _fault: BaseException | None, _trace: TracebackType | None
    ) -> None:
        if self._bars is not None:
            self._bars.stop()

    def _print_line(self, stage: str, done: int, of: int) -> None:
        last, at = self._line
        now = time.monotonic()
        if stage != last or now - at >= _LINE_EVERY:
            echo(f"{stage}: {done * 100 // max(1, of)} %", err=True)
            self._line = (stage, now)

    def _open(self) -> Progress:
        from rich.console import Console
        from rich.progress import BarColumn, DownloadColumn, Progress, TimeRemainingColumn

        usual = Progress.get_default_columns()
        columns = (usual[0], BarColumn(), DownloadColumn(), TimeRemainingColumn()) if self._in_bytes else usual
        self._bars = Progress(*columns, console=Console(stderr=True), transient=True)
        self._bars.start()
        return self._bars
