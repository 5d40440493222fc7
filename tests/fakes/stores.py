"""Stores without a disk."""

from __future__ import annotations


class MemoryStore:
    """Keeps everything, and counts what it was asked."""

    def __init__(self) -> None:
        self.entries: dict[str, bytes] = {}
        self.found = 0
        """How many gets had an answer."""

    def get(self, key: str) -> bytes | None:
        """What was put."""
        self.found += key in self.entries
        return self.entries.get(key)

    def put(self, key: str, value: bytes) -> None:
        """Kept."""
        self.entries[key] = value


class ForgetfulStore:
    """Keeps nothing: as when somebody empties the cache all the time."""

    def get(self, key: str) -> bytes | None:
        """Nothing."""
        return None

    def put(self, key: str, value: bytes) -> None:
        """Gone."""


class RottenStore(MemoryStore):
    """Gives every entry back cut short: as after a fault of the disk that no checksum caught."""

    def get(self, key: str) -> bytes | None:
        """All but the last byte."""
        value = super().get(key)
        return None if value is None else value[:-1]
