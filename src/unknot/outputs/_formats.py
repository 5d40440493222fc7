"""The format of each suffix, and how a file of it is written."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from unknot.errors import UsageError
from unknot.outputs import _id3, _tag_writer
from unknot.outputs._checked_file import CheckedFile, Format, errors_named
from unknot.outputs._ffmpeg_file import BIT_EXACT, FfmpegFile, Mp4File, flac
from unknot.outputs._mp3._incremental import export
from unknot.outputs._mp3._serial import Mp3File
from unknot.outputs._mp3._stream_layout import StreamLayout
from unknot.outputs._probes import ExpectedSound, probe
from unknot.outputs._suffixes import SUFFIXES
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

    from unknot.outputs._mp3._blocks import FrameSource
    from unknot.outputs._mp3._incremental import ExportCounts
    from unknot.ports import Cache, Output
    from unknot.timeline import Timeline


def open_output(
    path: Path, timeline: Timeline | None = None, tags: Tags | None = None, *, kilobits: int = 128
) -> Output:
    """The output for the suffix of `path`.

    The file gets its name when it is finished and checked. Until then an older file of that name is unchanged.

    Args:
        path: The final path; its suffix decides the format.
        timeline: The session, for its length, chapters and words; None if it is not known yet.
        tags: Title, artist and the like.
        kilobits: Thousands of bits a second, for MP3, M4B and Opus.

    Raises:
        UsageError: No format has this suffix.
        WriteError: There can be no file at this path.
    """
    tags = tags or Tags()
    form = format_for(path.suffix.lower(), timeline, tags, kilobits)
    if timeline is None:
        return CheckedFile(path, form, read_back=partial(read_back, tags=tags, timeline=None))
    room = needed(path, timeline.frames, kilobits)
    check_room(path, room)
    return CheckedFile(path, form, timeline.frames, partial(read_back, tags=tags, timeline=timeline), room)


def format_for(suffix: str, timeline: Timeline | None, tags: Tags, kilobits: int = 128) -> Format:
    """How a file with that suffix is written and tagged."""
    match suffix:
        case ".mp3":
            return Format(partial(Mp3File, layout=StreamLayout(kilobits), head=_id3.id3_head(tags, timeline)))
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
            raise UsageError(f"cannot write {other or 'a file without a suffix'}", next_step=f"use one of {known}")


def needed(path: Path, frames: int, kilobits: int = 128) -> int:
    """An upper estimate of the bytes of a session of `frames` at `path`, with 1 MiB for tags."""
    lossless = path.suffix.lower() in (".wav", ".flac")
    size = frames * 4 if lossless else frames * kilobits * 1000 // 8 // SAMPLE_RATE
    return size + size // 20 + (1 << 20)


def export_incremental(
    path: Path,
    source: FrameSource,
    cache: Cache,
    timeline: Timeline | None = None,
    tags: Tags | None = None,
    *,
    kilobits: int = 128,
    tick: Callable[[int, int], None] = lambda _done, _of: None,
) -> ExportCounts:
    """Afterwards the MP3 of `source` (a `Mix`) is at `path`, and its frames are in `cache`.

    It is byte for byte the file that `open_output` writes.

    Raises:
        WriteError: It could not be written; an older file at `path` is unchanged.
    """
    room, tags, layout = needed(path, source.frames, kilobits), tags or Tags(), StreamLayout(kilobits)
    head = _id3.id3_head(tags, timeline)

    def check(beside: Path, powers: NDArray[np.float32]) -> None:
        read_back(beside, tags, timeline)
        if timeline is not None:
            probe(beside, len(head) + layout.frame_bytes, ExpectedSound(source, timeline, powers), layout)

    check_room(path, room)
    with errors_named(path, room):
        return export(path, source, cache, layout, head, tick, check)
