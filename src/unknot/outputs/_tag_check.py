"""Whether a finished file says of itself what it was told to: its title, and each chapter with its beginning."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from unknot.errors import WriteError
from unknot.outputs._tags import chapter_marks

if TYPE_CHECKING:
    from pathlib import Path

    from unknot.ports import Tags
    from unknot.timeline import Timeline

_NERO_MOST = 255
"""Chapters that Nero's list holds, and bytes of each title."""

Told = tuple[str, list[tuple[int, str]]]
"""A title; the beginning of each chapter in milliseconds, and its title."""


def read_back(path: Path, tags: Tags, timeline: Timeline | None) -> None:
    """Afterwards `path` is known to have the title and the chapters of the session.

    Raises:
        WriteError: It has not; the message says what it has instead.
    """
    if _is_rf64(path):  # it has no room for words
        return
    meant = tags.title, [(mark.start_ms, mark.title) for mark in chapter_marks(timeline)]
    found = said(path)
    if path.suffix.lower() in (".m4b", ".m4a"):
        meant, found = _as_nero(meant), _as_nero(found)
    if found[0] != meant[0]:
        raise WriteError(f"what was written has the title {found[0]!r}, not {meant[0]!r}")
    for number, (one, other) in enumerate(zip(meant[1], found[1], strict=False), 1):
        if one != other:
            raise WriteError(f"what was written has {other} as its chapter {number}, not {one}")
    if len(found[1]) != len(meant[1]):
        raise WriteError(f"what was written has {len(found[1])} chapters, not {len(meant[1])}")


def said(path: Path) -> Told:
    """The title and the chapters of a file, as its reader finds them."""
    import mutagen

    try:
        file = mutagen.File(path)
    except mutagen.MutagenError as fault:
        raise WriteError(f"what was written about the session cannot be read: {fault}") from fault
    tag = file.tags if file is not None else None
    match path.suffix.lower():
        case ".m4b" | ".m4a":
            return _in_mp4(file)
        case ".mp3" | ".wav":
            return _in_id3(tag)
        case _:
            return _in_comments(tag)


def _in_id3(tag: Any) -> Told:
    if tag is None:
        return "", []
    chapters = sorted((c.start_time, str(c.sub_frames["TIT2"].text[0])) for c in _listed(tag))
    return str(tag["TIT2"].text[0]) if "TIT2" in tag else "", chapters


def _listed(tag: Any) -> list[Any]:
    """The chapters in the order of the table of contents; one that it does not name is none."""
    by_name = {chapter.element_id: chapter for chapter in tag.getall("CHAP")}
    return [by_name[name] for table in tag.getall("CTOC") for name in table.child_element_ids]


def _in_mp4(file: Any) -> Told:
    title = file.tags.get("\xa9nam", [""])[0] if file.tags else ""
    return title, [(round(chapter.start * 1000), chapter.title) for chapter in file.chapters or ()]


def _in_comments(tag: Any) -> Told:
    said = {name.lower(): text for name, text in tag or ()}
    numbers = sorted(name for name in said if name.startswith("chapter") and name[7:].isdigit())
    return said.get("title", ""), [(_milliseconds(said[name]), said.get(f"{name}name", "")) for name in numbers]


def _milliseconds(moment: str) -> int:
    hours, minutes, seconds = moment.split(":")
    return round((int(hours) * 3600 + int(minutes) * 60 + float(seconds)) * 1000)


def _as_nero(told: Told) -> Told:
    """As much of it as the list of an M4B holds."""
    return told[0], [(ms, _cut(title)) for ms, title in told[1][:_NERO_MOST]]


def _cut(title: str) -> str:
    return title.encode("utf-8")[:_NERO_MOST].decode("utf-8", "ignore")


def _is_rf64(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) == b"RF64"
