"""Decoding and measuring with the ffmpeg that comes with the program, in a child process.

A crash of a decoder ends only the child. Input is named with `file:` and a whitelist of protocols and formats, so that
neither a playlist nor the name of a file can make ffmpeg read anything else. An exit status of 0 is not enough: what
ffmpeg wrote about the file is checked as well.
"""

from __future__ import annotations

import contextlib
import functools
import os
import re
import subprocess
import tempfile
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

import numpy as np

from unknot.audio import Sound
from unknot.errors import AudioFileError, UnknotError
from unknot.platform import _children

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Sequence
    from pathlib import Path

    from unknot.audio import Samples

_FORMATS = "aac,aiff,caf,flac,matroska,webm,mov,mp4,m4a,mp3,ogg,opus,w64,wav"
_DEADLINE = 600.0
"""Seconds that decoding a short file may take."""
_NEXT_STEP = "give a whole sound file: FLAC, WAV, AIFF, MP3, Ogg, Opus, M4A or Matroska"
_REASONS = {
    b"Format not on whitelist": "its format is not read here",
    b"matches no streams": "there is no sound in it",
    b"Picture size": "it has too many pixels",
    b"Nothing was written into output file": "it cannot be decoded",
}
"""Lines of ffmpeg's log that say more than its last one, and what they mean."""
_MOST_PIXELS = 100_000_000
_ON_WHITE = (
    "[0:v:0]scale=w='min(1400,iw)':h='min(1400,ih)':force_original_aspect_ratio=decrease,format=rgba,split[under][over];"
    "[under]drawbox=color=white:thickness=fill:replace=1[white];[white][over]overlay=format=rgb,format=yuvj420p"
)
"""The filters of a cover: not wider or higher than 1400 pixels, clear pixels made white."""
_INTEGRATED = re.compile(rb"I:\s+(-?[\d.]+|-?inf|nan) LUFS")
_PEAK = re.compile(rb"Peak:\s+(-?[\d.]+|-?inf|nan) dBFS")
_BROKEN = re.compile(rb"[Cc]orrupt|[Pp]remature|truncat|EOF")
_UNSIZED = b"Ignoring maximum wav data size"
"""Logged for a WAV file that was written to a pipe: its head has no length, so its end always counts as cut off."""
_STREAM = re.compile(rb"^\[info\]   Stream #0:\d+.*?: Audio: .*?(\d+) Hz, ([^,\n]+)", re.MULTILINE)
_DURATION = re.compile(rb"^\[info\]   Duration: (\d+):(\d\d):(\d\d\.\d+)", re.MULTILINE)
"""The line about the whole file. Lines with tags are indented further."""
_LEVELS = ("-v", "level+info")
"""Each message begins with its level, and each line of a tag with `[info]` or spaces."""
_TROUBLE = re.compile(rb"^(?:\[[^\]\n]* @ [^\]\n]*\] )*\[(?:warning|error|fatal|panic)\] (.*)$", re.MULTILINE)
"""A message about trouble, without its parts of ffmpeg and its level. No tag of a file is in one of these."""
_HEAD = 1 << 20
"""Bytes at the beginning of a log that hold what ffmpeg says about the file: its tags may be long."""
_TIME = re.compile(rb" time=(\d+):(\d\d):(\d\d\.\d+)")


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


