"""What a stranger starts ends with it, wherever it has gone."""

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
if how == "daemon":  # its parent ends at once, and nothing but its environment is left of where it came from
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
    """A running child with a grandchild, which is written down in `folder`."""
    family = _supervised.start_supervised([sys.executable, "-I", "-S", "-c", _FAMILY, str(folder), how])
    assert family.child.stdout is not None
    assert family.child.stdout.readline().strip() == b"ready"
    return family


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the grandchildren are written down."""
    folder = tmp_path / "processes"
    folder.mkdir()
    return folder


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
@pytest.mark.parametrize("how", ["group", "session", "daemon"])
def test_a_grandchild_is_gone_with_its_stranger(folder: Path, how: str) -> None:
    """In the child's group, in a session of its own, or with a parent that has ended as well."""
    family = _family(folder, how)
    assert len(list(folder.iterdir())) == 1
    family.stop()
    family.stop()
    assert alive(folder) == []


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_what_another_stranger_has_started_lives_on(tmp_path: Path) -> None:
    """Each has its own."""
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
def test_a_detached_grandchild_is_gone_with_its_job(folder: Path) -> None:
    """It has no console and a group of its own, and is in the job all the same."""
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


def test_a_program_that_is_not_there_leaves_nothing_held() -> None:
    """It is told as what it is."""
    with pytest.raises(OSError, match="no-such-program"):
        _supervised.start_supervised(["/no-such-program"])
