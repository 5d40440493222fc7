"""What killed processes leave beside a file is swept; what the living write is not."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from unknot.platform import AtomicFile, atomic_path

if TYPE_CHECKING:
    from pathlib import Path

HOLDER = """
import sys, time
from pathlib import Path
from unknot.platform import AtomicFile
place = AtomicFile(Path(sys.argv[1]))
place.beside.write_bytes(b"half")
print("ready", flush=True)
time.sleep(600)
"""


def holder(path: Path) -> subprocess.Popen[str]:
    """A process that is in the middle of writing."""
    child = subprocess.Popen([sys.executable, "-c", HOLDER, str(path)], stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    assert child.stdout.readline() == "ready\n"
    return child


def test_what_a_killed_process_left_is_swept_and_not_before(tmp_path: Path) -> None:
    """The next one to write into the folder does it."""
    with holder(tmp_path / "a.mp3") as child:
        AtomicFile(tmp_path / "b.mp3").discard()
        assert len(list(tmp_path.iterdir())) == 1
        child.kill()
    assert len(list(tmp_path.iterdir())) == 1
    AtomicFile(tmp_path / "b.mp3").discard()
    assert not list(tmp_path.iterdir())


def test_two_in_one_process_leave_each_other_alone(tmp_path: Path) -> None:
    """Whichever begins or ends first."""
    with atomic_path(tmp_path / "a") as first:
        first.write_bytes(b"first")
        with atomic_path(tmp_path / "a") as second:
            second.write_bytes(b"second")
        assert first.read_bytes() == b"first"
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"first"]


@pytest.mark.parametrize(
    "name", ["a.part", ".a.12345678.part", ".unknot-1234567.a.part", ".unknot-12345678.a", "unknot-12345678.a.part"]
)
def test_files_of_others_stay(tmp_path: Path, name: str) -> None:
    """Only names that we give are looked at."""
    (tmp_path / name).write_bytes(b"theirs")
    AtomicFile(tmp_path / "b.mp3").discard()
    assert [path.name for path in tmp_path.iterdir()] == [name]


@pytest.mark.skipif(sys.platform == "win32", reason="links are for administrators there")
def test_links_and_folders_under_such_a_name_stay(tmp_path: Path) -> None:
    """And so does what a link points to."""
    (tmp_path / "kept").write_bytes(b"kept")
    (tmp_path / ".unknot-12345678.a.part").symlink_to(tmp_path / "kept")
    (tmp_path / ".unknot-12345679.a.part").mkdir()
    AtomicFile(tmp_path / "b.mp3").discard()
    assert len(list(tmp_path.iterdir())) == 3


def test_a_long_name_in_a_wide_script_can_be_written(tmp_path: Path) -> None:
    """The hidden name stays within the 255 bytes of file systems."""
    path = tmp_path / ("💆" * 60 + ".mp3")
    with atomic_path(path) as place:
        place.write_bytes(b"whole")
    assert path.read_bytes() == b"whole"
