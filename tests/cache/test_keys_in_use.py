"""No process removes an entry that a running process needs."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from unknot.cache import FileCache
from unknot.cache._keys_in_use import KeysInUse

if TYPE_CHECKING:
    from pathlib import Path

_READER = """
import sys, pathlib
from unknot.cache import FileCache
cache = FileCache(pathlib.Path(sys.argv[1]))
assert cache.get("clip:needed") == b"n" * 1000
print("ready", flush=True)
sys.stdin.read()
"""


def test_every_process_sees_the_names_that_are_needed_until_they_are_released(tmp_path: Path) -> None:
    """A name that is added twice is written once."""
    own, other = KeysInUse(tmp_path), KeysInUse(tmp_path)
    for name in ("a", "b", "a"):
        own.add(name)
    other.add("c")
    assert own.of_all_processes() == other.of_all_processes() == {"a", "b", "c"}
    own.release()
    own.release()
    assert other.of_all_processes() == {"c"}
    other.release()
    assert list(tmp_path.iterdir()) == []


def test_an_entry_that_a_running_process_needs_stays(tmp_path: Path) -> None:
    """It is removed only after that process has ended, even by a kill."""
    FileCache(tmp_path).put("clip:needed", b"n" * 1000)
    reader = subprocess.Popen(
        [sys.executable, "-c", _READER, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert reader.stdout is not None
    assert reader.stdin is not None
    assert reader.stdout.readline() == b"ready\n"
    cache = FileCache(tmp_path)
    cache.put("clip:other", b"o" * 1000)
    cache.close()
    assert cache.prune(0).dropped == 1
    reader.kill()
    reader.wait()
    reader.stdin.close()
    reader.stdout.close()
    assert cache.prune(0).dropped == 1
    assert list(tmp_path.glob("pins/*")) == []


def test_a_cache_keeps_the_entries_that_it_used_until_it_is_closed(tmp_path: Path) -> None:
    """A session that needs more than the cap loses none of its own entries."""
    cache = FileCache(tmp_path, cap=2000)
    for turn in range(10):
        cache.put(f"clip:{turn}", b"x" * 1000)
    assert all(cache.get(f"clip:{turn}") for turn in range(10))
    cache.close()
    assert cache.prune().left <= 2000
