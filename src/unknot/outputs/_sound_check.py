"""What a finished file really holds, by decoding it: how long it is, and how loud at every moment."""

from __future__ import annotations

import subprocess
from typing import IO, TYPE_CHECKING

import numpy as np

from unknot.audio import CHANNELS, from_sixteen_bits
from unknot.errors import WriteError
from unknot.platform import ffmpeg, start_child, stop_child
from unknot.units import GRID, SAMPLE_RATE, clock, decibels

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from unknot.audio import Samples

_SMOOTH = 8
"""Grid steps over which levels are compared: 0.2 s, so that what an encoder smears out does not count."""
_HEARD = 10 ** (-50 / 10)
"""Power from which on something is there."""
_SILENT = 10 ** (-60 / 10)
"""Power up to which nothing is there."""
_LOST = 0.1
"""The least share of the power that has to come back: at 64 kbit/s everything over 11 kHz is gone. A cue that is
missing takes more than that along, its background being 19 LU under it."""
_GAINED = 2.5
"""The most."""
SMEARED = 3
"""Grid steps by which an encoder may bring a loud sound forward or draw it out."""

_LOSSLESS = (".wav", ".flac")
"""Files that hold what they were given, peaks and all: nothing is added that could go over."""
_LOUD = 0.8
"""Samples under this have no peak over full scale between them, in speech and in textures."""
_AROUND = 32
"""Frames on either side that a peak between two samples depends on."""
_OVERSAMPLED = 4
"""Times, as ITU-R BS.1770-4 measures true peaks."""

_AT_ONCE = "asetnsamples=n=18432:p=0"
"""Frames that a decoder hands on at once: handing on every MP3 frame costs it a third of its time."""


