"""The tag of an MP3."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from mutagen.id3 import ID3, CTOCFlags

from tests.outputs.sessions import HOSTILE, timeline, write
from unknot.outputs._id3 import id3_head
from unknot.ports import Tags

if TYPE_CHECKING:
    from pathlib import Path


def test_mp3_has_chapters_in_frames_and_in_a_table(tmp_path: Path) -> None:
    """Every chapter is in a CHAP frame and in the CTOC frame; the first begins at 0, the last ends with the session."""
    tag = ID3(write(tmp_path / "a.mp3", Tags("T"), timeline(*HOSTILE)))
    chapters = sorted(tag.getall("CHAP"), key=lambda c: c.start_time)
    assert [c.sub_frames["TIT2"].text[0] for c in chapters] == HOSTILE
    assert (chapters[0].start_time, chapters[-1].end_time) == (0, 10_000)
    assert tag.getall("CTOC")[0].child_element_ids == [c.element_id for c in chapters]


def test_mp3_has_the_words_with_their_times(tmp_path: Path) -> None:
    """The words are in a USLT frame and, with their times, in a SYLT frame."""
    tag = ID3(write(tmp_path / "a.mp3", Tags("T"), timeline("One", "Two")))
    assert tag.getall("USLT")[0].text == "Say <0> & rest\nSay <1> & rest"
    assert tag.getall("SYLT")[0].text == [("Say <0> & rest", 0), ("Say <1> & rest", 5000)]


def test_tables_of_contents_are_nested_when_there_are_too_many_chapters() -> None:
    """A table lists at most 255 entries. More chapters are in tables that the first table lists; none has one twice."""
    head = id3_head(Tags("T"), timeline(*(f"Step {n}" for n in range(600))))
    tables = {table.element_id: table for table in ID3(BytesIO(head)).getall("CTOC")}
    assert tables["toc"].child_element_ids == ["toc-0", "toc-1", "toc-2"]
    assert [name for name, table in tables.items() if table.flags & CTOCFlags.TOP_LEVEL] == ["toc"]
    inside = [tables[name].child_element_ids for name in tables["toc"].child_element_ids]
    assert [len(names) for names in inside] == [255, 255, 90]
    assert [name for names in inside for name in names] == [f"chp{n}" for n in range(600)]
