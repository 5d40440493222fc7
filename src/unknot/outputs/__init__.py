"""Where a session goes: files and loudspeakers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unknot.errors import UsageError
from unknot.outputs.encoded import Encoded
from unknot.outputs.memory import Memory
from unknot.outputs.mp3 import Mp3
from unknot.outputs.tags import Tags
from unknot.outputs.wav import Wav

if TYPE_CHECKING:
    from pathlib import Path

    from unknot.ports import Output
    from unknot.timeline import Timeline

SUFFIXES = (".mp3", ".wav", ".flac")
"""The endings of names that `open_output` knows."""

__all__ = ["SUFFIXES", "Memory", "Tags", "open_output"]


def open_output(path: Path, timeline: Timeline | None = None, tags: Tags | None = None) -> Output:
    """The output that writes the kind of file that `path` is named for.

    The file appears at `path` when it is finished and checked, and not before; until then what stood there stays.

    Args:
        path: Where the file will stand; its ending decides the format.
        timeline: What is written, for its length and chapters; None when nobody knows yet.
        tags: What the file says of itself.

    Raises:
        UsageError: No format has this ending.
        WriteError: There is no writing at this place.
    """
    match path.suffix.lower():
        case ".mp3":
            return Mp3(path, head=(tags or Tags()).id3())
        case ".wav":
            return Wav(path, timeline.frames if timeline else None)
        case ".flac":
            return Encoded(path, ("-c:a", "flac", "-f", "flac"), whole_numbers=True)
        case other:
            known = ", ".join(SUFFIXES)
            raise UsageError(f"cannot write {other or 'a file without an ending'}", next_step=f"use one of {known}")
