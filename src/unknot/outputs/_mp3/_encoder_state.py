"""The state of an MP3 encoder before a frame, and so how far back the bytes of a frame depend on the sound.

A frame of LAME 3.100 at a constant bit rate without a reservoir depends on its own sound, on 224 samples of the next
frame, and on three parts of the state of the encoder (measured: docs/decisions/0050):

* filters, masking and block types: two frames;
* the end of the last search for a step size, in each of the two coded channels. The search forgets where it began
  within a few frames, but it rests while a channel is silent, however long that is;
* how far the threshold of hearing is lowered. It follows the loudness: up at once, down by at most 7.5 % a frame, so
  after loud words it takes up to a hundred frames until their effect is gone.

This module computes an upper bound of the threshold. Where every threshold under that bound leads to the same value, a
frame is `settled`: it does not depend on what was before, if the encoder starts from silence, which is under any bound.
"""

from __future__ import annotations

import functools
import math
from array import array
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from unknot.units import GRID, SAMPLE_RATE

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from unknot.audio import Samples

NEAR = 12
"""The frames before a frame that its bytes are always assumed to depend on."""
FORGETTING = 128
"""Frames of silence after which the encoder has forgotten everything but the ends of the searches."""
BEFORE = 800
"""Samples before a frame at which the windows for its loudness begin."""

_WINDOW = 1024
_HOP = 576
_CHUNK = 32
"""Spectra that are computed at once: they fit into the cache of a processor."""
_LEAST = 0.000625
"""The lowest value of the threshold."""
_SLOPE = 31.98
_FULL = 14752.0
"""The amplitude of loudness 1."""
_UNDER, _OVER = 0.997, 1.003
"""Bounds of the true loudness relative to the one computed here. The encoder uses single precision."""
_TUNING = {
    64: (0.95, 11.0),
    80: (0.95, 8.0),
    96: (0.95, 5.5),
    112: (0.95, 4.5),
    128: (0.95, 4.0),
    160: (0.95, 3.5),
    192: (0.97, 3.0),
    224: (0.98, 2.0),
    256: (1.00, 1.0),
    320: (1.00, 0.0),
}
"""By thousands of bits a second: the factor that LAME applies to its input, and the shape of its threshold."""

_SPARSE = 96
"""The distance of the samples that are checked first."""

SOUNDS = 1
"""The first coded channel (middle, or left) certainly has sound."""
MAY_SOUND = 2
"""The first coded channel may have sound."""
SIDE_SOUNDS = 4
"""The second coded channel (side, or right) certainly has sound."""
SIDE_MAY_SOUND = 8
"""The second coded channel may have sound."""


@dataclass(frozen=True, slots=True, eq=False)
class FrameFeatures:
    """The features of some frames that change the state of the encoder, and their power."""

    limits: NDArray[np.float32]
    """The lowest threshold that each allows: from 0.000625 for silence to 1."""
    marks: NDArray[np.uint8]
    """Which coded channels of each have sound: a sum of `SOUNDS` and the like."""
    powers: NDArray[np.float32]
    """The mean power of each. The encoder does not use it: a finished file is compared with it."""

    def __len__(self) -> int:
        return len(self.marks)

    def __getitem__(self, part: slice) -> FrameFeatures:
        return FrameFeatures(self.limits[part], self.marks[part], self.powers[part])


def features(samples: Samples, kilobits: int) -> FrameFeatures:
    """The features of the grid steps in `samples`, shape (n, channels), except the first, which is what was before."""
    steps = len(samples) // GRID - 1
    weights, own = _weights(*_TUNING[kilobits]), samples[GRID:].reshape(steps, GRID, -1)
    powers = np.einsum("ijk,ijk->i", own, own) / np.float32(GRID * samples.shape[1])
    return FrameFeatures(_limits(samples, steps, weights), _marks(own), powers)


def _marks(steps: Samples) -> NDArray[np.uint8]:
    left, right = steps[:, :, 0], steps[:, :, -1]
    left_some = _somewhere(lambda left, _right: left != 0, left, right)
    if steps.shape[2] == 1:
        return np.where(left_some, SOUNDS | MAY_SOUND, 0).astype(np.uint8)
    right_some = _somewhere(lambda _left, right: right != 0, left, right)
    unlike = _somewhere(lambda left, right: left != right, left, right)
    unopposed = _somewhere(lambda left, right: left != -right, left, right)
    some = left_some | right_some
    marks = np.where(some, MAY_SOUND, 0) | np.where(left_some & unopposed, SOUNDS, 0)
    marks |= np.where(unlike, SIDE_MAY_SOUND, 0) | np.where(unlike & right_some, SIDE_SOUNDS, 0)
    return marks.astype(np.uint8)


