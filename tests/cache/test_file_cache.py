"""Entries are whole or absent for every process, and the least recently used are removed first."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from unknot.cache import FileCache, open_cache

if TYPE_CHECKING:
    from pathlib import Path

_WRITER = """
import sys, pathlib
from unknot.cache import FileCache
cache = FileCache(pathlib.Path(sys.argv[1]), cap=200_000)
wrong = 0
for turn in range(60):
    for key in (f"clip:{turn % 40}", f"clip:{(turn * 7) % 40}"):
        value = cache.get(key)
        wrong += value is not None and value != key.encode() * 500
        cache.put(key, key.encode() * 500)
sys.exit(wrong)
"""


def _age(root: Path, key_order: list[str], cache: FileCache) -> None:
    """Afterwards the entries were last used in that order, an hour apart."""
    for number, key in enumerate(key_order):
        os.utime(cache._path(key), (1_000_000 + 3600 * number,) * 2)


def test_eight_processes_at_once_never_see_a_wrong_value(tmp_path: Path) -> None:
    """Each process writes and reads the same forty keys while all of them prune."""
    command = [sys.executable, "-c", _WRITER, str(tmp_path)]
    writers = [subprocess.Popen(command) for _ in range(8)]
    assert [child.wait() for child in writers] == [0] * 8
    verified = FileCache(tmp_path).verify()
    assert verified.damaged == ()


def test_the_least_recently_used_goes_first(tmp_path: Path) -> None:
    """Reading an entry counts as use."""
    FileCache(tmp_path).put("clip:a", b"a" * 1000)
    cache = FileCache(tmp_path)
    for key in ("clip:b", "clip:c"):
        cache.put(key, b"x" * 1000)
    cache.close()
    _age(tmp_path, ["clip:a", "clip:b", "clip:c"], cache)
    other = FileCache(tmp_path)
    assert other.get("clip:a")
    other.close()
    assert other.prune(2200).dropped == 1
    assert [other.get(key) is not None for key in ("clip:a", "clip:b", "clip:c")] == [True, False, True]


def test_the_cap_holds_by_itself(tmp_path: Path) -> None:
    """Entries are pruned without a call of `prune` once the cache that made them is closed."""
    for turn in range(20):
        cache = FileCache(tmp_path, cap=20_000)
        cache.put(f"clip:{turn}", b"x" * 3000)
        cache.close()
    assert FileCache(tmp_path).info().size <= 20_000 + 3100


def test_info_and_verify_tell_what_there_is(tmp_path: Path) -> None:
    """A damaged entry is named and removed; a temporary file is removed only when it is old."""
    cache = FileCache(tmp_path)
    cache.put("clip:a", b"x" * 500)
    cache.put("clip:b", b"x" * 500)
    cache.put("voice:a", b"x")
    cache._path("clip:b").write_bytes(b"rubbish")
    part = cache._path("clip:a").with_name("now.part")
    part.write_bytes(b"half")
    assert [row[:2] for row in cache.info().kinds] == [("clip", 1), ("voice", 1), ("damaged", 1)]
    verified = cache.verify()
    assert (verified.whole, verified.damaged) == (2, (cache._path("clip:b").name,))
    assert part.exists()
    os.utime(part, (0, 0))
    cache.verify()
    assert not part.exists()


def test_the_folder_can_vanish_at_any_moment(tmp_path: Path) -> None:
    """Without its folder the cache is empty and can be written to again."""
    cache = FileCache(tmp_path / "cache")
    cache.put("clip:a", b"x")
    shutil.rmtree(tmp_path / "cache")
    assert cache.get("clip:a") is None
    cache.put("clip:a", b"y")
    assert cache.get("clip:a") == b"y"
    assert (tmp_path / "cache" / "CACHEDIR.TAG").exists()


@pytest.mark.parametrize("place", ["/proc/unknot", "a file/cache"])
def test_a_folder_that_cannot_be_written_to_is_replaced_by_a_temporary_one(tmp_path: Path, place: str) -> None:
    """There is one notice, and the temporary folder is removed when the cache is closed."""
    (tmp_path / "a file").touch()
    notices: list[str] = []
    cache = open_cache(tmp_path / place, notices.append)
    cache.put("clip:a", b"x")
    assert cache.get("clip:a") == b"x"
    assert len(notices) == 1
    assert "cannot be written to" in notices[0]
    cache.close()
    assert not cache.root.exists()


def test_an_entry_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    """On a full disk the entry is absent."""
    cache = FileCache(tmp_path)
    cache.put("clip:a", b"x")
    folder = cache._path("clip:a").parent
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()
    folder.write_bytes(b"a file where the folder should be")
    cache.put("clip:a", b"y")
    assert cache.get("clip:a") is None


def _only_entry(root: Path) -> Path:
    (path,) = root.rglob("*.entry")
    return path


def test_a_value_is_read_as_it_was_written(tmp_path: Path) -> None:
    """Values and keys may have any bytes."""
    cache = FileCache(tmp_path / "cache")
    for key, value in [("clip:a", b""), ("clip:ü\n/..", b"\0\xff" * 1000), ("k" * 3000, b"x")]:
        cache.put(key, value)
        assert cache.get(key) == value


def test_reading_from_an_empty_cache_makes_no_folder(tmp_path: Path) -> None:
    """The folder is made by the first value that is written."""
    cache = FileCache(tmp_path / "cache")
    assert cache.get("clip:a") is None
    assert not (tmp_path / "cache").exists()


@pytest.mark.parametrize("at", [0, 8, 23, 24, 26, -1])
def test_a_damaged_entry_is_absent_and_removed(tmp_path: Path, at: int) -> None:
    """One wrong bit is enough, in magic, checksum, length, key or value."""
    cache = FileCache(tmp_path)
    cache.put("clip:a", b"value")
    raw = bytearray(_only_entry(tmp_path).read_bytes())
    raw[at] ^= 1
    _only_entry(tmp_path).write_bytes(raw)
    assert cache.get("clip:a") is None
    assert list(tmp_path.rglob("*.entry")) == []


@pytest.mark.parametrize("left", [0, 1, 20, 30, -1])
def test_a_part_of_an_entry_is_absent(tmp_path: Path, left: int) -> None:
    """A power cut can leave a file that is too short."""
    cache = FileCache(tmp_path)
    cache.put("clip:a", b"value")
    path = _only_entry(tmp_path)
    path.write_bytes(path.read_bytes()[:left])
    assert cache.get("clip:a") is None


def test_an_entry_under_the_name_of_another_is_absent(tmp_path: Path) -> None:
    """A copied file is not the value of another key."""
    cache = FileCache(tmp_path)
    cache.put("clip:a", b"a")
    entry = _only_entry(tmp_path).read_bytes()
    cache.put("clip:b", b"b")
    for path in tmp_path.rglob("*.entry"):
        path.write_bytes(entry)
    assert cache.get("clip:b") is None
    assert cache.get("clip:a") == b"a"
