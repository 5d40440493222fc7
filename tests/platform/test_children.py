"""Child processes in groups of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.fakes.voices import alive
from unknot.platform import cores, start_child, stop_child
from unknot.platform._children import PipeReader, take_pipe

if TYPE_CHECKING:
    from pathlib import Path

PYTHON = [sys.executable, "-I", "-S", "-c"]


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_a_child_that_ignores_term_is_killed_with_its_group(tmp_path: Path) -> None:
    """Neither the child nor its own child runs afterwards, and the child's pipes are closed."""
    code = "import os, signal, sys, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); os.fork(); "
    code += "open(f'{sys.argv[1]}/{os.getpid()}', 'w').close(); time.sleep(600)"
    child = start_child([*PYTHON, code, str(tmp_path)], stdout=subprocess.PIPE)
    while len(list(tmp_path.iterdir())) < 2:
        assert child.poll() is None
    stop_child(child)
    stop_child(child)
    assert alive(tmp_path) == []
    assert child.stdout is not None
    assert child.stdout.closed


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux lets a core be chosen")
def test_a_child_can_be_kept_on_one_core() -> None:
    """A number beyond the last core is taken modulo the number of cores."""
    child = start_child([*PYTHON, "import time; time.sleep(600)"], core=cores() + 1)
    used = os.sched_getaffinity(child.pid)
    stop_child(child)
    assert used == {sorted(os.sched_getaffinity(0))[(cores() + 1) % cores()]}


def test_a_pipe_is_read_to_its_end_and_only_the_last_bytes_are_kept() -> None:
    """The child never waits for its pipe to be read."""
    code = "print('x' * 300_000); print('last line'); print()"
    child = start_child([*PYTHON, code], stdout=subprocess.PIPE)
    reader = PipeReader(take_pipe(child, "stdout"), 12)
    assert child.wait(20) == 0
    assert reader.last_line() == "last line"
    assert len(reader.bytes()) <= 12
