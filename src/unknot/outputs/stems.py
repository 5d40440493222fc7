"""The voice and the background of a session as files of their own, for somebody who mixes them again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unknot.outputs.encoded import Encoded
from unknot.units import SAMPLE_RATE

if TYPE_CHECKING:
    from pathlib import Path

    from unknot.outputs.mp3 import Source

_AT_ONCE = 10 * SAMPLE_RATE


def write_stems(path: Path, voice: Source, background: Source) -> tuple[Path, Path]:
    """Afterwards the two stand beside `path` as FLAC, both as long as the session. Returns their paths.

    Raises:
        WriteError: One of them could not be written; what stood there before still stands there.
    """
    places = path.with_name(f"{path.stem}-voice.flac"), path.with_name(f"{path.stem}-background.flac")
    for place, source in zip(places, (voice, background), strict=True):
        output = Encoded(place, ("-c:a", "flac", "-fflags", "+bitexact", "-f", "flac"), whole_numbers=True)
        try:
            for start in range(0, source.frames, _AT_ONCE):
                output.write(source.render(start, min(_AT_ONCE, source.frames - start)))
            output.finish()
        finally:
            output.abandon()
    return places
