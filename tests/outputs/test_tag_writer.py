"""Tags in every format."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import mutagen
import pytest

from tests.outputs.sessions import HOSTILE, SESSION, timeline, write
from unknot import outputs
from unknot.outputs import draw_cover
from unknot.platform import ffmpeg
from unknot.ports import Tags

if TYPE_CHECKING:
    from pathlib import Path


def words(path: Path) -> dict[str, str]:
    """Title, artist, album and date, read by mutagen."""
    names = ("title", "artist", "album", "date")
    if path.suffix == ".wav":
        tag = mutagen.File(path).tags
        return {n: str(tag[k].text[0]) for n, k in zip(names, ("TIT2", "TPE1", "TALB", "TDRC"), strict=True)}
    tag = mutagen.File(path, easy=True).tags
    return {name: tag[name][0] for name in names}


@pytest.mark.parametrize("suffix", outputs.SUFFIXES)
@pytest.mark.parametrize("title", HOSTILE)
def test_words_come_back_as_they_were(tmp_path: Path, suffix: str, title: str) -> None:
    """Title, artist, album and date can be read back from every format, with line breaks and any characters."""
    tags = Tags(title, f"by {title}", f"of {title}", "2031", "en")
    path = write(tmp_path / f"a{suffix}", tags, timeline("One"))
    assert words(path) == {"title": title, "artist": f"by {title}", "album": f"of {title}", "date": "2031"}


@pytest.mark.parametrize("suffix", [".opus", ".flac"])
def test_ogg_and_flac_have_chapters_in_comments(tmp_path: Path, suffix: str) -> None:
    """FLAC and Opus have their chapters in Vorbis comments, as the chapter extension defines them."""
    tags = mutagen.File(write(tmp_path / f"a{suffix}", Tags("T"), timeline("One", "Two"))).tags
    assert [tags["chapter001"], tags["chapter001name"]] == [["00:00:05.000"], ["Two"]]


@pytest.mark.parametrize("suffix", [".mp3", ".m4b", ".flac", ".opus"])
def test_a_picture_and_its_gain_are_inside(tmp_path: Path, suffix: str) -> None:
    """A file with a cover and a gain has both, and its sound."""
    path = write(tmp_path / f"a{suffix}", Tags("T", cover=draw_cover("T"), gain=-1.5, peak=0.5), timeline("One"))
    assert ffmpeg.decode(path).frames == SESSION
    raw = path.read_bytes()
    if suffix != ".opus":  # there it is in base64
        assert draw_cover("T") in raw
    assert b"replaygain_track_gain" in raw.lower()
