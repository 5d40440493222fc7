"""The voice and the background of a session as files of their own, for somebody who mixes them again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unknot.outputs._checked_file import CheckedFile, Format
from unknot.outputs._ffmpeg_file import flac
from unknot.outputs._serial import write_all

if TYPE_CHECKING:
    from pathlib import Path

    from unknot.ports import Renderable


def write_stems(path: Path, voice: Renderable, background: Renderable) -> tuple[Path, Path]:
    """Afterwards the two stand beside `path` as FLAC, both as long as the session. Returns their paths.

    Raises:
        WriteError: One of them could not be written; what stood there before still stands there.
    """
    places = path.with_name(f"{path.stem}-voice.flac"), path.with_name(f"{path.stem}-background.flac")
    for place, stem in zip(places, (voice, background), strict=True):
        write_all(stem, CheckedFile(place, Format(flac), stem.timeline.frames))
    return places
