"""One small text that is remembered from one run to the next, such as where a session was broken off."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


class SmallTextFile:
    """A text in a file of its own. It is a convenience: what cannot be written is not kept, and nobody is stopped."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> str | None:
        """What was written last, or None."""
        try:
            return self._path.read_text("utf-8")
        except (OSError, UnicodeDecodeError):
            return None

    def write(self, text: str) -> None:
        """Afterwards `read` gives `text`. Not synced to the disk: it is written at every cue."""
        beside = self._path.with_suffix(".part")
        with contextlib.suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            beside.write_text(text, "utf-8")
            beside.replace(self._path)

    def remove(self) -> None:
        """Afterwards there is none."""
        with contextlib.suppress(OSError):
            self._path.unlink(missing_ok=True)
