"""The length and the level over time of a finished file, found by decoding it and compared with what was written."""

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
"""Grid steps over which levels are averaged: 0.2 s, so that the smearing of an encoder does not count."""
_SOUND = 10 ** (-50 / 10)
"""The least power of sound."""
_SILENT = 10 ** (-60 / 10)
"""The highest power of silence."""
_LOST = 0.1
"""The least share of the power that must be left: at 64 kbit/s everything over 11 kHz is lost. A missing cue leaves
less, because the background is 19 LU under it."""
_GAINED = 2.5
"""The largest share of the power."""
SMEARED = 3
"""Grid steps by which an encoder may make a loud sound begin earlier or end later."""

_LOSSLESS = (".wav", ".flac")
"""Formats in which peaks cannot become higher."""
_BARE_MP3 = ("-f", "mp3", "-i", "pipe:0")
_LOUD = 0.8
"""In speech and textures there is no peak over full scale between samples under this."""
_AROUND = 32
"""Frames on either side that a peak between two samples depends on."""
_OVERSAMPLED = 4
"""Times of oversampling, as ITU-R BS.1770-4 measures true peaks."""

_LARGE_BLOCKS = "asetnsamples=n=18432:p=0"
"""Frames that the decoder gives at once. Giving each MP3 frame alone takes a third of its time."""


class PowerEnvelope:
    """The power of a sound in each grid step; the sound is added in blocks of any size."""

    def __init__(self) -> None:
        self.frames = 0
        """Frames that were added."""
        self.peak = 0.0
        """The true peak as a magnitude, where a decoder gave the sound; 1 is full scale."""
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
    """The envelope of the whole file, decoded.

    Raises:
        WriteError: It cannot be decoded to its end.
    """
    return _decoded(ffmpeg.input_arguments(path), None, CHANNELS, 0)


def check_stream(
    frames: IO[bytes], expected: PowerEnvelope, channels: int, delay: int, core: int | None = None
) -> None:
    """Afterwards bare MP3 frames are known to be as loud as what was encoded.

    Args:
        frames: An open file, read from its beginning.
        expected: The envelope of what was encoded.
        channels: Of the stream.
        delay: Frames of sound that encoder and decoder add at the beginning.
        core: The processor core that the decoder runs on; None for any.

    Raises:
        WriteError: They are louder or quieter.
    """
    frames.seek(0)
    found = _decoded(_BARE_MP3, frames, channels, delay, core)
    before, after = expected.powers(), found.powers()
    length = min(len(before), len(after))
    compare(before[:length], after[:length])
    check_peak(found)


def frame_powers(frames: IO[bytes], channels: int) -> NDArray[np.float64]:
    """The mean power of each of some bare MP3 frames, decoded from the beginning of an open file.

    Raises:
        WriteError: They cannot be decoded.
    """
    frames.seek(0)
    return _decoded(_BARE_MP3, frames, channels, 0, core=0).steps()


def compare_mean(at: int, expected: NDArray[np.float64], found: NDArray[np.float64]) -> None:
    """Afterwards some grid steps are known to have the expected mean power.

    Args:
        at: The first of them.
        expected: The power of each of them, and of `SMEARED` steps before and after them.
        found: The power of each of them in the file.

    Raises:
        WriteError: They are louder or quieter.
    """
    mean, found_mean = expected[SMEARED:-SMEARED].mean(), found.mean()
    lost = mean > _SOUND and found_mean < mean * _LOST
    if lost or found_mean > max(expected.max(), _SILENT) * _GAINED:
        raise _wrong_level(at, lost=bool(lost))


def _decoded(
    source: Sequence[str], data: IO[bytes] | None, channels: int, skip: int, core: int | None = None
) -> PowerEnvelope:
    """The envelope of what ffmpeg decodes from `source`, fed with `data`, without the first `skip` frames."""
    output = ["-map", "0:a:0", "-af", _LARGE_BLOCKS, "-f", "s16le", "-ar", "48000", "-ac", str(channels), "pipe:1"]
    command = [ffmpeg.program(), "-hide_banner", "-nostdin", "-v", "error", "-xerror", *source, *output]
    null = subprocess.DEVNULL
    stdin = null if data is None else data
    child = start_child(command, stdin=stdin, stdout=subprocess.PIPE, stderr=null, core=core)
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
        raise WriteError("the file cannot be decoded to its end")
    return envelope


def true_peak(block: Samples) -> float:
    """The true peak of `block`, shape (n, channels), as a magnitude (ITU-R BS.1770-4, annex 2)."""
    highest = max(float(block.max(initial=0.0)), -float(block.min(initial=0.0)))
    if highest < _LOUD:
        return highest
    import soxr

    for at in np.unique(np.flatnonzero((np.abs(block) >= _LOUD).any(1)) // GRID):
        around = block[max(0, at * GRID - _AROUND) : (at + 1) * GRID + _AROUND]
        finer = soxr.resample(around, SAMPLE_RATE, SAMPLE_RATE * _OVERSAMPLED)
        highest = max(highest, float(np.abs(finer).max(initial=0.0)))
    return highest


def check_file(path: Path, expected: PowerEnvelope) -> None:
    """Afterwards `path` is known to decode to as many frames as were written, with the same level at every moment.

    So each cue is there, and each rest is quiet.

    Raises:
        WriteError: It does not. The message gives the time.
    """
    found = decoded_envelope(path)
    if found.frames != expected.frames:
        raise WriteError(f"the file decodes to {found.frames} frames, not {expected.frames}")
    compare(expected.powers(), found.powers())
    if path.suffix.lower() not in _LOSSLESS:
        check_peak(found)


def check_peak(found: PowerEnvelope) -> None:
    """Afterwards the decoded sound is known to stay within full scale.

    Raises:
        WriteError: It does not, and would be distorted.
    """
    if found.peak > 1.0:
        raise WriteError(
            f"the file peaks at {decibels(found.peak):+.1f} dBTP, over full scale",
            next_step="lower the background with --background-level, or the voice's loudness in the settings",
        )


def compare(expected: NDArray[np.float64], found: NDArray[np.float64]) -> None:
    """Afterwards both powers are known to be equal at every step, as far as an encoder can keep them.

    Raises:
        WriteError: They differ.
    """
    if not len(expected):
        return
    lost = (expected > _SOUND) & (found < expected * _LOST)
    padded = np.pad(expected, SMEARED, constant_values=_SILENT)
    near = np.lib.stride_tricks.sliding_window_view(padded, 2 * SMEARED + 1).max(1)
    gained = found > np.maximum(near, _SILENT) * _GAINED
    wrong = np.flatnonzero(lost | gained)
    if len(wrong):
        raise _wrong_level(int(wrong[0]), lost=bool(lost[wrong[0]]))


def _wrong_level(step: int, *, lost: bool) -> WriteError:
    what = "sound is missing" if lost else "there is sound that should not be there"
    return WriteError(f"the file is not the session: at {clock(step * GRID)} {what}")
