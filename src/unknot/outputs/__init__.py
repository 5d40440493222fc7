"""Where a session goes: files and loudspeakers."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from unknot.errors import UsageError
from unknot.host.files import make_sure_of_room
from unknot.outputs import captions, id3, mp3, tagging
from unknot.outputs.cover import cover
from unknot.outputs.encoded import Encoded
from unknot.outputs.memory import Memory
from unknot.outputs.mp4 import Mp4
from unknot.outputs.names import safe_name
from unknot.outputs.stems import write_stems
from unknot.outputs.tags import Tags
from unknot.outputs.wav import Wav
from unknot.units import SAMPLE_RATE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from unknot.ports import Output, Store
    from unknot.timeline import Timeline

SUFFIXES = (".mp3", ".m4b", ".m4a", ".opus", ".flac", ".wav")
"""The endings of names that `open_output` knows."""
_BIT_EXACT = ("-map_metadata", "-1", "-flags:a", "+bitexact", "-fflags", "+bitexact")

__all__ = [
    "SUFFIXES",
    "Memory",
    "Tags",
    "captions",
    "cover",
    "export_remembered",
    "open_output",
    "safe_name",
    "write_stems",
]


def open_output(
    path: Path, timeline: Timeline | None = None, tags: Tags | None = None, *, kilobits: int = 128
) -> Output:
    """The output that writes the kind of file that `path` is named for.

    The file appears at `path` when it is finished and checked, and not before; until then what stood there stays.

    Args:
        path: Where the file will stand; its ending decides the format.
        timeline: What is written, for its length, chapters and words; None when nobody knows yet.
        tags: What the file says of itself.
        kilobits: Thousands of bits a second, for MP3, M4B and Opus.

    Raises:
        UsageError: No format has this ending.
        WriteError: There is no writing at this place.
    """
    tags = tags or Tags()
    if timeline is not None:
        make_sure_of_room(path, needed(path, timeline.frames, kilobits))
    match path.suffix.lower():
        case ".mp3":
            return mp3.Mp3(path, mp3.Layout(kilobits), id3.head(tags, timeline))
        case ".m4b" | ".m4a":
            return Mp4(path, timeline, tags, kilobits)
        case ".opus":
            codec: tuple[str, ...] = ("-c:a", "libopus", "-b:a", f"{kilobits}k", *_BIT_EXACT, "-f", "opus")
            return Encoded(path, codec, tag=partial(tagging.opus, tags=tags, timeline=timeline))
        case ".flac":
            codec = ("-c:a", "flac", *_BIT_EXACT, "-f", "flac")
            return Encoded(path, codec, whole_numbers=True, tag=partial(tagging.flac, tags=tags, timeline=timeline))
        case ".wav":
            tag = partial(tagging.wav, tags=tags, timeline=timeline)
            return Wav(path, timeline.frames if timeline else None, tag)
        case other:
            known = ", ".join(SUFFIXES)
            raise UsageError(f"cannot write {other or 'a file without an ending'}", next_step=f"use one of {known}")


def needed(path: Path, frames: int, kilobits: int = 128) -> int:
    """About how many bytes a session of `frames` takes at `path`: a little more than it will be."""
    suffix, spoken_of = path.suffix.lower(), 1 << 20
    whole = frames * 4
    if suffix not in (".wav", ".flac"):
        whole = frames * kilobits * 1000 // 8 // SAMPLE_RATE
    return whole + whole // 20 + spoken_of


def export_remembered(
    path: Path,
    source: mp3.Source,
    store: Store,
    timeline: Timeline | None = None,
    tags: Tags | None = None,
    *,
    kilobits: int = 128,
    tick: Callable[[int, int], None] = lambda _done, _of: None,
) -> mp3.Done:
    """Afterwards the MP3 of `source` (a `Mix`) stands at `path`; what sounds in it is never encoded again.

    It is byte for byte the file that `open_output` writes.

    Raises:
        WriteError: It could not be written; what stood there before still stands there.
    """
    make_sure_of_room(path, needed(path, source.frames, kilobits))
    return mp3.export(path, source, store, mp3.Layout(kilobits), id3.head(tags or Tags(), timeline), tick)
