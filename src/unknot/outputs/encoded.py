"""Files that ffmpeg writes from beginning to end: FLAC, Opus, M4B; each checked by decoding before it is named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unknot.errors import UnknotError
from unknot.host.files import Appearing
from unknot.outputs import check, pcm
from unknot.outputs.encoder import Encoder

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from unknot.audio import Samples


def _nothing(_path: Path) -> None:
    """A file that says nothing of itself."""


class Encoded:
    """A file in the making, by one ffmpeg.

    Args:
        path: Where it will stand.
        target: Codec and format for ffmpeg, without the destination.
        whole_numbers: Whether the encoder is fed 16 bits, as a WAV would hold them.
        tag: Writes into the finished file, before it is checked, what it says of itself.
    """

    def __init__(
        self, path: Path, target: Sequence[str], *, whole_numbers: bool = False, tag: Callable[[Path], None] = _nothing
    ) -> None:
        self._place = Appearing(path)
        self._whole_numbers = whole_numbers
        self._passed = check.Envelope()
        self._tag = tag
        sample_format = "s16le" if whole_numbers else "f32le"
        self._encoder = Encoder([*target, f"file:{self._place.beside}"], sample_format=sample_format)

    def write(self, block: Samples) -> None:
        """Take the next frames, shape (n, 2).

        Raises:
            WriteError: The encoder does not take them.
        """
        try:
            self._encoder.feed(pcm.sixteen(block) if self._whole_numbers else block)
        except UnknotError:
            self.abandon()
            raise
        self._passed.add(block)

    def finish(self) -> None:
        """Afterwards the file stands in its place and is known to decode to what was written.

        Raises:
            WriteError: It could not be finished, or does not decode to its length.
        """
        try:
            self._encoder.finish()
            self._tag(self._place.beside)
            check.sound(self._place.beside, self._passed)
        except UnknotError:
            self.abandon()
            raise
        self._place.commit()

    def abandon(self) -> None:
        """Afterwards nothing of it is left, and what was there before is still there. May be called twice."""
        self._encoder.stop()
        self._place.discard()