def _run(arguments: Sequence[str], path: Path) -> bytes:
    """The standard output of one run of ffmpeg that reads `path`.

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
        raise AudioFileError(reason(err.replace(os.fsencode(path), b"")))
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


def decode(path: Path, rate: int = 48_000, channels: int = 2, longest: float = 3600.0) -> Sound:
    """The whole of a short sound file, resampled to `rate`, up to `longest` seconds of it.

    Raises:
        AudioFileError: It cannot be decoded.
    """
    shape = ["-t", f"{longest:.3f}", "-f", "f32le", "-ar", str(rate), "-ac", str(channels), "-map", "0:a:0", "pipe:1"]
    try:
        out = _run(["-v", "error", *input_arguments(path), *shape], path)
    except AudioFileError as fault:
        raise AudioFileError(f"cannot read {path}: {fault.message}", next_step=_NEXT_STEP) from fault
    return Sound(np.frombuffer(out, np.float32).reshape(-1, channels).copy(), rate)


def cover(path: Path, form: str) -> bytes:
    """The picture at `path`, in the format `form`, as a JPEG of at most 1400 pixels a side, on white where it is clear.

    Raises:
        AudioFileError: It cannot be decoded to its end, or has more than 100 million pixels.
    """
    source = ["-v", "error", "-xerror", "-max_pixels", str(_MOST_PIXELS)]
    source += ["-protocol_whitelist", "file,pipe", "-f", form, "-i", f"file:{path}"]
    target = [
        "-frames:v",
        "1",
        "-an",
        "-c:v",
        "mjpeg",
        "-q:v",
        "2",
        "-flags:v",
        "+bitexact",
        "-f",
        "image2pipe",
        "pipe:1",
    ]
    out = _run([*source, "-filter_complex", _ON_WHITE, *target], path)
    if not out:
        raise AudioFileError("there is no picture in it")
    return out


def decode_stream(path: Path, rate: int, channels: int, block: int) -> Generator[Samples, None, None]:
    """A sound file in blocks of `block` frames, shape (n, channels), resampled to `rate`, up to an hour of it.

    Only one block is in memory at a time. All of them together are what `decode` gives.

    Raises:
        AudioFileError: It cannot be decoded.
    """
    shape = ["-t", "3600", "-f", "f32le", "-ar", str(rate), "-ac", str(channels), "-map", "0:a:0", "pipe:1"]
    command = [program(), "-hide_banner", "-nostdin", "-nostats", *_LEVELS, *input_arguments(path), *shape]
    with _started(command) as (child, log):
        while raw := child.stdout.read(4 * channels * block) if child.stdout else b"":
            yield np.frombuffer(raw, np.float32).reshape(-1, channels)
        child.wait()
        head, tail = _ends(log)
    _check_ended(path, child, head, tail)


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
    shape = ["-map", "0:a:0", "-af", _MEASURED, "-t", f"{longest:.3f}"]
    return (yield from _decoded(path, [*input_arguments(path), *shape], block))


def decode_excerpts(
    path: Path, block: int, starts: Sequence[float], seconds: float
) -> Generator[bytes, None, DecodeFacts]:
    """`seconds` of a sound file from each of `starts`, one after the other, in blocks as from `decode_blocks`.

    The places are found fast and not exactly. `declared` is that of the file, `frames` that of all excerpts.

    Raises:
        AudioFileError: It cannot be decoded.
    """
    inputs = [
        word
        for start in starts
        for word in ("-fflags", "+fastseek", "-ss", f"{start:.3f}", "-t", f"{seconds:.3f}", *input_arguments(path))
    ]
    joined = "".join(f"[{n}:a:0]" for n in range(len(starts))) + f"concat=n={len(starts)}:v=0:a=1,{_MEASURED}"
    return (yield from _decoded(path, [*inputs, "-filter_complex", joined], block))


def read_blocks(path: Path, block: int, longest: float, start: float = 0.0) -> Generator[bytes, None, DecodeFacts]:
    """A sound file from `start` (in seconds) as from `decode_blocks`, without measuring it: three times as fast.

    Raises:
        AudioFileError: It cannot be decoded.
    """
    begin = ["-ss", f"{start:.3f}"] if start else []
    return (yield from _decoded(path, [*begin, *input_arguments(path), "-map", "0:a:0", "-t", f"{longest:.3f}"], block))


def length(path: Path) -> float | None:
    """The seconds that the header of a sound file declares; otherwise those of its packets, which are not decoded.

    None where neither is known.

    Raises:
        AudioFileError: It cannot be read.
    """
    log = _log(path, ["-t", "0.1"])
    declared = _declared(log, _trouble(log, path))
    return _time(_log(path, ["-c", "copy"])) if declared is None else declared


_MEASURED = "aresample=48000,aformat=sample_fmts=flt:channel_layouts=stereo,ebur128=peak=true:framelog=quiet"


def _log(path: Path, arguments: Sequence[str]) -> bytes:
    """What ffmpeg writes about a file whose sound it reads and drops."""
    command = [program(), "-hide_banner", "-nostdin", "-nostats", *_LEVELS, *input_arguments(path), "-map", "0:a:0"]
    with _started([*command, *arguments, "-f", "null", "-"]) as (child, log):
        try:
            child.wait(_DEADLINE)
        except subprocess.TimeoutExpired as fault:
            raise AudioFileError(f"ffmpeg did not end within {_DEADLINE:.0f} s") from fault
        head, tail = _ends(log)
    _check_ended(path, child, head, tail)
    return head + tail


def _decoded(path: Path, arguments: Sequence[str], block: int) -> Generator[bytes, None, DecodeFacts]:
    command = [program(), "-hide_banner", "-nostdin", "-nostats", *_LEVELS, *arguments]
    with _started([*command, "-f", "s16le", "-ar", "48000", "-ac", "2", "pipe:1"]) as (child, log):
        total = 0
        while raw := child.stdout.read(block * 4) if child.stdout else b"":
            total += len(raw) // 4
            yield raw
        child.wait()
        head, tail = _ends(log)
    _check_ended(path, child, head, tail)
    levels = _last(_INTEGRATED, tail), _last(_PEAK, tail)
    trouble = _trouble(head, path)
    broken = bool(_BROKEN.search(trouble + _trouble(tail, path))) and _UNSIZED not in trouble
    return DecodeFacts(total, _declared(head, trouble), *levels, broken, *_stream(head))


@contextlib.contextmanager
def _started(command: Sequence[str]) -> Iterator[tuple[subprocess.Popen[bytes], IO[bytes]]]:
    """A process, which ends with the block at the latest, and the file with its log."""
    with tempfile.TemporaryFile() as log:
        child = _children.start_child(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log)
        try:
            yield child, log
        finally:
            _children.stop_child(child)


def _ends(log: IO[bytes]) -> tuple[bytes, bytes]:
    """The beginning and the end of a log."""
    log.seek(max(0, log.seek(0, 2) - 65_536))
    tail = log.read()
    log.seek(0)
    return log.read(_HEAD), tail


def _check_ended(path: Path, child: subprocess.Popen[bytes], head: bytes, tail: bytes) -> None:
    if child.returncode != 0:
        raise AudioFileError(f"cannot read {path}: {reason(_trouble(head + tail, path))}", next_step=_NEXT_STEP)


def _trouble(log: bytes, path: Path) -> bytes:
    """The warnings and errors of a log, one a line, without the name of the file."""
    return b"".join(line + b"\n" for line in _TROUBLE.findall(log.replace(os.fsencode(path), b"")))


def _declared(head: bytes, trouble: bytes) -> float | None:
    found = _DURATION.search(head)
    if not found or b"Estimating duration" in trouble:
        return None
    return _seconds(*found.groups())


def _time(log: bytes) -> float | None:
    """How far ffmpeg came: the last line of its log says it."""
    found = _TIME.findall(log)
    return _seconds(*found[-1]) if found else None


def _seconds(hours: bytes, minutes: bytes, seconds: bytes) -> float:
    return int(hours) * 3600 + int(minutes) * 60 + float(seconds)


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
