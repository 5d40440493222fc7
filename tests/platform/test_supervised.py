"""Everything that a supervised child starts ends with it, in whatever session or group it is."""

from __future__ import annotations

import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from tests.fakes.voices import alive, runs
from unknot.platform import _supervised

if TYPE_CHECKING:
    from pathlib import Path

_FAMILY = """
import pathlib, subprocess, sys, time
folder, how = sys.argv[1:]
if sys.platform == "win32":
    apart = {"creationflags": subprocess.DETACHED_PROCESS | subprocess.CREATE_NEW_PROCESS_GROUP}
else:
    apart = {"start_new_session": how != "group"}
code = "import time; time.sleep(600)"
if how == "daemon":  # its parent ends at once, and only its environment shows where it came from
    code = "import os, sys, time; os.fork() and os._exit(0); os.setsid(); open(f'{sys.argv[1]}/{os.getpid()}', 'w'); "
    code += "time.sleep(600)"
child = subprocess.Popen([sys.executable, "-I", "-S", "-c", code, folder], **apart)
if how != "daemon":
    (pathlib.Path(folder) / str(child.pid)).touch()
while not list(pathlib.Path(folder).iterdir()):
    time.sleep(0.01)
print("ready", flush=True)
time.sleep(600)
"""


def _family(folder: Path, how: str) -> _supervised.SupervisedChild:
    """A running child with a grandchild, whose process id is the name of a file in `folder`."""
    family = _supervised.start_supervised([sys.executable, "-I", "-S", "-c", _FAMILY, str(folder), how])
    assert family.child.stdout is not None
    assert family.child.stdout.readline().strip() == b"ready"
    return family


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty folder for the process ids of the grandchildren."""
    folder = tmp_path / "processes"
    folder.mkdir()
    return folder


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
@pytest.mark.parametrize("how", ["group", "session", "daemon"])
def test_a_grandchild_ends_with_its_parent(folder: Path, how: str) -> None:
    """It may be in the child's group, in a session of its own, or have a parent that has ended."""
    family = _family(folder, how)
    assert len(list(folder.iterdir())) == 1
    family.stop()
    family.stop()
    assert alive(folder) == []


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_the_grandchild_of_another_child_runs_on(tmp_path: Path) -> None:
    """Each supervised child has its own process tree."""
    folders = [tmp_path / "one", tmp_path / "two"]
    for folder in folders:
        folder.mkdir()
    one, two = (_family(folder, "session") for folder in folders)
    one.stop()
    assert alive(folders[0]) == []
    (path,) = folders[1].iterdir()
    assert runs(int(path.name))
    two.stop()
    assert alive(folders[1]) == []


@pytest.mark.skipif(sys.platform != "win32", reason="only Windows has jobs")
def test_a_detached_grandchild_ends_with_its_job(folder: Path) -> None:
    """It is in the job although it has no console and a group of its own."""
    family = _family(folder, "detached")
    (path,) = folder.iterdir()
    family.stop()
    for _ in range(300):
        if path.name not in _tasks(path.name):
            return
        time.sleep(0.01)
    pytest.fail("the grandchild still runs")


def _tasks(pid: str) -> str:
    listed = ["tasklist", "/NH", "/FI", f"PID eq {pid}"]
    return subprocess.run(listed, capture_output=True, check=True, text=True).stdout


def test_a_program_that_does_not_exist_is_an_os_error() -> None:
    """The error names the program."""
    with pytest.raises(OSError, match="no-such-program"):
        _supervised.start_supervised(["/no-such-program"])


def test_a_result_has_status_output_and_the_last_line_of_errors() -> None:
    """Input and output may be larger than what a pipe can hold."""
    code = "import sys; b = sys.stdin.buffer.read(); sys.stdout.buffer.write(b * 2); sys.exit('so long')"
    ended = _supervised.start_supervised([sys.executable, "-I", "-S", "-c", code]).result(b"x" * 300_000, 20)
    assert (ended.status, len(ended.out), ended.message) == (1, 600_000, "so long")


def test_a_child_that_hangs_is_ended_at_the_deadline() -> None:
    """The error has the last line on standard error."""
    code = "import sys, time; sys.stderr.write('waiting\\n'); sys.stderr.flush(); time.sleep(600)"
    with pytest.raises(TimeoutError, match="waiting"):
        _supervised.start_supervised([sys.executable, "-I", "-S", "-c", code]).result(b"", 0.7)
