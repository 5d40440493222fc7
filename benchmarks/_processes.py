"""What a command costs with all the processes that it starts: seconds, and the memory of all of them at its worst."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

_EVERY = 0.05
"""Seconds between two looks."""


class Cost(NamedTuple):
    """Of one command."""

    seconds: float
    megabytes: float
    """Proportional set size: what several processes share counts once. Linux only."""


def cost(command: Sequence[str]) -> Cost:
    """What `command` costs; it has to end well."""
    begun, most = time.perf_counter(), 0
    with subprocess.Popen(command) as child:
        while child.poll() is None:
            most = max(most, sum(_kilobytes(process) for process in _tree(child.pid)))
            time.sleep(_EVERY)
    if child.returncode:
        raise SystemExit(f"{command[0]} ended with {child.returncode}")
    return Cost(time.perf_counter() - begun, most / 1024)


def _tree(root: int) -> list[int]:
    """The process and all that it started, but for those that are still their parent's image, memory and all."""
    found = [root]
    for process in found:
        children = [int(n) for told in Path(f"/proc/{process}/task").glob("*/children") for n in _read(told).split()]
        found += [child for child in children if _command(child) != _command(process)]
    return found


def _command(process: int) -> str:
    return _read(Path(f"/proc/{process}/cmdline"))


def _kilobytes(process: int) -> int:
    lines = _read(Path(f"/proc/{process}/smaps_rollup")).splitlines()
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:  # it has ended meanwhile
        return ""
