"""A file whose title or chapters are not those of the session never gets its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.fakes.caches import MemoryCache
from tests.fakes.patchwork import Patchwork
from tests.outputs.test_files import tone
from tests.outputs.test_tags import HOSTILE, timeline, write
from unknot import outputs
from unknot.errors import WriteError
from unknot.outputs import _tag_check, _wav
from unknot.outputs._checked_file import CheckedFile
from unknot.ports import Tags

if TYPE_CHECKING:
    from pathlib import Path

LONG = "überlang " * 60


@pytest.mark.parametrize("suffix", outputs.SUFFIXES)
def test_what_is_written_is_read_back(tmp_path: Path, suffix: str) -> None:
    """Title and chapters, to the millisecond, however hostile or long."""
    titles = [*HOSTILE, LONG]
    path = write(tmp_path / f"a{suffix}", Tags(LONG), timeline(*titles))
    title, chapters = _tag_check.said(path)
    step = 480_000 // len(titles)
    assert title == LONG
    assert [start for start, _ in chapters] == [round(n * step / 48) for n in range(len(titles))]
    assert all(one.startswith(other) for one, (_, other) in zip(titles, chapters, strict=True))


@pytest.mark.parametrize("suffix", outputs.SUFFIXES)
@pytest.mark.parametrize(
    ("tags", "titles", "says"),
    [
        (Tags("Another"), ["One", "Two"], "title 'Neck', not 'Another'"),
        (Tags("Neck"), ["One", "Zwei"], "as its chapter 2, not"),
        (Tags("Neck"), ["One", "Two", "Three"], "as its chapter 2, not"),
        (Tags("Neck"), ["One"], "2 chapters, not 1"),
    ],
)
def test_other_words_are_found(tmp_path: Path, suffix: str, tags: Tags, titles: list[str], says: str) -> None:
    """Title, chapter, moment of a chapter, one too many."""
    path = write(tmp_path / f"a{suffix}", Tags("Neck"), timeline("One", "Two"))
    with pytest.raises(WriteError, match=says):
        _tag_check.read_back(path, tags, timeline(*titles))


@pytest.mark.parametrize("suffix", outputs.SUFFIXES)
def test_a_file_with_other_words_is_not_named(tmp_path: Path, suffix: str) -> None:
    """What stood there stays, and nothing beside it."""
    path = tmp_path / f"a{suffix}"
    path.write_bytes(b"old")
    form, meant = outputs.format_for(suffix, timeline("One", "Two"), Tags()), timeline("One", "Zwei")
    output = CheckedFile(path, form, read_back=lambda beside: _tag_check.read_back(beside, Tags(), meant))
    output.write(tone(480_000))
    with pytest.raises(WriteError, match="chapter 2"):
        output.finish()
    assert [p.read_bytes() for p in tmp_path.iterdir()] == [b"old"]


def test_the_remembered_way_is_read_back_as_well(tmp_path: Path) -> None:
    """Nothing is left beside it."""
    source = Patchwork("r90 v/r40 r90")
    outputs.export_remembered(tmp_path / "a.mp3", source, MemoryCache(), timeline(*HOSTILE), Tags("Neck"))
    assert _tag_check.said(tmp_path / "a.mp3")[1][3][1] == HOSTILE[3]
    assert [path.name for path in tmp_path.iterdir()] == ["a.mp3"]


def test_a_file_without_words_is_read_back_too(tmp_path: Path) -> None:
    """Of a test tone nobody expects a title."""
    output = outputs.open_output(tmp_path / "a.mp3")
    output.write(tone(5000))
    output.finish()
    assert _tag_check.said(tmp_path / "a.mp3") == ("", [])


def test_a_wav_over_four_gibibytes_has_no_words_and_is_not_asked_for_them(tmp_path: Path) -> None:
    """An RF64, as six and a half hours make it: readers of tags do not know its first four letters."""
    path = tmp_path / "night.wav"
    path.write_bytes(_wav.header(8 * 3600 * 48_000) + bytes(4000))
    _tag_check.read_back(path, Tags("Night"), timeline("One", "Two"))
