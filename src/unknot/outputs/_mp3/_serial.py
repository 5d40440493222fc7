"""An MP3 that one encoder writes from its first frame to its last. Incremental export must give the same bytes."""

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
        layout: Bit rate and channels.
        head: The bytes before the stream: an ID3 tag, or nothing.
    """

    def __init__(self, path: Path, layout: _stream_layout.StreamLayout | None = None, head: bytes = b"") -> None:
        self._layout = layout or _stream_layout.StreamLayout()
        self._path, self._head, self._frames = path, head, 0
        try:
            self._file = path.open("w+b")
            self._file.write(head + bytes(self._layout.frame_bytes))
            self._file.flush()
        except OSError as fault:
            raise write_error(path, fault) from fault
        self._encoder = FfmpegEncoder([*self._layout.arguments, "pipe:1"], self._file, channels=self._layout.channels)

    def write(self, block: Samples) -> None:
        """Take the next frames, layout (n, 2).

        Raises:
            WriteError: The encoder has failed.
        """
        self._encoder.feed(self._layout.mixed(block))
        self._frames += len(block)

    def finish(self) -> None:
        """Afterwards all of it is in the file, and its length is in the Info frame.

        Raises:
            WriteError: The encoder failed, or gave another number of frames.
        """
        self._encoder.finish()
        try:
            _info_frame.put_in_front(self._file, self._layout, len(self._head), self._frames)
            self._file.close()
        except OSError as fault:
            raise write_error(self._path, fault) from fault

    def stop(self) -> None:
        """Afterwards the encoder has ended and the file is closed. May be called twice."""
        self._encoder.stop()
        self._file.close()
