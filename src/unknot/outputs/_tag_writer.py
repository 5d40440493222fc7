"""The tags of a finished FLAC, Opus, M4B or WAV file."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from unknot.outputs import _id3
from unknot.outputs._cover_file import picture_type
from unknot.outputs._tags import chapter_marks, timestamp

if TYPE_CHECKING:
    from pathlib import Path

    from unknot.ports import Tags
    from unknot.timeline import Timeline

MP4_FREE_FORM = "----:com.apple.iTunes:"
"""The beginning of the names of tags that Apple has not named."""
MP4_ATOMS = {
    "title": "\xa9nam", "artist": "\xa9ART", "albumartist": "aART", "album": "\xa9alb", "date": "\xa9day",
    "genre": "\xa9gen", "comment": "\xa9cmt", "composer": "\xa9wrt", "narrator": "\xa9nrt", "series": "\xa9mvn",
}  # fmt: skip
"""The atom of each word that has one."""
MP4_FREE = ("language", "series", "series-part")
"""Words that players of audiobooks read from atoms of their own."""
_AUDIOBOOK = 2
"""The kind of medium by which Apple's players put a file beside the books."""


def metadata(timeline: Timeline | None) -> str:
    """The chapters as ffmpeg reads them (`-f ffmetadata`)."""
    found = [";FFMETADATA1"]
    for mark in chapter_marks(timeline):
        found += ["[CHAPTER]", "TIMEBASE=1/1000", f"START={mark.start_ms}", f"END={mark.stop_ms}"]
        found.append(f"title={_escaped(mark.title)}")
    return "\n".join(found) + "\n"


def _escaped(text: str) -> str:
    return "".join(f"\\{c}" if c in "=;#\\\n" else c for c in text)


def comments(tags: Tags, timeline: Timeline | None) -> dict[str, str]:
    """Vorbis comments with chapters, by name."""
    found = {**tags.words(), **tags.replay_gain()}
    for number, mark in enumerate(chapter_marks(timeline)):
        found[f"chapter{number:03d}"] = timestamp(mark.start)
        found[f"chapter{number:03d}name"] = mark.title
    return found


def _picture(tags: Tags) -> object:
    from mutagen.flac import Picture

    picture = Picture()
    picture.type, picture.mime, picture.data = 3, picture_type(tags.cover), tags.cover
    return picture


def flac(path: Path, tags: Tags, timeline: Timeline | None) -> None:
    """Afterwards the FLAC at `path` has the tags."""
    from mutagen.flac import FLAC

    file = FLAC(path)
    file.delete()
    file.update(comments(tags, timeline))
    if tags.cover:
        file.add_picture(_picture(tags))
    file.save()


def opus(path: Path, tags: Tags, timeline: Timeline | None) -> None:
    """Afterwards the Opus at `path` has the tags."""
    from mutagen.oggopus import OggOpus

    file = OggOpus(path)
    file.delete()
    file.update(comments(tags, timeline))
    if tags.cover:
        picture: bytes = _picture(tags).write()  # type: ignore[attr-defined]
        file["metadata_block_picture"] = base64.b64encode(picture).decode("ascii")
    file.save()


def mp4(path: Path, tags: Tags) -> None:
    """Afterwards the M4A or M4B at `path` has the tags. It has its chapters already."""
    from mutagen.mp4 import MP4, MP4Cover

    file = MP4(path)
    words = tags.words()
    file.update({atom: [words[name]] for name, atom in MP4_ATOMS.items() if name in words})
    free_form = {name.upper(): words[name] for name in MP4_FREE if name in words} | tags.replay_gain()
    file.update({MP4_FREE_FORM + name: [text.encode()] for name, text in free_form.items()})
    if tags.track:
        file["trkn"] = [(tags.track, 0)]
    if path.suffix.lower() == ".m4b":
        file["stik"] = [_AUDIOBOOK]
    if tags.cover:
        png = picture_type(tags.cover) == "image/png"
        file["covr"] = [MP4Cover(tags.cover, MP4Cover.FORMAT_PNG if png else MP4Cover.FORMAT_JPEG)]
    file.save()


def wav(path: Path, tags: Tags, timeline: Timeline | None) -> None:
    """Afterwards the WAV at `path` has the tags, as an ID3 chunk after the sound. An RF64 gets none."""
    import struct

    tag = _id3.id3_head(tags, timeline)
    with path.open("r+b") as file:
        if not tag or file.read(4) != b"RIFF":
            return
        file.seek(0, 2)
        file.write(struct.pack("<4sI", b"id3 ", len(tag)) + tag + b"\0" * (len(tag) % 2))
        size = file.tell() - 8
        file.seek(4)
        file.write(struct.pack("<I", size))
