"""What sounds under a session and between its words: generated textures, files, bells."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from unknot.audio import Samples
    from unknot.ports import Background, Store

GENERATED = ("rain", "ocean", "stream", "brown", "pink", "drone", "bowls", "forest")
"""The backgrounds that need no file."""
CHIMES = ("bell", "bowl", "chime", "gong", "tick")
"""The chimes that need no file."""


def background(name: str, folder: Path | None, store: Store) -> Background:
    """The background that a script or a setting names.

    Args:
        name: A generated one; or a sound file, a playlist (`.m3u`, `.m3u8`), or a folder of sound files.
        folder: Where the script stands; relative names are looked for there.
        store: Where chunks and decoded copies are kept.

    Raises:
        AudioFileError: There is no such background, or a file of it cannot be used.
    """
    from unknot.backgrounds import named

    return named.background(name, folder, store)


def chime(name: str, folder: Path | None) -> Samples:
    """The samples of a chime, shape (frames, 2): a generated one, or a file beside the script.

    Raises:
        AudioFileError: There is no such chime, or its file cannot be used.
    """
    from unknot.backgrounds import named

    return named.chime(name, folder)
