"""An MP3 encoded from its first frame to its last by one encoder: what every other way has to equal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unknot.outputs._ffmpeg_encoder import FfmpegEncoder
from unknot.outputs._mp3 import _info_frame, _stream_layout
from unknot.platform import write_error

if TYPE_CHECKING:
    from pathlib import Path

    from unknot.audio import Samples


class Mp3File:
    """An MP3 file (`_checked_file.OutputFile`).

    Args:
        path: Where it is written.
        shape: Bit rate and channels.
        head: What stands before the stream: an ID3 tag, or nothing.
    """

    def __init__(self, path: Path, shape: _stream_layout.StreamLayout | None = None, head: bytes = b"") -> None:
        self._shape = shape or _stream_layout.StreamLayout()
        self._path, self._head, self._frames = path, head, 0
        try:
            self._file = path.open("w+b")
            self._file.write(head + bytes(self._shape.frame_bytes))
            self._file.flush()
        except OSError as fault:
            raise write_error(path, fault) from fault
        self._encoder = FfmpegEncoder([*self._shape.arguments, "pipe:1"], self._file, channels=self._shape.channels)

    def write(self, block: Samples) -> None:
        """Take the next frames, shape (n, 2).

        Raises:
            WriteError: The encoder does not take them.
        """
        self._encoder.feed(self._shape.mixed(block))
        self._frames += len(block)

    def finish(self) -> None:
        """Afterwards all of it is in the file, and the frame in front says how much that is.

        Raises:
            WriteError: The encoder failed, or gave another number of frames.
        """
        self._encoder.finish()
        try:
            _info_frame.put_in_front(self._file, self._shape, len(self._head), self._frames)
            self._file.close()
        except OSError as fault:
            raise write_error(self._path, fault) from fault

    def stop(self) -> None:
        """Afterwards no encoder runs, and the file is not open any more. May be called twice."""
        self._encoder.stop()
        self._file.close()
