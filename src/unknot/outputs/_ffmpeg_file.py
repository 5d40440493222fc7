"""Files that ffmpeg writes from beginning to end: FLAC, Opus, M4B."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unknot.audio import to_sixteen_bits
from unknot.outputs._ffmpeg_encoder import FfmpegEncoder

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from unknot.audio import Samples


BIT_EXACT = ("-map_metadata", "-1", "-flags:a", "+bitexact", "-fflags", "+bitexact")
"""Ffmpeg says nothing of itself in the file, so that the same sound is the same bytes."""


class FfmpegFile:
    """A file (`_checked_file.OutputFile`) that one ffmpeg writes.

    Args:
        path: Where it is written.
        target: Codec and format for ffmpeg, without the destination.
        whole_numbers: Whether the encoder is fed 16 bits, as a WAV would hold them.
    """

    def __init__(self, path: Path, target: Sequence[str], *, whole_numbers: bool = False) -> None:
        self._whole_numbers = whole_numbers
        self._encoder = FfmpegEncoder([*target, f"file:{path}"], sample_format="s16le" if whole_numbers else "f32le")

    def write(self, block: Samples) -> None:
        """Take the next frames, shape (n, 2).

        Raises:
            WriteError: The encoder does not take them.
        """
        self._encoder.feed(to_sixteen_bits(block) if self._whole_numbers else block)

    def finish(self) -> None:
        """Afterwards all of it is in the file.

        Raises:
            WriteError: The encoder failed.
        """
        self._encoder.finish()

    def stop(self) -> None:
        """Afterwards no encoder runs. May be called twice."""
        self._encoder.stop()


def flac(path: Path) -> FfmpegFile:
    """A FLAC file of 16 bits: what a WAV would hold, at half the size."""
    return FfmpegFile(path, ("-c:a", "flac", *BIT_EXACT, "-f", "flac"), whole_numbers=True)
