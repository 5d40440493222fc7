"""Whether each cue is heard in a finished MP3 and each rest is not spoken into, by decoding a little of each.

Its frames were decoded and compared when they were made; that each of them stands where it belongs is what is left to
be seen. A frame without a reservoir decodes on its own, so the probes of a whole session go through one decoder in one
go, and cost little beside a decode of all of it.
"""

from __future__ import annotations

import tempfile
from typing import TYPE_CHECKING

import numpy as np

from unknot.audio import silence
from unknot.errors import WriteError
from unknot.outputs import check
from unknot.units import GRID

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from unknot.outputs.mp3 import Layout, Source
    from unknot.timeline import Timeline

_RUN_IN = 2
"""MP3 frames that a decoder hears before those that count: the first of them overlaps with another place."""
_LONG = 8
"""Grid steps that are compared as one: 0.2 s."""
_OF_A_CUE = 2
"""Such probes from the beginning of each cue on."""
_LATE = 47
"""Frames of sound by which what comes of an MP3 frame begins after the grid step before it: encoder and decoder are
1105 frames late, that much less than a step."""


def probe(path: Path, begin: int, source: Source, timeline: Timeline, shape: Layout) -> None:
    """Afterwards each cue and each rest is known to be as loud in the file as in the session.

    Args:
        path: The finished file.
        begin: The byte at which the stream's first frame of sound begins.
        source: The session.
        timeline: Where its cues and rests are.
        shape: Bit rate and channels.

    Raises:
        WriteError: One is not; the message says from when on.
    """
    places = sorted(set(_places(timeline, source.frames // GRID)))
    if not places:
        return
    found = _decoded(path, begin, places, shape)
    for at, heard in zip(places, found, strict=True):
        meant = _meant(source, at, shape)
        if source.faults:  # what sounded before it failed is not rendered again
            return
        check.level(at, meant, heard)


def _places(timeline: Timeline, steps: int) -> Iterator[int]:
    """The first step of each probe. None begins at 0, because no frame is there to run in."""
    for cue in timeline.cues:
        first = max(1, cue.start // GRID)
        stop = min((cue.start + cue.frames) // GRID, steps)
        yield from list(range(first, stop - _LONG + 1, _LONG))[:_OF_A_CUE]
    for rest in timeline.rests:
        first, stop = max(1, -(-rest.start // GRID)), min((rest.start + rest.frames) // GRID, steps) - _LONG
        if first <= stop:
            yield (first + stop) // 2


def _decoded(path: Path, begin: int, places: Sequence[int], shape: Layout) -> NDArray[np.float64]:
    """The power of each step of each probe in the file, shape (probes, `_LONG`)."""
    count = _RUN_IN + _LONG
    with path.open("rb") as file, tempfile.TemporaryFile() as picked:
        for at in places:
            file.seek(begin + (at + 1 - _RUN_IN) * shape.frame_bytes)
            picked.write(file.read(count * shape.frame_bytes))
        picked.flush()
        found = check.frames(picked, shape.channels)
    if len(found) != len(places) * count:
        raise WriteError(f"what was written decodes to {len(found)} steps, not {len(places) * count}")
    return found.reshape(-1, count)[:, _RUN_IN:]


def _meant(source: Source, at: int, shape: Layout) -> NDArray[np.float64]:
    """The power of each step of the probe in the session, and of those around it."""
    first, count = (at - check.SMEARED) * GRID + _LATE, (_LONG + 2 * check.SMEARED) * GRID
    start, stop = max(0, first), min(first + count, source.frames)
    sound = np.concatenate([silence(start - first), source.render(start, stop - start), silence(first + count - stop)])
    passed = check.Envelope()
    passed.add(shape.mixed(sound))
    return passed.steps()
