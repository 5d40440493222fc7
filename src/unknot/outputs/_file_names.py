"""File names that every system takes."""

from __future__ import annotations

import unicodedata

_FORBIDDEN = frozenset('<>:"/\\|?*')
_RESERVED = frozenset(
    ["con", "prn", "aux", "nul", *(f"com{n}" for n in range(1, 10)), *(f"lpt{n}" for n in range(1, 10))]
)
_LONGEST = 120
"""Bytes in UTF-8: with an ending and a number behind it, far under the 255 of any file system."""


def safe_name(title: str) -> str:
    """A name without ending for a file about `title`, that Linux, macOS, Windows and phones take. Never empty."""
    composed = unicodedata.normalize("NFC", title)
    kept = "".join("-" if c in _FORBIDDEN else " " if _unseen(c) else c for c in composed)
    name = " ".join(kept.split()).strip(". -")
    name = name.encode("utf-8")[:_LONGEST].decode("utf-8", "ignore").rstrip(". -")
    if name.split(".")[0].lower().strip() in _RESERVED:
        name = f"{name}-session"
    return name or "session"


def _unseen(c: str) -> bool:
    """Whether it is a control, a direction mark, a separator or half a character."""
    return unicodedata.category(c) in {"Cc", "Cf", "Cs", "Zl", "Zp"}
