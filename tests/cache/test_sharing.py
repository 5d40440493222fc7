"""Many processes share one folder, and the least recently used go first, never what a living process needs."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from unknot.cache import FileCache, open_cache

if TYPE_CHECKING:
    from pathlib import Path

_CROWD = """
import sys, pathlib
from unknot.cache import FileCache
store = FileCache(pathlib.Path(sys.argv[1]), cap=200_000)
wrong = 0
for turn in range(60):
    for key in (f"clip:{turn % 40}", f"clip:{(turn * 7) % 40}"):
        value = store.get(key)
        wrong += value is not None and value != key.encode() * 500
        store.put(key, key.encode() * 500)
sys.exit(wrong)
"""
_HOLDER = """
import sys, pathlib
from unknot.cache import FileCache
store = FileCache(pathlib.Path(sys.argv[1]))
assert store.get("clip:needed") == b"n" * 1000
print("ready", flush=True)
sys.stdin.read()
"""


def _age(root: Path, key_order: list[str], store: FileCache) -> None:
    """The entries as if used one after the other, an hour apart, in that order."""
    for number, key in enumerate(key_order):
        os.utime(store._path(key), (1_000_000 + 3600 * number,) * 2)


def test_eight_processes_at_once_never_see_a_wrong_value(tmp_path: Path) -> None:
    """Each puts and gets the same forty keys while all of them prune."""
    command = [sys.executable, "-c", _CROWD, str(tmp_path)]
    crowd = [subprocess.Popen(command) for _ in range(8)]
    assert [child.wait() for child in crowd] == [0] * 8
    verified = FileCache(tmp_path).verify()
    assert verified.damaged == ()


def test_the_least_recently_used_goes_first(tmp_path: Path) -> None:
    """A get counts as use."""
    FileCache(tmp_path).put("clip:a", b"a" * 1000)
    store = FileCache(tmp_path)
    for key in ("clip:b", "clip:c"):
        store.put(key, b"x" * 1000)
    store.close()
    _age(tmp_path, ["clip:a", "clip:b", "clip:c"], store)
    other = FileCache(tmp_path)
    assert other.get("clip:a")
    other.close()
    assert other.prune(2200).dropped == 1
    assert [other.get(key) is not None for key in ("clip:a", "clip:b", "clip:c")] == [True, False, True]


def test_the_cap_holds_by_itself(tmp_path: Path) -> None:
    """Without anybody pruning, once the session that made the entries is over."""
    for turn in range(20):
        store = FileCache(tmp_path, cap=20_000)
        store.put(f"clip:{turn}", b"x" * 3000)
        store.close()
    assert FileCache(tmp_path).info().size <= 20_000 + 3100


def test_what_a_living_process_needs_stays(tmp_path: Path) -> None:
    """Even if all else must go; and it may go once that process has ended, however it ended."""
    FileCache(tmp_path).put("clip:needed", b"n" * 1000)
    holder = subprocess.Popen(
        [sys.executable, "-c", _HOLDER, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert holder.stdout is not None
    assert holder.stdin is not None
    assert holder.stdout.readline() == b"ready\n"
    store = FileCache(tmp_path)
    store.put("clip:other", b"o" * 1000)
    store.close()
    assert store.prune(0).dropped == 1
    holder.kill()
    holder.wait()
    holder.stdin.close()
    holder.stdout.close()
    assert store.prune(0).dropped == 1
    assert list(tmp_path.glob("pins/*")) == []


def test_a_store_keeps_what_it_used_itself_until_it_is_closed(tmp_path: Path) -> None:
    """A session longer than the cap is not robbed by its own end."""
    store = FileCache(tmp_path, cap=2000)
    for turn in range(10):
        store.put(f"clip:{turn}", b"x" * 1000)
    assert all(store.get(f"clip:{turn}") for turn in range(10))
    store.close()
    assert store.prune().left <= 2000


def test_info_and_verify_tell_what_there_is(tmp_path: Path) -> None:
    """By kind; a damaged entry is named and gone; a part that somebody is writing now is left alone."""
    store = FileCache(tmp_path)
    store.put("clip:a", b"x" * 500)
    store.put("clip:b", b"x" * 500)
    store.put("voice:a", b"x")
    store._path("clip:b").write_bytes(b"rubbish")
    part = store._path("clip:a").with_name("now.part")
    part.write_bytes(b"half")
    assert [row[:2] for row in store.info().kinds] == [("clip", 1), ("voice", 1), ("damaged", 1)]
    verified = store.verify()
    assert (verified.whole, verified.damaged) == (2, (store._path("clip:b").name,))
    assert part.exists()
    os.utime(part, (0, 0))
    store.verify()
    assert not part.exists()


def test_the_folder_can_vanish_at_any_moment(tmp_path: Path) -> None:
    """Then everything is a miss, and what is put is there again."""
    import shutil

    store = FileCache(tmp_path / "cache")
    store.put("clip:a", b"x")
    shutil.rmtree(tmp_path / "cache")
    assert store.get("clip:a") is None
    store.put("clip:a", b"y")
    assert store.get("clip:a") == b"y"
    assert (tmp_path / "cache" / "CACHEDIR.TAG").exists()


@pytest.mark.parametrize("place", ["/proc/unknot", "a file/cache"])
def test_a_place_that_cannot_be_written_to_becomes_a_temporary_one(tmp_path: Path, place: str) -> None:
    """With one notice, and it is gone when it is closed."""
    (tmp_path / "a file").touch()
    told: list[str] = []
    store = open_cache(tmp_path / place, told.append)
    store.put("clip:a", b"x")
    assert store.get("clip:a") == b"x"
    assert len(told) == 1
    assert "cannot be written to" in told[0]
    store.close()
    assert not store.root.exists()


def test_a_disk_that_is_full_keeps_nothing_and_breaks_nothing(tmp_path: Path) -> None:
    """The entry is simply not there."""
    store = FileCache(tmp_path)
    store.put("clip:a", b"x")
    folder = store._path("clip:a").parent
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()
    folder.write_bytes(b"a file in the way, as a full disk would be")
    store.put("clip:a", b"y")
    assert store.get("clip:a") is None
