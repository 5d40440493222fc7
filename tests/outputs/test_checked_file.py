"""A file gets its name when it is complete and checked, whatever happens before."""

from __future__ import annotations

import random
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.outputs.sessions import timeline, tone
from unknot import outputs
from unknot.errors import WriteError
from unknot.outputs import SUFFIXES, _tag_check
from unknot.outputs._checked_file import CheckedFile
from unknot.platform import check_room
from unknot.ports import Tags

ROOT = Path(__file__).parents[2]


WRITER = """
import sys
from pathlib import Path
from tests.fakes.patchwork import Patchwork
from tests.fakes.caches import ForgetfulCache
from unknot.outputs._formats import export_incremental, open_output
from unknot.outputs import export
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
    if way == "incremental":
        export(path, source, ForgetfulCache())
    elif way == "incremental session":
        export_incremental(path, source, ForgetfulCache(), timeline)
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
    """A process that is about to write some seconds to `path`."""
    command = [sys.executable, "-c", WRITER, str(path), way, str(limit)]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    assert child.stdout is not None
    assert child.stdout.readline() == "ready\n"
    return child


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_an_abandoned_output_leaves_the_old_file(tmp_path: Path, suffix: str) -> None:
    """An abandoned output leaves an older file unchanged and no other file."""
    path = tmp_path / f"a{suffix}"
    path.write_bytes(b"old")
    output = outputs.open_output(path)
    output.write(tone(5000))
    output.abandon()
    output.abandon()
    assert [p.read_bytes() for p in tmp_path.iterdir()] == [b"old"]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_missing_folder_is_a_write_error(tmp_path: Path, suffix: str) -> None:
    """A missing folder is a write error that names the path."""

    def try_it() -> None:
        output = outputs.open_output(tmp_path / "none" / f"a{suffix}")
        output.write(tone(5000))
        output.finish()

    with pytest.raises(WriteError, match="none"):
        try_it()


@pytest.mark.parametrize("suffix", outputs.SUFFIXES)
def test_a_file_with_wrong_chapters_does_not_get_its_name(tmp_path: Path, suffix: str) -> None:
    """A file with wrong chapters does not get its name, and the old file stays."""
    path = tmp_path / f"a{suffix}"
    path.write_bytes(b"old")
    form, expected = outputs.format_for(suffix, timeline("One", "Two"), Tags()), timeline("One", "Zwei")
    output = CheckedFile(path, form, read_back=lambda beside: _tag_check.read_back(beside, Tags(), expected))
    output.write(tone(480_000))
    with pytest.raises(WriteError, match="chapter 2"):
        output.finish()
    assert [p.read_bytes() for p in tmp_path.iterdir()] == [b"old"]


@pytest.mark.skipif(sys.platform == "win32", reason="a process is killed in another way there")
@pytest.mark.parametrize(("way", "suffix"), [("incremental", ".mp3"), ("serial", ".m4b")])
def test_a_kill_leaves_the_old_file_or_the_new_one(tmp_path: Path, way: str, suffix: str) -> None:
    """A process that is killed leaves the old file or the complete new one."""
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
@pytest.mark.parametrize(("way", "suffix"), [("incremental", ".mp3"), ("serial", ".mp3"), ("", ".wav"), ("", ".flac")])
def test_a_disk_that_is_full_leaves_the_old_file(tmp_path: Path, way: str, suffix: str) -> None:
    """A full disk is a write error that leaves the old file and no other."""
    path = tmp_path / f"a{suffix}"
    path.write_bytes(b"old")
    with writer(path, way, limit=50_000) as child:
        found = child.stdout.read() if child.stdout else ""
    assert child.returncode == 7
    assert found.startswith("WriteError")
    assert [p.read_bytes() for p in tmp_path.iterdir()] == [b"old"]


@pytest.mark.skipif(sys.platform != "linux", reason="the limit on file sizes is set as Linux has it")
@pytest.mark.parametrize(("way", "suffix"), [("incremental session", ".mp3"), *(("session", s) for s in SUFFIXES)])
def test_a_disk_that_becomes_full_is_an_error_with_the_needed_bytes(tmp_path: Path, way: str, suffix: str) -> None:
    """A disk that becomes full is a write error that names the file and the bytes that it needs."""
    path = tmp_path / f"a{suffix}"
    with writer(path, way, limit=30_000) as child:
        found = child.stdout.read() if child.stdout else ""
    assert re.match(
        rf"WriteError cannot write {re.escape(str(path))}: it needs [\d.]+ MB and there are [\d,.]+ MB", found
    )
    assert not list(tmp_path.iterdir())


def test_a_disk_without_room_is_found_before_the_work(tmp_path: Path) -> None:
    """A disk without room is found before the work, with the needed and the free bytes."""
    with pytest.raises(WriteError, match=r"needs 1,000,000,000\.0 MB and there are [\d,.]+ MB left"):
        check_room(tmp_path / "a.mp3", 10**15)
