"""An MP3 that one encoder writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests import ffmpeg
from tests.outputs.sessions import tone
from unknot.outputs import Mp3File, StreamLayout

if TYPE_CHECKING:
    from pathlib import Path


def test_a_file_is_its_head_the_info_frame_and_the_stream(tmp_path: Path) -> None:
    """A file has its head, one Info frame and the frames of the encoder, whatever the blocks."""
    file = Mp3File(tmp_path / "a.mp3", head=b"a head")
    for start in range(0, 30_000, 7000):
        file.write(tone(30_000)[start : start + 7000])
    file.finish()
    file.stop()
    raw, size = (tmp_path / "a.mp3").read_bytes(), StreamLayout().frame_bytes
    assert raw.startswith(b"a head\xff\xfb")
    assert raw[6 + size :] == ffmpeg.encode(StreamLayout().arguments, tone(30_000))
