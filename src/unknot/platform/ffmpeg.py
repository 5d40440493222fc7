"""The ffmpeg that comes with the program, as a child process: decode and measure.

A decoder that crashes costs a child. Input is named with `file:` and a protocol and format whitelist, so that a
playlist or a clever name cannot make it read anything else. Its exit status is checked, and never believed alone.
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

_FORMATS = "aac,aiff,caf,flac,matroska,webm,mov,mp4,m4a,mp3,ogg,opus,w64,wav"
_DEADLINE = 600.0
"""Seconds that decoding a short file may take."""
_NEXT = "give a whole sound file: FLAC, WAV, AIFF, MP3, Ogg, Opus, M4A or Matroska"
_REASONS = {b"Format not on whitelist": "its format is not read here", b"matches no streams": "there is no sound in it"}
"""What ffmpeg says before its last words, where those tell less."""
_INTEGRATED = re.compile(rb"I:\s+(-?[\d.]+|-?inf|nan) LUFS")
_PEAK = re.compile(rb"Peak:\s+(-?[\d.]+|-?inf|nan) dBFS")
_BROKEN = re.compile(rb"[Cc]orrupt|[Pp]remature|truncat|EOF")
_UNSIZED = b"Ignoring maximum wav data size"
"""Said of a WAV file that came out of a pipe: it has no length in its head, so for its reader its end is always cut."""
_STREAM = re.compile(rb"Stream #0:\d+.*?: Audio: .*?(\d+) Hz, ([^,\n]+)")
_DURATION = re.compile(rb"Duration: (\d+):(\d\d):(\d\d\.\d+)")


@functools.cache
def program() -> str:
    """The path of the ffmpeg that imageio-ffmpeg carries.

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
    """What one ffmpeg run writes to standard output.

    Raises:
        AudioFileError: It ended with another status than 0, or not in time. The message is its own last words.
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
        raise AudioFileError(last_words(err))
    return out


def last_words(err: bytes) -> str:
    """The last line that ffmpeg said, or what an earlier one means."""
    known = next((why for sign, why in _REASONS.items() if sign in err), "")
    if known:
        return known
    lines = [line for line in err.decode("utf-8", "replace").splitlines() if line.strip()]
    return lines[-1].strip() if lines else "ffmpeg ended without a word"


def source(path: Path) -> list[str]:
    """The arguments that open one regular local file and nothing else."""
    return ["-protocol_whitelist", "file,pipe", "-format_whitelist", _FORMATS, "-i", f"file:{path}"]


def decode(path: Path, rate: int = 48_000, channels: int = 2) -> Sound:
    """The whole of a short sound file, resampled to `rate`, up to an hour of it.

    Raises:
        AudioFileError: It cannot be decoded.
    """
    shape = ["-t", "3600", "-f", "f32le", "-ar", str(rate), "-ac", str(channels), "-map", "0:a:0", "pipe:1"]
    try:
        out = _run(["-v", "error", *source(path), *shape])
    except AudioFileError as fault:
        raise AudioFileError(f"cannot read {path}: {fault.message}", next_step=_NEXT) from fault
    return Sound(np.frombuffer(out, np.float32).reshape(-1, channels).copy(), rate)


@dataclass(frozen=True, slots=True)
class DecodeFacts:
    """What a whole decode has shown of a sound file."""

    frames: int
    """Frames at 48 kHz that came out."""
    declared: float | None
    """Seconds that the file says it lasts; None where it does not say, or only guesses."""
    loudness: float
    """LUFS, gated; −inf for silence."""
    peak: float
    """dBTP."""
    broken: bool
    """Whether a part of it was missing, as the reader of its format saw it."""
    rate: int
    """Frames in a second, as it was before; 0 where that was not told."""
    channels: int
    """As many as it had before; 0 where that was not told."""


def decoded(path: Path, block: int, longest: float) -> Generator[bytes, None, DecodeFacts]:
    """The whole of a sound file in blocks of `block` frames, 16 bit, two channels, 48 kHz; at the end, its facts.

    Nothing longer than a block is ever in memory. What lasts longer than `longest` seconds ends there.

    Raises:
        AudioFileError: It cannot be decoded.
    """
    shape = ["-map", "0:a:0", "-af", "aresample=48000,aformat=sample_fmts=flt:channel_layouts=stereo,ebur128=peak=true"]
    shape += ["-t", f"{longest:.0f}", "-f", "s16le", "-ar", "48000", "-ac", "2", "pipe:1"]
    with tempfile.TemporaryFile() as words:
        command = [program(), "-hide_banner", "-nostdin", "-nostats", *source(path), *shape]
        child = _children.start_child(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=words)
        try:
            total = 0
            while raw := child.stdout.read(block * 4) if child.stdout else b"":
                total += len(raw) // 4
                yield raw
            child.wait()
        finally:
            _children.stop_child(child)
        words.seek(max(0, words.seek(0, 2) - 65_536))
        said = words.read()
        words.seek(0)
        head = words.read(16_384)
    if child.returncode != 0:
        raise AudioFileError(f"cannot read {path}: {last_words(head + said)}", next_step=_NEXT)
    levels = _last(_INTEGRATED, said), _last(_PEAK, said)
    broken = bool(_BROKEN.search(said)) and _UNSIZED not in head
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


def _last(pattern: re.Pattern[bytes], said: bytes) -> float:
    found = pattern.findall(said)
    value = float(found[-1]) if found else float("-inf")
    return value if value > -70.0 else float("-inf")
