"""Files that ffmpeg writes from beginning to end: FLAC, Opus, M4B, M4A."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from unknot.audio import to_sixteen_bits
from unknot.errors import UnknotError
from unknot.outputs import _tag_writer
from unknot.outputs._ffmpeg_encoder import FfmpegEncoder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from unknot.audio import Samples
    from unknot.timeline import Timeline

_SAME_BYTES = ("-flags:a", "+bitexact", "-fflags", "+bitexact")
"""Ffmpeg writes neither its version nor random numbers, so that the same sound is the same bytes."""
BIT_EXACT = ("-map_metadata", "-1", *_SAME_BYTES)
"""The same, and no metadata."""
_BRANDS = {".m4b": "M4B ", ".m4a": "M4A "}


class FfmpegFile:
    """A file (`_checked_file.OutputFile`) that one ffmpeg process writes.

    Args:
        path: Where it is written.
        target: The arguments of ffmpeg for codec and format, without the destination.
        integers: Whether the encoder is given samples of 16 bits, as in a WAV file.
    """

    def __init__(self, path: Path, target: Sequence[str], *, integers: bool = False) -> None:
        self._integers = integers
        self._encoder = FfmpegEncoder([*target, f"file:{path}"], sample_format="s16le" if integers else "f32le")

    def write(self, block: Samples) -> None:
        """Take the next frames, shape (n, 2).

        Raises:
            WriteError: The encoder has failed.
        """
        self._encoder.feed(to_sixteen_bits(block) if self._integers else block)

    def finish(self) -> None:
        """Afterwards all of it is in the file.

        Raises:
            WriteError: The encoder has failed.
        """
        self._encoder.finish()
        self.stop()

    def stop(self) -> None:
        """Afterwards the encoder has ended. May be called twice."""
        self._encoder.stop()


def flac(path: Path) -> FfmpegFile:
    """A FLAC file of 16 bits: the samples of a WAV file at half the size."""
    return FfmpegFile(path, ("-c:a", "flac", *BIT_EXACT, "-f", "flac"), integers=True)


class Mp4File(FfmpegFile):
    """An M4B or M4A file: AAC with a chapter track and Nero chapters, the index in front.

    The encoder reads the chapters from a temporary file.
    """

    def __init__(self, path: Path, timeline: Timeline | None, kilobits: int = 128) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="unknot-")
        chapters = Path(self._folder.name, "chapters.txt")
        chapters.write_text(_tag_writer.metadata(timeline), encoding="utf-8", newline="\n")
        inputs = ["-f", "ffmetadata", "-i", f"file:{chapters}"]
        inputs += ["-map", "0:a", "-map_metadata", "1", "-map_chapters", "1"]
        form = ["-f", "mp4", "-brand", _BRANDS[path.suffix.lower()], "-movflags", "+faststart"]
        try:
            super().__init__(path, [*inputs, "-c:a", "aac", "-b:a", f"{kilobits}k", *_SAME_BYTES, *form])
        except UnknotError:
            self._folder.cleanup()
            raise

    def stop(self) -> None:
        """Afterwards the encoder has ended and the chapter file is gone. May be called twice."""
        super().stop()
        self._folder.cleanup()
