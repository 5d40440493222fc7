"""Files appear whole or not at all, and what killed processes leave is removed."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from unknot.errors import WriteError
from unknot.platform import AtomicFile, SmallTextFile, atomic_path, check_room, no_room_error

if TYPE_CHECKING:
    from pathlib import Path

WRITER = """
import sys, time
from pathlib import Path
from unknot.platform import AtomicFile
file = AtomicFile(Path(sys.argv[1]))
file.temporary.write_bytes(b"half")
print("ready", flush=True)
time.sleep(600)
"""


def start_writer(path: Path) -> subprocess.Popen[str]:
    """A process that has written a part of the file."""
    child = subprocess.Popen([sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    assert child.stdout.readline() == "ready\n"
    return child


def test_a_block_that_raises_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    """A file that could not be written whole changes nothing."""
    (tmp_path / "a").write_bytes(b"old")

    def write() -> None:
        with atomic_path(tmp_path / "a") as path:
            path.write_bytes(b"half")
            raise ValueError("stop")

    with pytest.raises(ValueError, match="stop"):
        write()
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"old"]


def test_a_temporary_file_is_removed_once_its_process_is_killed(tmp_path: Path) -> None:
    """The next writer in the folder removes it, and not before its process has ended."""
    with start_writer(tmp_path / "a.mp3") as child:
        AtomicFile(tmp_path / "b.mp3").discard()
        assert len(list(tmp_path.iterdir())) == 1
        child.kill()
    assert len(list(tmp_path.iterdir())) == 1
    AtomicFile(tmp_path / "b.mp3").discard()
    assert not list(tmp_path.iterdir())


def test_two_writers_in_one_process_do_not_disturb_each_other(tmp_path: Path) -> None:
    """The file has the contents of the writer that ended last."""
    with atomic_path(tmp_path / "a") as first:
        first.write_bytes(b"first")
        with atomic_path(tmp_path / "a") as second:
            second.write_bytes(b"second")
        assert first.read_bytes() == b"first"
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"first"]


@pytest.mark.parametrize(
    "name", ["a.part", ".a.12345678.part", ".unknot-1234567.a.part", ".unknot-12345678.a", "unknot-12345678.a.part"]
)
def test_files_of_other_programs_stay(tmp_path: Path, name: str) -> None:
    """Only files with a name that unknot gives are removed."""
    (tmp_path / name).write_bytes(b"theirs")
    AtomicFile(tmp_path / "b.mp3").discard()
    assert [path.name for path in tmp_path.iterdir()] == [name]


@pytest.mark.skipif(sys.platform == "win32", reason="links are for administrators there")
def test_links_and_folders_with_such_a_name_stay(tmp_path: Path) -> None:
    """A link, the file that it points to, and a folder are not removed."""
    (tmp_path / "kept").write_bytes(b"kept")
    (tmp_path / ".unknot-12345678.a.part").symlink_to(tmp_path / "kept")
    (tmp_path / ".unknot-12345679.a.part").mkdir()
    AtomicFile(tmp_path / "b.mp3").discard()
    assert len(list(tmp_path.iterdir())) == 3


def test_a_file_with_a_long_name_can_be_written(tmp_path: Path) -> None:
    """The temporary name stays within the 255 bytes that file systems allow."""
    path = tmp_path / ("💆" * 60 + ".mp3")
    with atomic_path(path) as temporary:
        temporary.write_bytes(b"whole")
    assert path.read_bytes() == b"whole"


def test_too_little_room_is_an_error_with_both_numbers(tmp_path: Path) -> None:
    """The message says how much is needed and how much is free."""
    check_room(tmp_path / "a", 1)
    with pytest.raises(WriteError, match=r"it needs 1,000,000,000,000\.0 MB and there are [\d,.]+ MB left"):
        check_room(tmp_path / "a", 10**18)


def test_a_small_text_is_read_until_it_is_removed(tmp_path: Path) -> None:
    """Missing folders are made, and the last text counts."""
    file = SmallTextFile(tmp_path / "state" / "position.json")
    assert file.read() is None
    file.write("one")
    file.write("two")
    assert file.read() == "two"
    file.remove()
    file.remove()
    assert file.read() is None


def test_a_small_text_that_cannot_be_written_or_read_is_no_error(tmp_path: Path) -> None:
    """Where the folder is a file, and where the file is not UTF-8, there is no text."""
    (tmp_path / "state").write_bytes(b"\xff")
    file = SmallTextFile(tmp_path / "state" / "position.json")
    file.write("one")
    assert file.read() is None
    assert SmallTextFile(tmp_path / "state").read() is None


def test_a_limit_on_files_is_not_called_a_lack_of_room(tmp_path: Path) -> None:
    """There is room; something else stopped the file."""
    assert "a quota or a limit" in no_room_error(tmp_path / "a.mp3", 1).message
    assert "a quota" not in no_room_error(tmp_path / "a.mp3", 10**15).message
