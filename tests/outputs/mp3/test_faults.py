"""What failed while it sounded is not remembered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.fakes.caches import MemoryCache
from tests.fakes.patchwork import Patchwork
from unknot.errors import AudioFileError
from unknot.outputs import export

if TYPE_CHECKING:
    from pathlib import Path


def test_frames_of_a_background_that_failed_are_not_kept(tmp_path: Path) -> None:
    """Under the names of a healthy one they would be heard in every later session."""
    source, store = Patchwork("r90 v/r40 r90"), MemoryCache()
    source.faults = {"rain.flac": AudioFileError("the disk is gone")}
    export(tmp_path / "a.mp3", source, store)
    assert not store.entries
    source.faults = {}
    export(tmp_path / "a.mp3", source, store)
    assert store.entries
