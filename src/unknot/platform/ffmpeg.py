"""Decoding and measuring with the ffmpeg that comes with the program, in a child process.

A crash of a decoder ends only the child. Input is named with `file:` and a whitelist of protocols and formats, so that
neither a playlist nor the name of a file can make ffmpeg read anything else. An exit status of 0 is not enough: what
ffmpeg wrote about the file is checked as well.
"""

from __future__ import annotations

import functools
import re
import subprocess
import tempfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from unknot.audio import Sound
from unknot.errors import AudioFileError, UnknotError
from unknot.platform import _children

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence
    from pathlib import Path

    from unknot.audio import Samples

_FORMATS = "aac,aiff,caf,flac,matroska,webm,mov,mp4,m4a,mp3,ogg,opus,w64,wav"
_DEADLINE = 600.0
"""Seconds that decoding a short file may take."""
_NEXT_STEP = "give a whole sound file: FLAC, WAV, AIFF, MP3, Ogg, Opus, M4A or Matroska"
_REASONS = {b"Format not on whitelist": "its format is not read here", b"matches no streams": "there is no sound in it"}
"""Lines of ffmpeg's log that say more than its last one, and what they mean."""
_INTEGRATED = re.compile(rb"I:\s+(-?[\d.]+|-?inf|nan) LUFS")
_PEAK = re.compile(rb"Peak:\s+(-?[\d.]+|-?inf|nan) dBFS")
_BROKEN = re.compile(rb"[Cc]orrupt|[Pp]remature|truncat|EOF")
_UNSIZED = b"Ignoring maximum wav data size"
"""Logged for a WAV file that was written to a pipe: its head has no length, so its end always counts as cut off."""
_STREAM = re.compile(rb"Stream #0:\d+.*?: Audio: .*?(\d+) Hz, ([^,\n]+)")
_DURATION = re.compile(rb"Duration: (\d+):(\d\d):(\d\d\.\d+)")


@functools.cache
def program() -> str:
    """The path of the ffmpeg in the package imageio-ffmpeg.

    Raises:
        UnknotError: There is none for this machine.
    """
    import imageio_ffmpeg  # here, because it costs 40 ms that --help does not need

    try:
        return str(imageio_ffmpeg.get_ffmpeg_exe())
    except RuntimeError as fault:
        raise UnknotError(
            f"no ffmpeg for this machine: {fault}",
            next_step="install ffmpeg and name it in the environment: IMAGEIO_FFMPEG_EXE=/path/to/ffmpeg",
        ) from fault


