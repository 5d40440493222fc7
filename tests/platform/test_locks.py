"""A lock on an open file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unknot.platform import lock

if TYPE_CHECKING:
    from pathlib import Path


def test_a_file_is_locked_until_it_is_closed(tmp_path: Path) -> None:
    """A second open file cannot be locked before the first is closed."""
    path = tmp_path / "a"
    with path.open("wb") as second:
        with path.open("wb") as first:
            assert lock(first.fileno())
            assert not lock(second.fileno())
        assert lock(second.fileno())
