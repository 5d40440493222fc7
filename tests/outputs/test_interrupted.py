"""Whatever happens while a file is written, what stands at its place is the old one or the new one, whole."""

from __future__ import annotations

import random
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from unknot.errors import WriteError
from unknot.outputs import SUFFIXES
from unknot.platform import check_room

ROOT = Path(__file__).parents[2]
WRITER = """
import sys
from pathlib import Path
from tests.fakes.patchwork import Patchwork
from tests.fakes.caches import ForgetfulCache
from unknot.outputs._formats import export_remembered, open_output
from unknot.outputs._mp3 import export
from unknot.timeline import Timeline
from unknot.units import Frames

path, way, limit = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
if limit:
    import resource, signal
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
source = Patchwork("r200 v/r60 r100 w/r60 r100")
print("ready", flush=True)
try:
    timeline = Timeline(Frames(source.frames), "A", "en", ()) if way.endswith("session") else None
    if way == "remembered":
        export(path, source, ForgetfulCache())
    elif way == "remembered session":
        export_remembered(path, source, ForgetfulCache(), timeline)
    else:
        output = open_output(path, timeline)
        for start in range(0, source.frames, 50_000):
            output.write(source.render(start, min(50_000, source.frames - start)))
        output.finish()
except Exception as fault:
    print(type(fault).__name__, fault, flush=True)
    sys.exit(7)
"""


def writer(path: Path, way: str, limit: int = 0) -> subprocess.Popen[str]:
    """A process that writes some seconds to `path`, and is about to begin."""
    command = [sys.executable, "-c", WRITER, str(path), way, str(limit)]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    assert child.stdout is not None
    assert child.stdout.readline() == "ready\n"
    return child


@pytest.mark.skipif(sys.platform == "win32", reason="a process is killed in another way there")
@pytest.mark.parametrize(("way", "suffix"), [("remembered", ".mp3"), ("serial", ".m4b")])
def test_a_kill_leaves_the_old_file_or_the_new_one(tmp_path: Path, way: str, suffix: str) -> None:
    """Three kills at moments spread over the work, and one run that ends."""
    path, dice = tmp_path / f"a{suffix}", random.Random(suffix + way)
    begun = time.monotonic()
    with writer(path, way) as whole:
        assert whole.wait() == 0
    took, new = time.monotonic() - begun, path.read_bytes()
    for _ in range(3):
        path.write_bytes(b"old")
        with writer(path, way) as child:
            time.sleep(dice.random() * took)
            child.kill()
        assert path.read_bytes() in (b"old", new)


@pytest.mark.skipif(sys.platform != "linux", reason="the limit on file sizes is set as Linux has it")
@pytest.mark.parametrize(("way", "suffix"), [("remembered", ".mp3"), ("serial", ".mp3"), ("", ".wav"), ("", ".flac")])
def test_a_disk_that_is_full_leaves_the_old_file(tmp_path: Path, way: str, suffix: str) -> None:
    """And nothing beside it, and an error that is ours."""
    path = tmp_path / f"a{suffix}"
    path.write_bytes(b"old")
    with writer(path, way, limit=50_000) as child:
        told = child.stdout.read() if child.stdout else ""
    assert child.returncode == 7
    assert told.startswith("WriteError")
    assert [p.read_bytes() for p in tmp_path.iterdir()] == [b"old"]


@pytest.mark.skipif(sys.platform != "linux", reason="the limit on file sizes is set as Linux has it")
@pytest.mark.parametrize(("way", "suffix"), [("remembered session", ".mp3"), *(("session", s) for s in SUFFIXES)])
def test_a_disk_that_is_full_in_spite_of_all_says_how_much_is_needed(tmp_path: Path, way: str, suffix: str) -> None:
    """Somebody else may have filled it meanwhile. The file is named by its own name, and nothing of it is left."""
    path = tmp_path / f"a{suffix}"
    with writer(path, way, limit=30_000) as child:
        told = child.stdout.read() if child.stdout else ""
    assert re.match(
        rf"WriteError cannot write {re.escape(str(path))}: it needs [\d.]+ MB and there are [\d,.]+ MB", told
    )
    assert not list(tmp_path.iterdir())


def test_a_disk_without_room_is_found_before_the_work(tmp_path: Path) -> None:
    """With how much is needed and how much there is."""
    with pytest.raises(WriteError, match=r"needs 1,000,000,000\.0 MB and there are [\d,.]+ MB left"):
        check_room(tmp_path / "a.mp3", 10**15)