def _somewhere(
    holds: Callable[[Samples, Samples], NDArray[np.bool_]], left: Samples, right: Samples
) -> NDArray[np.bool_]:
    """Whether it holds for any sample of each step. In nearly every step with sound a few samples are enough."""
    found: NDArray[np.bool_] = np.asarray(holds(left[:, ::_SPARSE], right[:, ::_SPARSE]).any(1))
    rest = np.flatnonzero(~found)
    if len(rest):
        found[rest] = holds(left[rest], right[rest]).any(1)
    return found


@functools.cache
def _window() -> NDArray[np.float32]:
    angle = 2 * np.pi * (np.arange(_WINDOW) + 0.5) / _WINDOW
    return (32767 * (0.42 - 0.5 * np.cos(angle) + 0.08 * np.cos(2 * angle))).astype(np.float32)


@functools.cache
def _weights(scale: float, curve: float) -> NDArray[np.float32]:
    """The weight of each line of the spectrum in the loudness, twice, for its real and its imaginary part.

    It is the inverse of the threshold of hearing.
    """
    kilohertz = np.arange(1, _WINDOW // 2 + 1) * (SAMPLE_RATE / _WINDOW / 1000)
    f = np.clip(kilohertz, 0.1, 24.0)
    threshold = 3.64 * f**-0.8 - 6.8 * np.exp(-0.6 * (f - 3.4) ** 2) + 6 * np.exp(-0.15 * (f - 8.7) ** 2)
    threshold += (0.6 + 0.04 * curve) * 1e-3 * f**4
    weights = 10 ** (-threshold / 10)
    scaled = (weights / weights.sum() * scale**2 / (_FULL**2 * _WINDOW / 2)).astype(np.float32)
    return np.repeat(scaled, 2)


def _limits(samples: Samples, steps: int, weights: NDArray[np.float32]) -> NDArray[np.float32]:
    loudness = np.zeros(2 * steps, np.float32)
    for channel in np.ascontiguousarray(samples.T):
        halves = _overlapping(channel[GRID - BEFORE :], 2 * steps)
        for at in range(0, 2 * steps, _CHUNK):
            lines = np.fft.rfft(halves[at : min(at + _CHUNK, 2 * steps)] * _window())[:, : _WINDOW // 2]
            loudness[at : at + _CHUNK] += np.square(lines.astype(np.complex64, copy=False).view(np.float32)) @ weights
    louder = loudness.reshape(steps, 2).max(1) / samples.shape[1]
    limits: NDArray[np.float32] = np.minimum(_SLOPE * louder + _LEAST, 2.0).astype(np.float32)
    return limits


def _overlapping(channel: Samples, count: int) -> Samples:
    """Windows over one channel, one every `_HOP` samples, shape (count, `_WINDOW`), without a copy."""
    if len(channel) < (count - 1) * _HOP + _WINDOW:
        raise ValueError("there is not enough sound for that many windows")
    (step,) = channel.strides
    return np.lib.stride_tricks.as_strided(channel, (count, _WINDOW), (_HOP * step, step), writeable=False)


@dataclass(slots=True)
class EncoderState:
    """The features of the frames up to a place in a session, and which of them still have an effect there."""

    settled: array[int] = field(default_factory=lambda: array("i"))
    """For each frame, the last frame at which the threshold depended on no earlier one; -1 is the start."""
    _bounds: array[float] = field(default_factory=lambda: array("d"))
    """For each frame, an upper bound of the threshold after it."""
    _highest: float = 0.01
    """The bound after the last frame; at first, the threshold of a new encoder."""
    _limit: float = 1.0
    _sounded: tuple[list[tuple[int, int]], list[tuple[int, int]]] = field(default_factory=lambda: ([], []))
    """For each coded channel, the frames in which it certainly had sound, as first frame and end."""

    def append(self, frames: FrameFeatures) -> None:
        """Afterwards the state is that after the next frames."""
        start = len(self.settled)
        self._lower(frames.limits)
        for lane, mark in enumerate((SOUNDS, SIDE_SOUNDS)):
            _add_spans(self._sounded[lane], start, frames.marks & mark != 0)

    def _lower(self, limits: NDArray[np.float32]) -> None:
        """Compute the bound of the threshold after each of the next frames. It settles where its start has no effect.

        The same background has the same limits again and again, so most results are known from before.
        """
        start, last = len(self.settled), self.settled[-1] if self.settled else -1
        found = _lowered(limits.tobytes(), self._limit, self._highest)
        self.settled.extend([last if frame < 0 else start + frame for frame in found.settled])
        self._bounds.extend(found.bounds)
        self._highest, self._limit = found.bounds[-1], float(limits[-1])

    def dependencies(self, first: int, marks: int) -> tuple[list[tuple[int, int]], bool]:
        """The frames before `first` - NEAR that still have an effect on the frames from `first` on.

        Args:
            first: The frame after the last one that was appended.
            marks: The marks of the frames from there on and of the two before, combined by or.

        Returns:
            Spans of frames in order, and whether the beginning of the session has an effect as well.
        """
        if not marks:
            return [], first < NEAR
        found = [(self._reach(first), first)]
        start = found[0][0] < 0 or first < NEAR
        for lane, mark in enumerate((MAY_SOUND, SIDE_MAY_SOUND)):
            if marks & mark:
                start = self._last_sounding(lane, first, found) or start
        return _joined(found, first - NEAR), start

    def silence_before(self, frame: int) -> int:
        """Frames of silence that bring the threshold from any value under its bound before `frame`."""
        bound = self._bounds[frame - 1] if frame else _LEAST
        return math.ceil(math.log(bound) / math.log(0.9251)) + 3

    def _reach(self, frame: int) -> int:
        """The first frame that has an effect on the threshold that is used for `frame`; negative for the beginning."""
        return min(frame - 3, self.settled[frame - 2] - 2) if frame > 2 else -1

    def _last_sounding(self, lane: int, first: int, found: list[tuple[int, int]]) -> bool:
        """Add the last `NEAR` frames with sound in a channel to `found`. Returns whether there are fewer."""
        missing = NEAR
        for start, stop in reversed(self._sounded[lane]):
            begin = max(start, stop - missing)
            found.append((max(0, self._reach(begin)), min(first, stop + 3)))
            missing -= stop - begin
            if not missing:
                return False
        return True


class _LoweredThreshold(NamedTuple):
    """What some frames do to the bound of the threshold."""

    settled: array[int]
    """For each, the last one of them at which the threshold depended on no earlier frame; -1 before the first."""
    bounds: array[float]
    """For each, the bound after it."""


@functools.lru_cache(maxsize=1024)
def _lowered(raw: bytes, limit: float, highest: float) -> _LoweredThreshold:
    """What frames with the limits `raw` do after a frame with `limit`, where the bound was `highest`.

    A loop over plain numbers, because each step depends on the one before. Eight hours are 1.2 million steps.
    """
    limits = np.frombuffer(raw, np.float32).astype(np.float64)
    befores = np.concatenate([[limit], limits])
    under, over = _bounds(befores)
    edge = (under[:-1] == under[1:]) & ((under[1:] == 1.0) | (under[1:] == _LEAST))
    falling = (befores[:-1] >= 1.02 * limits) | edge
    full = edge & (under[1:] == 1.0)
    both_under, both_over = np.minimum(under[:-1], under[1:]), np.minimum(over[:-1], over[1:])
    sinks = 0.925 + 0.075 * over[1:]
    columns = under[1:], over[1:], over[:-1], sinks, falling, full, both_under, both_over
    rows = (column.tolist() for column in columns)
    last, settled, bounds = -1, array("i"), array("d")
    for frame, (least, most, before_most, sink, falls, is_full, low, low_over) in enumerate(zip(*rows, strict=True)):
        sinking = highest * sink
        if is_full or (falls and sinking < least):
            highest, last = most, frame
        elif highest < low:
            highest, last = low_over, frame
        elif highest < least:  # it rises one frame late, so a single loud frame has no effect
            highest = max(highest, before_most)
        else:
            highest = sinking if sinking > most else most
        settled.append(last)
        bounds.append(highest)
    return _LoweredThreshold(settled, bounds)


def _bounds(limits: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Lower and upper bounds of the true limits."""
    silent = limits <= _LEAST
    under, over = np.minimum(1.0, _UNDER * limits), np.minimum(1.0, _OVER * limits)
    return np.where(silent, _LEAST, under), np.where(silent, _LEAST, over)


def _add_spans(sounded: list[tuple[int, int]], start: int, has: NDArray[np.bool_]) -> None:
    """Add the spans of true values of `has`, whose first value is that of frame `start`."""
    if not has.any():
        return
    edges = [0, len(has)]
    if not has.all():
        edges = np.flatnonzero(np.diff(np.concatenate([[False], has, [False]]).astype(np.int8))).tolist()
    for begin, end in zip(edges[::2], edges[1::2], strict=True):
        if sounded and sounded[-1][1] == start + begin:
            sounded[-1] = (sounded[-1][0], start + end)
        else:
            sounded.append((start + begin, start + end))


def _joined(found: list[tuple[int, int]], stop: int) -> list[tuple[int, int]]:
    """The spans in order, cut off at `stop`, joined where the gap is at most `FORGETTING` frames."""
    joined: list[tuple[int, int]] = []
    for begin, end in sorted((max(0, a), min(b, stop)) for a, b in found if a < stop):
        if joined and begin - joined[-1][1] <= FORGETTING:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((begin, end))
    if joined and stop - joined[-1][1] <= FORGETTING:
        joined[-1] = (joined[-1][0], stop)
    return joined
