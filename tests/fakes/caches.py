"""Caches (`ports.Cache`) without a disk."""

from __future__ import annotations


class MemoryCache:
    """A cache that keeps everything, and counts."""

    def __init__(self) -> None:
        self.entries: dict[str, bytes] = {}
        self.puts = 0
        """How often something was put."""
        self.found = 0
        """How many gets had an answer."""

    def get(self, key: str) -> bytes | None:
        """What was put."""
        self.found += key in self.entries
        return self.entries.get(key)

    def put(self, key: str, value: bytes) -> None:
        """Keep the value."""
        self.puts += 1
        self.entries[key] = value


class SuffixCache(MemoryCache):
    """A cache that drops every entry whose key does not end with `suffix`."""

    def __init__(self, suffix: str) -> None:
        super().__init__()
        self._suffix = suffix

    def put(self, key: str, value: bytes) -> None:
        """Keep the value if its key has the suffix."""
        if key.endswith(self._suffix):
            super().put(key, value)


class ForgetfulCache:
    """A cache that keeps nothing, as when somebody empties it all the time."""

    def get(self, key: str) -> bytes | None:
        """Nothing."""
        return None

    def put(self, key: str, value: bytes) -> None:
        """Drop the value."""


class DamagedCache(MemoryCache):
    """A cache that gives every entry back cut short, as after a disk fault that no checksum found."""

    def get(self, key: str) -> bytes | None:
        """All but the last byte."""
        value = super().get(key)
        return None if value is None else value[:-1]
