"""Sound that is written from its first frame to its last: to an output, and as stems beside a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from unknot.outputs._checked_file import CheckedFile, Format
from unknot.outputs._ffmpeg_file import flac
from unknot.ports import no_tick
from unknot.units import SAMPLE_RATE, Frames

if TYPE_CHECKING:
    from pathlib import Path

    from unknot.ports import Output, ProgressCallback, Renderable

AT_ONCE: Final = Frames(5 * SAMPLE_RATE)
"""Frames that are rendered at a time."""


def write_all(sound: Renderable, output: Output, tick: ProgressCallback = no_tick) -> None:
    """Afterwards the whole sound is written and the output is finished. On any error the output is abandoned.

    Raises:
        WriteError: The output could not be written.
    """
    frames = sound.timeline.frames
    try:
        for start in range(0, frames, AT_ONCE):
            count = min(AT_ONCE, frames - start)
            output.write(sound.render(start, count))
            tick("writing", start + count, frames)
        output.finish()
    except BaseException:
        output.abandon()
        raise


def write_stems(path: Path, voice: Renderable, background: Renderable) -> tuple[Path, Path]:
    """Afterwards voice and background are beside `path` as FLAC, both as long as the session. Returns their paths.

    Raises:
        WriteError: One of them could not be written; an older file of that name is unchanged.
    """
    paths = path.with_name(f"{path.stem}-voice.flac"), path.with_name(f"{path.stem}-background.flac")
    for stem_path, stem in zip(paths, (voice, background), strict=True):
        write_all(stem, CheckedFile(stem_path, Format(flac), stem.timeline.frames))
    return paths
