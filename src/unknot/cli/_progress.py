"""Progress bars on standard error for work that takes longer than a second. Only on a terminal."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import TracebackType

    from rich.progress import Progress, TaskID

_DELAY = 1.0
"""Seconds of work before a bar is shown."""


class Bar:
    """A `ports.ProgressCallback` that shows a bar for each stage."""

    def __init__(self, *, enabled: bool | None = None) -> None:
        self._enabled = sys.stderr.isatty() if enabled is None else enabled
        self._started = time.monotonic()
        self._bars: Progress | None = None
        self._tasks: dict[str, TaskID] = {}

    def __call__(self, stage: str, done: int, of: int) -> None:
        """Show that `done` of `of` steps of `stage` are finished."""
        if not self._enabled or (self._bars is None and time.monotonic() - self._started < _DELAY):
            return
        bars = self._bars or self._open()
        if stage not in self._tasks:
            self._tasks[stage] = bars.add_task(stage, total=of)
        bars.update(self._tasks[stage], completed=done, total=of)

    def __enter__(self) -> Bar:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _fault: BaseException | None, _trace: TracebackType | None
    ) -> None:
        if self._bars is not None:
            self._bars.stop()

    def _open(self) -> Progress:
        from rich.console import Console
        from rich.progress import Progress

        self._bars = Progress(console=Console(stderr=True), transient=True)
        self._bars.start()
        return self._bars