def _run(arguments: Sequence[str]) -> bytes:
    """The standard output of one run of ffmpeg.

    Raises:
        AudioFileError: It ended with another status than 0, or not in time. The message is the last line of its log.
    """
    command = [program(), "-hide_banner", "-nostdin", "-nostats", *arguments]
    child = _children.start_child(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        out, err = child.communicate(timeout=_DEADLINE)
    except subprocess.TimeoutExpired as fault:
        raise AudioFileError(f"ffmpeg did not end within {_DEADLINE:.0f} s") from fault
    finally:
        _children.stop_child(child)
    if child.returncode != 0:
        raise AudioFileError(reason(err))
    return out


def reason(log: bytes) -> str:
    """Why ffmpeg failed: the last line of its log, or what a clearer line before it means."""
    known = next((meaning for sign, meaning in _REASONS.items() if sign in log), "")
    if known:
        return known
    lines = [line for line in log.decode("utf-8", "replace").splitlines() if line.strip()]
    return lines[-1].strip() if lines else "ffmpeg ended without a message"


def input_arguments(path: Path) -> list[str]:
    """The arguments that make ffmpeg read this local file and nothing else."""
    return ["-protocol_whitelist", "file,pipe", "-format_whitelist", _FORMATS, "-i", f"file:{path}"]


def decode(path: Path, rate: int = 48_000, channels: int = 2) -> Sound:
    """The whole of a short sound file, resampled to `rate`, up to an hour of it.

    Raises:
        AudioFileError: It cannot be decoded.
    """
    shape = ["-t", "3600", "-f", "f32le", "-ar", str(rate), "-ac", str(channels), "-map", "0:a:0", "pipe:1"]
    try:
        out = _run(["-v", "error", *input_arguments(path), *shape])
    except AudioFileError as fault:
        raise AudioFileError(f"cannot read {path}: {fault.message}", next_step=_NEXT_STEP) from fault
    return Sound(np.frombuffer(out, np.float32).reshape(-1, channels).copy(), rate)


def decode_stream(path: Path, rate: int, channels: int, block: int) -> Generator[Samples, None, None]:
    """A sound file in blocks of `block` frames, shape (n, channels), resampled to `rate`, up to an hour of it.

    Only one block is in memory at a time. All of them together are what `decode` gives.

    Raises:
        AudioFileError: It cannot be decoded.
    """
    shape = ["-t", "3600", "-f", "f32le", "-ar", str(rate), "-ac", str(channels), "-map", "0:a:0", "pipe:1"]
    command = [program(), "-hide_banner", "-nostdin", "-nostats", "-v", "error", *input_arguments(path), *shape]
    with tempfile.TemporaryFile() as log:
        child = _children.start_child(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log)
        try:
            while raw := child.stdout.read(4 * channels * block) if child.stdout else b"":
                yield np.frombuffer(raw, np.float32).reshape(-1, channels)
            child.wait()
        finally:
            _children.stop_child(child)
        log.seek(0)
        fault = reason(log.read()) if child.returncode != 0 else ""
    if fault:
        raise AudioFileError(f"cannot read {path}: {fault}", next_step=_NEXT_STEP)


@dataclass(frozen=True, slots=True)
class DecodeFacts:
    """What decoding a whole sound file has shown."""

    frames: int
    """Frames at 48 kHz that were decoded."""
    declared: float | None
    """Length by the file's header, in seconds; None where it has none, or only an estimate."""
    loudness: float
    """LUFS, gated; −inf for silence."""
    peak: float
    """dBTP."""
    broken: bool
    """Whether the file is damaged or cut off."""
    rate: int
    """Frames in a second in the file; 0 where it is unknown."""
    channels: int
    """Channels in the file; 0 where it is unknown."""


def decode_blocks(path: Path, block: int, longest: float) -> Generator[bytes, None, DecodeFacts]:
    """The whole of a sound file in blocks of `block` frames (16 bit, two channels, 48 kHz), then its facts.

    Only one block is in memory at a time. The sound is cut off after `longest` seconds.

    Raises:
        AudioFileError: It cannot be decoded.
    """
    shape = ["-map", "0:a:0", "-af", "aresample=48000,aformat=sample_fmts=flt:channel_layouts=stereo,ebur128=peak=true"]
    shape += ["-t", f"{longest:.0f}", "-f", "s16le", "-ar", "48000", "-ac", "2", "pipe:1"]
    with tempfile.TemporaryFile() as log:
        command = [program(), "-hide_banner", "-nostdin", "-nostats", *input_arguments(path), *shape]
        child = _children.start_child(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log)
        try:
            total = 0
            while raw := child.stdout.read(block * 4) if child.stdout else b"":
                total += len(raw) // 4
                yield raw
            child.wait()
        finally:
            _children.stop_child(child)
        log.seek(max(0, log.seek(0, 2) - 65_536))
        tail = log.read()
        log.seek(0)
        head = log.read(16_384)
    if child.returncode != 0:
        raise AudioFileError(f"cannot read {path}: {reason(head + tail)}", next_step=_NEXT_STEP)
    levels = _last(_INTEGRATED, tail), _last(_PEAK, tail)
    broken = bool(_BROKEN.search(tail)) and _UNSIZED not in head
    return DecodeFacts(total, _declared(head), *levels, broken, *_stream(head))


def _declared(head: bytes) -> float | None:
    found = _DURATION.search(head)
    if not found or b"Estimating duration" in head:
        return None
    hours, minutes, secs = found.groups()
    return int(hours) * 3600 + int(minutes) * 60 + float(secs)


def _stream(head: bytes) -> tuple[int, int]:
    """Rate and channels of the first stream of sound."""
    found = _STREAM.search(head)
    if not found:
        return 0, 0
    layout = found.group(2).decode("ascii", "replace")
    named = {"mono": 1, "stereo": 2, "quad": 4}.get(layout, sum(int(n) for n in re.findall(r"\d+", layout)))
    return int(found.group(1)), named


def _last(pattern: re.Pattern[bytes], tail: bytes) -> float:
    found = pattern.findall(tail)
    value = float(found[-1]) if found else float("-inf")
    return value if value > -70.0 else float("-inf")
