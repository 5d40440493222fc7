"""Whether the tags of a finished file are right: its words, its cover, the beginning and title of each chapter."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

from unknot.errors import WriteError
from unknot.outputs._cover_file import picture_type
from unknot.outputs._id3 import ID3_FRAMES
from unknot.outputs._tag_writer import MP4_ATOMS, MP4_FREE_FORM
from unknot.outputs._tags import chapter_marks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from unknot.ports import Tags
    from unknot.timeline import Timeline

_TOP_LEVEL = 2
"""The flag of the table of contents of an ID3 tag that is in no other table."""
_MP4_PICTURES = {13: "image/jpeg", 14: "image/png"}
"""Media type of each kind of picture of an MP4."""
_NERO_MOST = 255
"""The most chapters in a Nero list, and the most bytes of a title in it."""

TitleAndChapters = tuple[str, list[tuple[int, str]]]
"""A title; for each chapter its beginning in milliseconds and its title."""


def read_back(path: Path, tags: Tags, timeline: Timeline | None) -> None:
    """Afterwards `path` is known to have the title and the chapters of the session.

    Raises:
        WriteError: It has others. The message names them.
    """
    if _is_rf64(path):  # it has no tags
        return
    expected = tags.title, [(mark.start_ms, mark.title) for mark in chapter_marks(timeline)]
    found = read_tags(path)
    if path.suffix.lower() in (".m4b", ".m4a"):
        expected, found = _as_nero(expected), _as_nero(found)
    if found[0] != expected[0]:
        raise WriteError(f"the file has the title {found[0]!r}, not {expected[0]!r}")
    for number, (one, other) in enumerate(zip(expected[1], found[1], strict=False), 1):
        if one != other:
            raise WriteError(f"the file has {other} as its chapter {number}, not {one}")
    if len(found[1]) != len(expected[1]):
        raise WriteError(f"the file has {len(found[1])} chapters, not {len(expected[1])}")
    _check_words(path, tags)


def _check_words(path: Path, tags: Tags) -> None:
    file = _opened(path)
    for name, text in tags.words().items():
        found = read_word(path, file, name)
        if found != text and name != "language":  # ID3 has another code for it
            raise WriteError(f"the file has {found!r} as its {name}, not {text!r}")
    kind, cover = _cover(path, file)
    if cover != tags.cover or (cover and kind != picture_type(cover)):
        raise WriteError(f"the file has another cover: {len(cover)} bytes as {kind or 'no picture'}")


def read_word(path: Path, file: Any, name: str) -> str:
    """One tag of a file that mutagen has opened, by its name in Vorbis comments; empty when it has none."""
    tag = file.tags if file is not None and file.tags is not None else {}
    match path.suffix.lower():
        case ".m4b" | ".m4a" if name == "tracknumber":
            return str(tag.get("trkn", [("",)])[0][0])
        case ".m4b" | ".m4a":
            values = tag.get(MP4_ATOMS.get(name, ""), []) or tag.get(MP4_FREE_FORM + name.upper(), [])
            return "".join(value if isinstance(value, str) else bytes(value).decode() for value in values)
        case ".mp3" | ".wav":
            return _id3_word(tag, name)
        case _:
            return "".join(tag.get(name, []))


def _id3_word(tag: Any, name: str) -> str:
    if name == "comment":
        return "".join(str(frame.text[0]) for key, frame in tag.items() if key.startswith("COMM::"))
    keys = {"date": ("TXXX:date", "TDRC")}.get(name, (ID3_FRAMES.get(name, ""), f"TXXX:{name.upper()}"))
    return next((str(tag[key].text[0]) for key in keys if key in tag), "")


def _cover(path: Path, file: Any) -> tuple[str, bytes]:
    """The media type and the bytes of the cover; empty when there is none."""
    from mutagen.flac import Picture

    tag = file.tags if file is not None and file.tags is not None else {}
    match path.suffix.lower():
        case ".m4b" | ".m4a":
            found = [(_MP4_PICTURES.get(one.imageformat, ""), bytes(one)) for one in tag.get("covr", [])]
        case ".mp3" | ".wav":
            found = [(frame.mime, frame.data) for key, frame in tag.items() if key.startswith("APIC")]
        case ".opus":
            pictures = [Picture(base64.b64decode(text)) for text in tag.get("metadata_block_picture", [])]
            found = [(one.mime, one.data) for one in pictures]
        case _:
            found = [(one.mime, one.data) for one in getattr(file, "pictures", ())]
    return found[0] if found else ("", b"")


def read_tags(path: Path) -> TitleAndChapters:
    """The title and the chapters of a file, as mutagen reads them.

    Raises:
        WriteError: They cannot be read.
    """
    file = _opened(path)
    tag = file.tags if file is not None else None
    match path.suffix.lower():
        case ".m4b" | ".m4a":
            return _in_mp4(file)
        case ".mp3" | ".wav":
            return _in_id3(tag)
        case _:
            return _in_comments(tag)


def _opened(path: Path) -> Any:
    import mutagen

    try:
        return mutagen.File(path)
    except mutagen.MutagenError as fault:
        raise WriteError(f"the tags of the file cannot be read: {fault}") from fault


def _in_id3(tag: Any) -> TitleAndChapters:
    if tag is None:
        return "", []
    chapters = sorted((c.start_time, str(c.sub_frames["TIT2"].text[0])) for c in _listed(tag))
    return str(tag["TIT2"].text[0]) if "TIT2" in tag else "", chapters


def _listed(tag: Any) -> list[Any]:
    """The chapters in the order of the table of contents. One that is not in the table does not count."""
    chapters = {chapter.element_id: chapter for chapter in tag.getall("CHAP")}
    tables = {table.element_id: table for table in tag.getall("CTOC")}
    top = [name for name, table in tables.items() if table.flags & _TOP_LEVEL]
    return [chapters[name] for name in _names_in(tables, top) if name in chapters]


def _names_in(tables: Mapping[str, Any], names: Iterable[str]) -> Iterator[str]:
    """The names, each table replaced by what it lists."""
    for name in names:
        yield from _names_in(tables, tables[name].child_element_ids) if name in tables else (name,)


def _in_mp4(file: Any) -> TitleAndChapters:
    title = file.tags.get("\xa9nam", [""])[0] if file.tags else ""
    return title, [(round(chapter.start * 1000), chapter.title) for chapter in file.chapters or ()]


def _in_comments(tag: Any) -> TitleAndChapters:
    comments = {name.lower(): text for name, text in tag or ()}
    names = (name for name in comments if name.startswith("chapter") and name[7:].isdigit())
    numbers = sorted(names, key=lambda name: int(name[7:]))
    return comments.get("title", ""), [
        (_milliseconds(comments[name]), comments.get(f"{name}name", "")) for name in numbers
    ]


def _milliseconds(time: str) -> int:
    hours, minutes, seconds = time.split(":")
    return round((int(hours) * 3600 + int(minutes) * 60 + float(seconds)) * 1000)


def _as_nero(tags: TitleAndChapters) -> TitleAndChapters:
    """The part of the tags that the chapter list of an M4B holds."""
    return tags[0], [(ms, _cut(title)) for ms, title in tags[1][:_NERO_MOST]]


def _cut(title: str) -> str:
    return title.encode("utf-8")[:_NERO_MOST].decode("utf-8", "ignore")


def _is_rf64(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) == b"RF64"
