"""Whether each cue is heard in a finished MP3 and each rest is not spoken into, by decoding a little of each.

Its frames were decoded and compared when they were made; that each of them stands where it belongs is what is left to
be seen. A frame without a reservoir decodes on its own, so the probes of a whole session go through one decoder in one
go, and cost little beside a decode of all of it. They are compared with what was measured when the frames were made,
and some of them with the session rendered anew, so that frames which are remembered by mistake are found out.
"""

from __future__ import annotations

import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

import numpy as np

from unknot.errors import WriteError
from unknot.outputs import _sound_check
from unknot.outputs._mp3._blocks import rendered
from unknot.platform import sync_to_disk
from unknot.units import GRID

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from unknot.outputs._mp3._blocks import FrameSource
    from unknot.outputs._mp3._stream_layout import StreamLayout
    from unknot.timeline import Timeline

_RUN_IN = 2
"""MP3 frames that a decoder hears before those that count: the first of them overlaps with another place."""
_LONG = 8
"""Grid steps that are compared as one: 0.2 s."""
_OF_A_CUE = 2
"""As many of them, from the beginning of each cue on."""
_LATE = 47
"""Frames of sound by which what comes of an MP3 frame begins after the grid step before it: encoder and decoder are
1105 frames late, that much less than a step."""


_ANEW = 24
"""Probes at most, spread over the session, that are rendered anew instead of trusting what was measured before."""


@dataclass(frozen=True, slots=True)
class ExpectedSound:
    """What a file should hold."""

    source: FrameSource
    timeline: Timeline
    """Where the cues and rests are."""
    powers: NDArray[np.float32]
    """The mean power of each grid step, measured when what sounds there was encoded."""


@dataclass(frozen=True, slots=True, order=True)
class _Probe:
    """Some grid steps of the session that are listened to."""

    first: int
    count: int
    """A multiple of `_LONG`."""


def probe(path: Path, begin: int, meant: ExpectedSound, shape: StreamLayout) -> None:
    """Afterwards each cue and each rest is known to be as loud in the file as it was meant to be.

    Args:
        path: The finished file.
        begin: The byte at which the stream's first frame of sound begins.
        meant: The session.
        shape: Bit rate and channels.

    What is known to be right is on the disk as well.

    Raises:
        WriteError: One is not; the message says from when on.
        OSError: The disk failed.
    """
    probes = sorted(set(_probes(meant.timeline, meant.source.frames // GRID)))
    if not probes:
        return
    apart = -(-len(probes) // _ANEW)
    with ThreadPoolExecutor(1) as beside:  # the decoder is another process; what can be done meanwhile is
        listening = beside.submit(_heard, path, begin, probes, shape)
        anew = [_rendered(meant.source, one, shape) for one in probes[::apart]]
        sync_to_disk(path)  # has to be done before it has its name, and needs no processor
        heard = listening.result()
    padded = np.pad(meant.powers.astype(np.float64), _sound_check.SMEARED)
    for one, found in zip(probes, heard, strict=True):
        _compare(one, padded[one.first : one.first + one.count + 2 * _sound_check.SMEARED], found)
    if meant.source.faults:  # what sounded before it failed cannot be rendered again
        return
    for one, expected, found in zip(probes[::apart], anew, heard[::apart], strict=True):
        _compare(one, expected, found)


def _probes(timeline: Timeline, steps: int) -> Iterator[_Probe]:
    """The beginning of each cue and the middle of each rest. None begins at 0: no frame is there to run in."""
    for cue in timeline.cues:
        first = max(1, cue.start // GRID)
        stop = min((cue.start + cue.frames) // GRID, steps)
        if stop - first >= _LONG:
            yield _Probe(first, min(_OF_A_CUE, (stop - first) // _LONG) * _LONG)
    for rest in timeline.rests:
        first, stop = max(1, -(-rest.start // GRID)), min((rest.start + rest.frames) // GRID, steps) - _LONG
        if first <= stop:
            yield _Probe((first + stop) // 2, _LONG)


def _heard(path: Path, begin: int, probes: Sequence[_Probe], shape: StreamLayout) -> list[NDArray[np.float64]]:
    """The power of each step of each probe in the file."""
    with path.open("rb") as file, tempfile.TemporaryFile() as picked:
        for one in probes:
            file.seek(begin + (one.first + 1 - _RUN_IN) * shape.frame_bytes)
            picked.write(file.read((_RUN_IN + one.count) * shape.frame_bytes))
        picked.flush()
        found = _sound_check.frames(picked, shape.channels)
    stops = list(accumulate(_RUN_IN + one.count for one in probes))
    if len(found) != stops[-1]:
        raise WriteError(f"what was written decodes to {len(found)} steps, not {stops[-1]}")
    return [found[stop - one.count : stop] for one, stop in zip(probes, stops, strict=True)]


def _rendered(source: FrameSource, one: _Probe, shape: StreamLayout) -> NDArray[np.float64]:
    """The power of each step of the probe in the session, and of `check.SMEARED` steps on either side."""
    first, count = (one.first - _sound_check.SMEARED) * GRID + _LATE, (one.count + 2 * _sound_check.SMEARED) * GRID
    passed = _sound_check.PowerEnvelope()
    passed.add(shape.mixed(rendered(source, first, count)))
    return passed.steps()


def _compare(one: _Probe, meant: NDArray[np.float64], heard: NDArray[np.float64]) -> None:
    for at in range(0, one.count, _LONG):
        _sound_check.level(one.first + at, meant[at : at + _LONG + 2 * _sound_check.SMEARED], heard[at : at + _LONG])
