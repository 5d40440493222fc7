"""The tag in front of an MP3: ID3v2.3, which every player reads, with chapters (CHAP, CTOC) and synchronised words."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from mutagen import id3

from unknot.outputs._cover_file import picture_type
from unknot.outputs._tags import ChapterMark, chapter_marks, milliseconds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from unknot.ports import Tags
    from unknot.timeline import Timeline

_UTF16 = id3.Encoding.UTF16
_MOST_IN_A_TABLE = 255
"""The most entries of a table of contents: their number is one byte."""
ID3_FRAMES = {
    "title": "TIT2", "artist": "TPE1", "albumartist": "TPE2", "album": "TALB", "composer": "TCOM", "genre": "TCON",
    "tracknumber": "TRCK",
}  # fmt: skip
"""The frame of each word that has one of its own."""
_FREE = ("narrator", "series", "series-part")
"""Words that players of audiobooks read from frames of users."""
_LANGUAGES = {"en": "eng", "de": "deu", "fr": "fra", "es": "spa", "it": "ita", "nl": "nld", "pt": "por", "pl": "pol"}
"""ISO 639-2 codes of the languages that most often have voices; any other is `und`."""


def id3_head(tags: Tags, timeline: Timeline | None = None) -> bytes:
    """The tag, or no bytes if it would be empty. The same words are the same bytes.

    Its frames are in the order in which they are made here: some readers list chapters in the order of the file.
    """
    frames = [*_words(tags), *_pictures(tags), *_gains(tags), *_chapters(chapter_marks(timeline))]
    if timeline is not None and timeline.cues:
        frames += _lyrics(timeline)
    body = b"".join(_frame_bytes(frame) for frame in frames)
    size = bytes(len(body) >> shift & 127 for shift in (21, 14, 7, 0))
    return b"ID3\x03\x00\x00" + size + body if body else b""


def _frame_bytes(frame: id3.Frame) -> bytes:
    """One frame as bytes: a tag with this frame alone, without the ten bytes of its header."""
    tag, result = id3.ID3(), io.BytesIO()
    tag.add(frame)
    tag.save(result, v2_version=3, padding=lambda _info: 0)
    return result.getvalue()[10:]


def _words(tags: Tags) -> Iterator[id3.Frame]:
    for name, text in tags.words().items():
        if name in ID3_FRAMES:
            yield getattr(id3, ID3_FRAMES[name])(encoding=_UTF16, text=[text])
        elif name in _FREE:
            yield id3.TXXX(encoding=_UTF16, desc=name.upper(), text=[text])
    if tags.language:
        yield id3.TLAN(encoding=_UTF16, text=[_language(tags.language)])
    if tags.comment:
        yield id3.COMM(encoding=_UTF16, lang=_language(tags.language), desc="", text=[tags.comment])
    yield from _date(tags.date)


def _date(date: str) -> Iterator[id3.Frame]:
    """The year, the day of it where there is one, and the whole date as it was given."""
    if date:
        yield id3.TYER(encoding=_UTF16, text=[date[:4]])
    if len(date) == len("YYYY-MM-DD"):
        yield id3.TDAT(encoding=_UTF16, text=[date[8:] + date[5:7]])
    if len(date) > len("YYYY"):
        yield id3.TXXX(encoding=_UTF16, desc="date", text=[date])


def _pictures(tags: Tags) -> Iterator[id3.Frame]:
    if tags.cover:
        yield id3.APIC(encoding=0, mime=picture_type(tags.cover), type=3, desc="", data=tags.cover)


def _gains(tags: Tags) -> Iterator[id3.Frame]:
    for name, value in tags.replay_gain().items():
        yield id3.TXXX(encoding=0, desc=name.upper(), text=[value])


def _chapters(chapters: tuple[ChapterMark, ...]) -> Iterator[id3.Frame]:
    for number, mark in enumerate(chapters):
        title = [id3.TIT2(encoding=_UTF16, text=[mark.title])]
        yield id3.CHAP(element_id=f"chp{number}", start_time=mark.start_ms, end_time=mark.stop_ms, sub_frames=title)
    if chapters:
        yield from _tables("toc", [f"chp{number}" for number in range(len(chapters))], id3.CTOCFlags.TOP_LEVEL)


def _tables(name: str, ids: list[str], flags: int = 0) -> Iterator[id3.Frame]:
    """A table of contents, and those inside it: a table lists at most 255 chapters or tables."""
    share = 1
    while len(ids) > share * _MOST_IN_A_TABLE:
        share *= _MOST_IN_A_TABLE
    parts = [ids[at : at + share] for at in range(0, len(ids), share)]
    names = ids if share == 1 else [f"{name}-{number}" for number in range(len(parts))]
    yield id3.CTOC(element_id=name, flags=flags | id3.CTOCFlags.ORDERED, child_element_ids=names, sub_frames=[])
    if share > 1:
        for inside, part in zip(names, parts, strict=True):
            yield from _tables(inside, part)


def _lyrics(timeline: Timeline) -> Iterator[id3.Frame]:
    language = _language(timeline.language)
    lines = [(cue.text, milliseconds(cue.start)) for cue in timeline.cues]
    yield id3.USLT(encoding=_UTF16, lang=language, desc="", text="\n".join(text for text, _ in lines))
    yield id3.SYLT(encoding=_UTF16, lang=language, format=2, type=1, desc="", text=lines)


def _language(name: str) -> str:
    return _LANGUAGES.get(name.split("-")[0].lower(), "und")
