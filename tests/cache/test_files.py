"""Entries are whole or absent, for every process, at every moment."""

from pathlib import Path

import pytest

from unknot.cache import FileCache


def _only_entry(root: Path) -> Path:
    (path,) = root.rglob("*.entry")
    return path


def test_what_was_put_is_what_is_got(tmp_path: Path) -> None:
    """Any bytes, any key."""
    store = FileCache(tmp_path / "cache")
    for key, value in [("clip:a", b""), ("clip:ü\n/..", b"\0\xff" * 1000), ("k" * 3000, b"x")]:
        store.put(key, value)
        assert store.get(key) == value


def test_an_empty_store_has_nothing_and_touches_nothing(tmp_path: Path) -> None:
    """Asking makes no folder."""
    store = FileCache(tmp_path / "cache")
    assert store.get("clip:a") is None
    assert not (tmp_path / "cache").exists()


@pytest.mark.parametrize("at", [0, 8, 23, 24, 26, -1])
def test_a_damaged_entry_is_a_miss_and_is_gone(tmp_path: Path, at: int) -> None:
    """One flipped bit anywhere: magic, checksum, length, key, value."""
    store = FileCache(tmp_path)
    store.put("clip:a", b"value")
    raw = bytearray(_only_entry(tmp_path).read_bytes())
    raw[at] ^= 1
    _only_entry(tmp_path).write_bytes(raw)
    assert store.get("clip:a") is None
    assert list(tmp_path.rglob("*.entry")) == []


@pytest.mark.parametrize("left", [0, 1, 20, 30, -1])
def test_half_an_entry_is_a_miss(tmp_path: Path, left: int) -> None:
    """As a power cut leaves it."""
    store = FileCache(tmp_path)
    store.put("clip:a", b"value")
    path = _only_entry(tmp_path)
    path.write_bytes(path.read_bytes()[:left])
    assert store.get("clip:a") is None


def test_an_entry_under_anothers_name_is_a_miss(tmp_path: Path) -> None:
    """A copied file does not become another key's value."""
    store = FileCache(tmp_path)
    store.put("clip:a", b"a")
    entry = _only_entry(tmp_path).read_bytes()
    store.put("clip:b", b"b")
    for path in tmp_path.rglob("*.entry"):
        path.write_bytes(entry)
    assert store.get("clip:b") is None
    assert store.get("clip:a") == b"a"
