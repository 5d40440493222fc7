"""Stores in memory."""

from __future__ import annotations


class Shelf:
    """A store (`ports.Store`) that keeps everything, and counts."""

    def __init__(self) -> None:
        self.entries: dict[str, bytes] = {}
        self.puts = 0

    def get(self, key: str) -> bytes | None:
        """What was put."""
        return self.entries.get(key)

    def put(self, key: str, value: bytes) -> None:
        """Kept."""
        self.puts += 1
        self.entries[key] = value


class Sieve(Shelf):
    """A store that forgets everything but what `keeps` ends with."""

    def __init__(self, keeps: str) -> None:
        super().__init__()
        self._keeps = keeps

    def put(self, key: str, value: bytes) -> None:
        """Kept only with the right end."""
        if key.endswith(self._keeps):
            super().put(key, value)
