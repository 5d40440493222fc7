"""Backgrounds and chimes by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.fakes.caches import MemoryCache
from unknot.backgrounds import CHIMES, GENERATED, _chimes, background
from unknot.backgrounds._textures import MAKERS
from unknot.errors import AudioFileError

if TYPE_CHECKING:
    from pathlib import Path


def test_every_name_can_be_made() -> None:
    """Every name that is offered can be made, and every texture and chime has a name."""
    assert tuple(MAKERS) == GENERATED
    assert tuple(_chimes.PARTIALS) == CHIMES


def test_the_error_for_an_unknown_name_suggests_a_similar_one() -> None:
    """The error for an unknown name suggests the most similar one."""
    with pytest.raises(AudioFileError) as caught:
        background("ocaen", None, MemoryCache())
    assert "ocean" in caught.value.next_step


def test_a_playlist_with_a_missing_file_is_refused(tmp_path: Path) -> None:
    """A playlist with a missing file or an address is refused, and the error names both the list and the line."""
    for line in ("gone.flac", "http://localhost/a.mp3"):
        (tmp_path / "night.m3u").write_text(f"{line}\n")
        with pytest.raises(AudioFileError, match=r"night\.m3u names .*(gone\.flac|a\.mp3)"):
            background("night.m3u", tmp_path, MemoryCache())


def test_an_empty_folder_and_a_device_are_refused(tmp_path: Path) -> None:
    """A folder without sound files and a device are refused."""
    with pytest.raises(AudioFileError, match="no sound file"):
        background(".", tmp_path, MemoryCache())
    with pytest.raises(AudioFileError, match="not a regular file"):
        background("/dev/null", tmp_path, MemoryCache())
