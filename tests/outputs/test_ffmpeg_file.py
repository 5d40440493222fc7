"""Files that ffmpeg writes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from mutagen.mp4 import MP4

from tests.outputs.sessions import HOSTILE, timeline, write
from unknot.outputs import draw_cover
from unknot.ports import Tags

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("suffix", [".m4b", ".m4a"])
def test_m4b_has_a_chapter_list(tmp_path: Path, suffix: str) -> None:
    """An M4B has a Nero chapter list with each title and its beginning."""
    path = write(tmp_path / f"a{suffix}", Tags("T"), timeline(*HOSTILE))
    assert [c.title for c in MP4(path).chapters] == HOSTILE
    assert [c.start for c in MP4(path).chapters] == [n * 1.25 for n in range(8)]


def test_m4b_has_its_index_in_front(tmp_path: Path) -> None:
    """An M4B has its index before the sound, so that it can be played while it is being loaded."""
    raw = write(tmp_path / "a.m4b", Tags("T", cover=draw_cover("T")), timeline("One", "Two")).read_bytes()
    assert raw.index(b"moov") < raw.index(b"mdat")
    assert raw[8:12] == b"M4B "
