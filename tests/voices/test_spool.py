"""What the cache did not keep is kept in a temporary file, or in memory where there can be none."""

from __future__ import annotations

import tempfile
from typing import TYPE_CHECKING

from unknot.voices._spool import Spool

if TYPE_CHECKING:
    import pytest


def test_each_value_is_given_back_by_its_key() -> None:
    """In any order; a key that was never put has no value."""
    spool = Spool()
    values = {f"key {n}": bytes([n]) * n for n in range(20)}
    for key, value in values.items():
        spool.put(key, value)
    assert {key: spool.get(key) for key in reversed(values)} == values
    assert spool.get("another") is None


def test_a_value_that_is_put_again_replaces_the_first() -> None:
    """The second value is given back."""
    spool = Spool()
    spool.put("key", b"one")
    spool.put("key", b"another")
    assert spool.get("key") == b"another"


def test_without_room_for_a_file_values_are_held_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """No error is raised."""

    def refuse() -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(tempfile, "TemporaryFile", refuse)
    spool = Spool()
    spool.put("key", b"value")
    assert spool.get("key") == b"value"
