"""The voice and the background of a session as files of their own, for somebody who mixes them again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unknot.outputs.encoded import flac
from unknot.outputs.whole import Format, Whole
from unknot.units import SAMPLE_RATE

if TYPE_CHECKING:
    from pathlib import Path

    from unknot.ports import Rendered

_AT_ONCE = 10 * SAMPLE_RATE


def write_stems(path: Path, voice: Rendered, background: Rendered) -> tuple[Path, Path]:
    """Afterwards the two stand beside `path` as FLAC, both as long as the session. Returns their paths.

    Raises:
        WriteError: One of them could not be written; what stood there before still stands there.
    """
    places = path.with_name(f"{path.stem}-voice.flac"), path.with_name(f"{path.stem}-background.flac")
    for place, source in zip(places, (voice, background), strict=True):
        frames = source.timeline.frames
        output = Whole(place, Format(flac), frames)
        try:
            for start in range(0, frames, _AT_ONCE):
                output.write(source.render(start, min(_AT_ONCE, frames - start)))
            output.finish()
        finally:
            output.abandon()
    return places
