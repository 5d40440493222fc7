"""The tags of a finished file are read back and compared."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import mutagen
import pytest

from tests.outputs.sessions import HOSTILE, timeline, tone, write
from unknot import outputs
from unknot.errors import WriteError
from unknot.outputs import _tag_check, _wav, draw_cover
from unknot.ports import Tags

if TYPE_CHECKING:
    from pathlib import Path


LONG = "überlang " * 60


@pytest.mark.parametrize("suffix", outputs.SUFFIXES)
def test_what_is_written_is_read_back(tmp_path: Path, suffix: str) -> None:
    """Title and chapters are read back from every format, also with long titles and any characters."""
    titles = [*HOSTILE, LONG]
    path = write(tmp_path / f"a{suffix}", Tags(LONG), timeline(*titles))
    title, chapters = _tag_check.read_tags(path)
    step = 480_000 // len(titles)
    assert title == LONG
    assert [start for start, _ in chapters] == [round(n * step / 48) for n in range(len(titles))]
    assert all(one.startswith(other) for one, (_, other) in zip(titles, chapters, strict=True))


@pytest.mark.parametrize("suffix", outputs.SUFFIXES)
@pytest.mark.parametrize("count", [255, 256, 1100])
def test_any_number_of_chapters_is_read_back(tmp_path: Path, suffix: str, count: int) -> None:
    """A file may have more chapters than one table holds. The list of an M4B has the first 255."""
    path = write(tmp_path / f"a{suffix}", Tags("Steps"), timeline(*(f"Step {n}" for n in range(count))))
    _, chapters = _tag_check.read_tags(path)
    listed = min(count, 255) if suffix in (".m4b", ".m4a") else count
    assert [title for _, title in chapters] == [f"Step {n}" for n in range(listed)]


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
def test_wrong_tags_are_errors(tmp_path: Path, suffix: str, tags: Tags, titles: list[str], says: str) -> None:
    """A wrong title, a wrong chapter, a wrong time and a missing chapter are errors."""
    path = write(tmp_path / f"a{suffix}", Tags("Neck"), timeline("One", "Two"))
    with pytest.raises(WriteError, match=says):
        _tag_check.read_back(path, tags, timeline(*titles))


FULL = Tags(
    "Neck (25 min)",
    "A. Writer",
    "Evenings",
    "2026-11-23",
    "en",
    genre="Audiobook",
    comment="Lying down, for the neck.",
    narrator="A. Reader",
    series="Rest/Unknot",
    series_part="2.5",
    track=3,
)


@pytest.mark.parametrize("suffix", outputs.SUFFIXES)
@pytest.mark.parametrize("date", ["2026", "2026-11", "2026-11-23"])
def test_every_word_is_read_back_where_players_look_for_it(tmp_path: Path, suffix: str, date: str) -> None:
    """Every format holds every word, the whole date, and the cover with its media type; the check has read them."""
    tags = replace(FULL, date=date, cover=draw_cover("Neck"))
    file = mutagen.File(write(tmp_path / f"a{suffix}", tags, timeline("One")))
    words = {name: _tag_check.read_word(tmp_path / f"a{suffix}", file, name) for name in tags.words()}
    assert words | {"language": "en"} == tags.words()


@pytest.mark.parametrize("suffix", outputs.SUFFIXES)
@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"artist": "B"}, "'A. Writer' as its artist, not 'B'"),
        ({"date": "2025"}, "as its date"),
        ({"narrator": "B"}, "as its composer"),
        ({"series_part": "9"}, "as its series-part"),
        ({"track": 4}, "'3' as its tracknumber, not '4'"),
        ({"comment": "no"}, "as its comment"),
        ({"cover": b"\xff\xd8\xff"}, "another cover"),
    ],
)
def test_a_wrong_word_and_a_wrong_cover_are_errors(
    tmp_path: Path, suffix: str, wrong: dict[str, Any], says: str
) -> None:
    """Every word is compared, and the cover."""
    path = write(tmp_path / f"a{suffix}", FULL, timeline("One"))
    with pytest.raises(WriteError, match=says):
        _tag_check.read_back(path, replace(FULL, **wrong), timeline("One"))


def test_a_file_without_tags_has_no_title(tmp_path: Path) -> None:
    """A file without tags has no title and no chapters."""
    output = outputs.open_output(tmp_path / "a.mp3")
    output.write(tone(5000))
    output.finish()
    assert _tag_check.read_tags(tmp_path / "a.mp3") == ("", [])


def test_the_tags_of_an_rf64_are_not_checked(tmp_path: Path) -> None:
    """The tags of an RF64 are not checked, because it has none."""
    path = tmp_path / "night.wav"
    path.write_bytes(_wav.header(8 * 3600 * 48_000) + bytes(4000))
    _tag_check.read_back(path, Tags("Night"), timeline("One", "Two"))
