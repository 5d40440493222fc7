"""Whether each cue and each rest of a finished MP3 has the expected level, by decoding a little of each.

The frames were decoded and compared when they were encoded. What is left to check is that each is in its place. A frame
without a reservoir can be decoded on its own, so one decoder decodes the probes of a whole session, which costs little
compared with decoding all of it. The probes are compared with the powers that were measured when the frames were
encoded, and some of them with the session, rendered again, so that frames that were cached wrongly are found.
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
"""MP3 frames that are decoded before those that count, because the first one overlaps with the frame before it."""
_COMPARED = 8
"""Grid steps that are compared together: 0.2 s."""
_OF_A_CUE = 2
"""As many times `_COMPARED` steps are probed from the beginning of each cue on."""
_OFFSET = 47
"""Frames of sound from the grid step before an MP3 frame to what it decodes to. The delay of encoder and decoder is
1105 frames, 47 less than a step."""
_RENDERED = 24
"""The most probes, spread over the session, that are compared with the session rendered again."""


@dataclass(frozen=True, slots=True)
class ExpectedSound:
    """What a file should hold."""

    source: FrameSource
    """The session."""
    timeline: Timeline
    """Where the cues and rests are."""
    powers: NDArray[np.float32]
    """The mean power of each grid step, measured when it was encoded."""


@dataclass(frozen=True, slots=True, order=True)
class _Probe:
    """Some grid steps of the session that are decoded."""

    first: int
    """The first grid step."""
    count: int
    """A multiple of `_COMPARED`."""


def probe(path: Path, begin: int, expected: ExpectedSound, layout: StreamLayout) -> None:
    """Afterwards each cue and each rest is known to have the expected level, and the file is on the disk.

    Args:
        path: The finished file.
        begin: The byte at which the first frame of the stream begins.
        expected: The session.
        layout: Bit rate and channels.

    Raises:
        WriteError: One has another level. The message gives the time.
        OSError: The disk failed.
    """
    probes = sorted(set(_probes(expected.timeline, expected.source.frames // GRID)))
    if not probes:
        return
    every = -(-len(probes) // _RENDERED)
    with ThreadPoolExecutor(1) as executor:  # the decoder is another process: both work at the same time
        decoding = executor.submit(_decoded, path, begin, probes, layout)
        rendered_again = [_rendered(expected.source, one, layout) for one in probes[::every]]
        sync_to_disk(path)  # must be done before the file gets its name, and needs no processor
        decoded = decoding.result()
    for one, powers in zip(probes, decoded, strict=True):
        _compare(one, _around(expected.powers, one), powers)
    if expected.source.faults:  # a background that has failed cannot be rendered again
        return
    for one, again, powers in zip(probes[::every], rendered_again, decoded[::every], strict=True):
        _compare(one, again, powers)


def _probes(timeline: Timeline, steps: int) -> Iterator[_Probe]:
    """The beginning of each cue and the middle of each rest. None begins at 0, where no frame is before it."""
    for cue in timeline.cues:
        first = max(1, cue.start // GRID)
        stop = min((cue.start + cue.frames) // GRID, steps)
        if stop - first >= _COMPARED:
            yield _Probe(first, min(_OF_A_CUE, (stop - first) // _COMPARED) * _COMPARED)
    for rest in timeline.rests:
        first, stop = max(1, -(-rest.start // GRID)), min((rest.start + rest.frames) // GRID, steps) - _COMPARED
        if first <= stop:
            yield _Probe((first + stop) // 2, _COMPARED)


def _decoded(path: Path, begin: int, probes: Sequence[_Probe], layout: StreamLayout) -> list[NDArray[np.float64]]:
    """The power of each step of each probe in the file."""
    with path.open("rb") as file, tempfile.TemporaryFile() as frames:
        for one in probes:
            file.seek(begin + (one.first + 1 - _RUN_IN) * layout.frame_bytes)
            frames.write(file.read((_RUN_IN + one.count) * layout.frame_bytes))
        frames.flush()
        found = _sound_check.frame_powers(frames, layout.channels)
    stops = list(accumulate(_RUN_IN + one.count for one in probes))
    if len(found) != stops[-1]:
        raise WriteError(f"the file decodes to {len(found)} steps, not {stops[-1]}")
    return [found[stop - one.count : stop] for one, stop in zip(probes, stops, strict=True)]


def _rendered(source: FrameSource, one: _Probe, layout: StreamLayout) -> NDArray[np.float64]:
    """The power of each step of the probe in the session, and of `SMEARED` steps on either side."""
    first, count = (one.first - _sound_check.SMEARED) * GRID + _OFFSET, (one.count + 2 * _sound_check.SMEARED) * GRID
    envelope = _sound_check.PowerEnvelope()
    envelope.add(layout.mixed(rendered(source, first, count)))
    return envelope.steps()


def _around(powers: NDArray[np.float32], one: _Probe) -> NDArray[np.float64]:
    """The power of each step of the probe, and of `SMEARED` steps on either side; 0 outside the session."""
    start, stop = one.first - _sound_check.SMEARED, one.first + one.count + _sound_check.SMEARED
    outside = max(0, -start), max(0, stop - len(powers))
    return np.pad(powers[max(0, start) : stop].astype(np.float64), outside)


def _compare(one: _Probe, expected: NDArray[np.float64], found: NDArray[np.float64]) -> None:
    for at in range(0, one.count, _COMPARED):
        stop = at + _COMPARED
        _sound_check.compare_mean(one.first + at, expected[at : stop + 2 * _sound_check.SMEARED], found[at:stop])
