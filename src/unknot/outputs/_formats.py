"""Which format belongs to a suffix, and how a file of it is written."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from unknot.errors import UsageError
from unknot.outputs import _id3, _mp3, _tag_writer
from unknot.outputs._checked_file import CheckedFile, Format, told
from unknot.outputs._ffmpeg_file import BIT_EXACT, FfmpegFile, flac
from unknot.outputs._mp4 import Mp4File
from unknot.outputs._probes import ExpectedSound, probe
from unknot.outputs._tag_check import read_back
from unknot.outputs._wav import WavFile
from unknot.platform import check_room
from unknot.ports import Tags
from unknot.units import SAMPLE_RATE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from unknot.ports import Cache, Output
    from unknot.timeline import Timeline

SUFFIXES = (".mp3", ".m4b", ".m4a", ".opus", ".flac", ".wav")
"""The endings of names that `open_output` knows."""


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
    form = format_for(path.suffix.lower(), timeline, tags, kilobits)
    if timeline is None:
        return CheckedFile(path, form, read_back=partial(read_back, tags=tags, timeline=None))
    room = needed(path, timeline.frames, kilobits)
    check_room(path, room)
    return CheckedFile(path, form, timeline.frames, partial(read_back, tags=tags, timeline=timeline), room)


def format_for(suffix: str, timeline: Timeline | None, tags: Tags, kilobits: int = 128) -> Format:
    """How a file with that ending is made, and what it says of itself."""
    match suffix:
        case ".mp3":
            return Format(partial(_mp3.Mp3File, shape=_mp3.StreamLayout(kilobits), head=_id3.id3_head(tags, timeline)))
        case ".m4b" | ".m4a":
            return Format(partial(Mp4File, timeline=timeline, kilobits=kilobits), partial(_tag_writer.mp4, tags=tags))
        case ".opus":
            codec = ("-c:a", "libopus", "-b:a", f"{kilobits}k", *BIT_EXACT, "-f", "opus")
            return Format(partial(FfmpegFile, target=codec), partial(_tag_writer.opus, tags=tags, timeline=timeline))
        case ".flac":
            return Format(flac, partial(_tag_writer.flac, tags=tags, timeline=timeline))
        case ".wav":
            return Format(WavFile, partial(_tag_writer.wav, tags=tags, timeline=timeline))
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
    source: _mp3.FrameSource,
    store: Cache,
    timeline: Timeline | None = None,
    tags: Tags | None = None,
    *,
    kilobits: int = 128,
    tick: Callable[[int, int], None] = lambda _done, _of: None,
) -> _mp3.ExportCounts:
    """Afterwards the MP3 of `source` (a `Mix`) stands at `path`; what sounds in it is never encoded again.

    It is byte for byte the file that `open_output` writes.

    Raises:
        WriteError: It could not be written; what stood there before still stands there.
    """
    room, tags, shape = needed(path, source.frames, kilobits), tags or Tags(), _mp3.StreamLayout(kilobits)
    head = _id3.id3_head(tags, timeline)

    def check(beside: Path, powers: NDArray[np.float32]) -> None:
        read_back(beside, tags, timeline)
        if timeline is not None:
            probe(beside, len(head) + shape.frame_bytes, ExpectedSound(source, timeline, powers), shape)

    check_room(path, room)
    with told(path, room):
        return _mp3.export(path, source, store, shape, head, tick, check)
