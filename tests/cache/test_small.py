"""A small text is remembered, and its loss stops nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unknot.cache import SmallTextFile

if TYPE_CHECKING:
    from pathlib import Path


def test_what_was_written_last_is_read_until_it_is_removed(tmp_path: Path) -> None:
    """Folders are made."""
    kept = SmallTextFile(tmp_path / "state" / "position.json")
    assert kept.read() is None
    kept.write("one")
    kept.write("two")
    assert kept.read() == "two"
    kept.remove()
    kept.remove()
    assert kept.read() is None


def test_a_place_that_cannot_be_written_stops_nobody(tmp_path: Path) -> None:
    """A file stands where the folder should be; and what is no text is none."""
    (tmp_path / "state").write_bytes(b"\xff")
    kept = SmallTextFile(tmp_path / "state" / "position.json")
    kept.write("one")
    assert kept.read() is None
    assert SmallTextFile(tmp_path / "state").read() is None
