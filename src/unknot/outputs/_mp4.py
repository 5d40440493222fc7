"""M4B and M4A: AAC with a chapter track and Nero chapters, the index in front."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from unknot.errors import UnknotError
from unknot.outputs import _tag_writer
from unknot.outputs._ffmpeg_file import FfmpegFile

if TYPE_CHECKING:
    from unknot.audio import Samples
    from unknot.timeline import Timeline

_BRANDS = {".m4b": "M4B ", ".m4a": "M4A "}


class Mp4File:
    """An M4B or M4A file (`_checked_file.OutputFile`). Its chapters go to the encoder in a file of their own."""

    def __init__(self, path: Path, timeline: Timeline | None, kilobits: int = 128) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="unknot-")
        chapters = Path(self._folder.name, "chapters.txt")
        chapters.write_text(_tag_writer.metadata(timeline), encoding="utf-8", newline="\n")
        inputs = ["-f", "ffmetadata", "-i", f"file:{chapters}"]
        inputs += ["-map", "0:a", "-map_metadata", "1", "-map_chapters", "1"]
        codec = ["-c:a", "aac", "-b:a", f"{kilobits}k", "-flags:a", "+bitexact", "-fflags", "+bitexact"]
        form = ["-f", "mp4", "-brand", _BRANDS[path.suffix.lower()], "-movflags", "+faststart"]
        try:
            self._file = FfmpegFile(path, [*inputs, *codec, *form])
        except UnknotError:
            self._folder.cleanup()
            raise

    def write(self, block: Samples) -> None:
        """Take the next frames, shape (n, 2).

        Raises:
            WriteError: The encoder does not take them.
        """
        self._file.write(block)

    def finish(self) -> None:
        """Afterwards all of it is in the file.

        Raises:
            WriteError: The encoder failed.
        """
        self._file.finish()
        self._folder.cleanup()

    def stop(self) -> None:
        """Afterwards no encoder runs, and its chapters are gone. May be called twice."""
        self._file.stop()
        self._folder.cleanup()
