"""A place for the values that the cache did not keep: a temporary file, or memory where there can be none."""

from __future__ import annotations

import tempfile
import threading
import weakref
from typing import IO


class Spool:
    """Bytes by key, as long as this object lives. It has the methods of `ports.Cache`."""

    def __init__(self) -> None:
        """There is no file before the first `put`."""
        self._file: IO[bytes] | None = None
        self._places: dict[str, tuple[int, int]] = {}
        """Where each value in the file begins, and its bytes."""
        self._held: dict[str, bytes] = {}
        """The values that could not be written to the file."""
        self._lock = threading.Lock()

    def get(self, key: str) -> bytes | None:
        """The value that was put under `key`, or None."""
        with self._lock:
            if self._file is None or key not in self._places:
                return self._held.get(key)
            start, size = self._places[key]
            self._file.seek(start)
            return self._file.read(size)

    def put(self, key: str, value: bytes) -> None:
        """Afterwards `get(key)` gives `value`."""
        with self._lock:
            try:
                self._places[key] = self._written(value), len(value)
            except OSError:
                self._held[key] = value

    def _written(self, value: bytes) -> int:
        """Where the value begins in the file."""
        if self._file is None:
            self._file = tempfile.TemporaryFile()  # noqa: SIM115  (closed with this object)
            weakref.finalize(self, self._file.close)
        start = self._file.seek(0, 2)
        self._file.write(value)
        self._file.flush()
        return start