class PowerEnvelope:
    """How loud a sound is, grid step by grid step, as it passes by in blocks of any size."""

    def __init__(self) -> None:
        self.frames = 0
        """Frames that have passed."""
        self.peak = 0.0
        """The highest magnitude, between samples as well, of what a decoder gave; 1 is full scale."""
        self._powers: list[NDArray[np.float64]] = []
        self._rest: Samples | None = None

    def add(self, block: Samples) -> None:
        """Take the next frames, shape (n, channels)."""
        self.frames += len(block)
        if self._rest is not None and len(self._rest):
            block = np.concatenate([self._rest, block])
        whole = len(block) // GRID * GRID
        steps = np.ascontiguousarray(block[:whole], np.float32).reshape(whole // GRID, GRID * block.shape[1])
        self._powers.append(np.einsum("ij,ij->i", steps, steps) / np.float64(steps.shape[1]))
        self._rest = block[whole:].copy()

    def steps(self) -> NDArray[np.float64]:
        """The mean power of each whole grid step."""
        return np.concatenate([*self._powers, [0.0]])[:-1]

    def powers(self) -> NDArray[np.float64]:
        """The mean power of each whole grid step, smoothed."""
        found = self.steps()
        if len(found) < _SMOOTH:
            return found
        total = np.cumsum(np.concatenate([np.zeros(1), found]))
        return np.asarray((total[_SMOOTH:] - total[:-_SMOOTH]) / _SMOOTH)


def decoded_envelope(path: Path) -> PowerEnvelope:
    """The envelope of what a decoder gets out of the whole file.

    Raises:
        WriteError: It cannot be decoded to its end.
    """
    return _heard(ffmpeg.input_arguments(path), None, CHANNELS, 0)


def stream(frames: IO[bytes], expected: PowerEnvelope, channels: int, late: int, core: int | None = None) -> None:
    """Afterwards bare MP3 frames, in an open file from its beginning, are known to be as loud as what was encoded.

    `late` is by how many frames of sound a decoder is late; `core` is the one that it is kept on.

    Raises:
        WriteError: They are not.
    """
    frames.seek(0)
    found = _heard(["-f", "mp3", "-i", "pipe:0"], frames, channels, late, core)
    compare(*_as_long(expected.powers(), found.powers()))
    unclipped(found)


def frames(picked: IO[bytes], channels: int) -> NDArray[np.float64]:
    """The mean power of what a decoder makes of each of some bare MP3 frames, in an open file from its beginning.

    Raises:
        WriteError: They cannot be decoded.
    """
    picked.seek(0)
    return _heard(["-f", "mp3", "-i", "pipe:0"], picked, channels, 0, core=0).steps()


def level(at: int, expected: NDArray[np.float64], found: NDArray[np.float64]) -> None:
    """Afterwards a stretch is known to be as loud as it was meant to be, on the whole.

    Args:
        at: The grid step at which it begins.
        expected: The power of each of its steps, and of `SMEARED` steps before and behind it.
        found: The power of each of its steps.

    Raises:
        WriteError: It is not.
    """
    meant, heard = expected[SMEARED:-SMEARED].mean(), found.mean()
    lost = meant > _HEARD and heard < meant * _LOST
    if lost or heard > max(expected.max(), _SILENT) * _GAINED:
        raise _not_meant(at, lost=bool(lost))


def _as_long(one: NDArray[np.float64], other: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    length = min(len(one), len(other))
    return one[:length], other[:length]


def _heard(
    source: Sequence[str], feed: IO[bytes] | None, channels: int, skip: int, core: int | None = None
) -> PowerEnvelope:
    shape = ["-map", "0:a:0", "-af", _AT_ONCE, "-f", "s16le", "-ar", "48000", "-ac", str(channels), "pipe:1"]
    command = [ffmpeg.program(), "-hide_banner", "-nostdin", "-v", "error", "-xerror", *source, *shape]
    sink = subprocess.DEVNULL
    given = sink if feed is None else feed
    child = start_child(command, stdin=given, stdout=subprocess.PIPE, stderr=sink, core=core)
    envelope = PowerEnvelope()
    try:
        if child.stdout:
            child.stdout.read(skip * channels * 2)
        while child.stdout and (piece := child.stdout.read(GRID * channels * 2 * 512)):
            block = from_sixteen_bits(piece, channels)
            envelope.add(block)
            envelope.peak = max(envelope.peak, true_peak(block))
        status = child.wait()
    finally:
        stop_child(child)
    if status != 0:
        raise WriteError("what was written cannot be decoded to its end")
    return envelope


def true_peak(block: Samples) -> float:
    """The highest magnitude in `block`, shape (n, channels), between its samples as well (ITU-R BS.1770-4, annex 2)."""
    highest = max(float(block.max(initial=0.0)), -float(block.min(initial=0.0)))
    if highest < _LOUD:
        return highest
    import soxr

    for at in np.unique(np.flatnonzero((np.abs(block) >= _LOUD).any(1)) // GRID):
        around = block[max(0, at * GRID - _AROUND) : (at + 1) * GRID + _AROUND]
        finer = soxr.resample(around, SAMPLE_RATE, SAMPLE_RATE * _OVERSAMPLED)
        highest = max(highest, float(np.abs(finer).max(initial=0.0)))
    return highest


def sound(path: Path, expected: PowerEnvelope) -> None:
    """Afterwards `path` is known to decode to as many frames as were written, as loud at every moment.

    So each cue is there, and each rest is as quiet as it was meant to be.

    Raises:
        WriteError: It does not; the message says from when on.
    """
    found = decoded_envelope(path)
    if found.frames != expected.frames:
        raise WriteError(f"what was written decodes to {found.frames} frames, not {expected.frames}")
    compare(expected.powers(), found.powers())
    if path.suffix.lower() not in _LOSSLESS:
        unclipped(found)


def unclipped(found: PowerEnvelope) -> None:
    """Afterwards what a decoder gave is known to stay within full scale.

    Raises:
        WriteError: It does not, and would crackle.
    """
    if found.peak > 1.0:
        raise WriteError(
            f"what was written peaks at {decibels(found.peak):+.1f} dBTP, over full scale",
            next_step="lower the background with --background-level, or the voice's loudness in the settings",
        )


def compare(expected: NDArray[np.float64], found: NDArray[np.float64]) -> None:
    """Afterwards both are known to be equally loud at every moment, as far as an encoder can keep that.

    Raises:
        WriteError: They are not.
    """
    if not len(expected):
        return
    lost = (expected > _HEARD) & (found < expected * _LOST)
    padded = np.pad(expected, SMEARED, constant_values=_SILENT)
    near = np.lib.stride_tricks.sliding_window_view(padded, 2 * SMEARED + 1).max(1)
    gained = found > np.maximum(near, _SILENT) * _GAINED
    wrong = np.flatnonzero(lost | gained)
    if len(wrong):
        raise _not_meant(int(wrong[0]), lost=bool(lost[wrong[0]]))


def _not_meant(step: int, *, lost: bool) -> WriteError:
    what = "is missing" if lost else "was not meant to be"
    return WriteError(f"what was written is not what was meant: at {clock(step * GRID)} sound {what}")
