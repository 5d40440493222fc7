"""Sound files: their facts and first chunks are cached. What is not cached is decoded when it is read."""

from __future__ import annotations

import functools
import hashlib
import json
import os
import stat
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, BinaryIO

import numpy as np

from unknot.backgrounds._chunks import CHUNK, as_floats
from unknot.errors import AudioFileError
from unknot.platform import ffmpeg
from unknot.units import GRID, SAMPLE_RATE, factor

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from pathlib import Path

    from unknot.audio import Samples
    from unknot.ports import Cache

LONGEST = 6 * 3600.0
"""Seconds of a file that are used."""
_SHORTEST = 2.0
"""Seconds that a background must last."""
_FASTEST = 384_000
"""The highest rate of a file, in Hz."""
_WIDEST = 8
"""The most channels of a file."""
_SILENT = factor(-60.0)
"""What is quieter than −60 dBFS at the edges of a file is trimmed."""
_KEPT = 3
"""Chunks in memory at once."""
_WHOLE = 180.0
"""Seconds up to which a file is decoded whole before it is used. Of a longer one, excerpts are measured."""
_EXCERPTS, _EXCERPT = 16, 4.0
"""How many there are, and the seconds of each."""
_MARGIN = 0.25
"""Seconds at the end of a long file that are not used: encoders add some, and a header may be wrong by as much."""
_UNSEEN = 3.0
"""Decibels by which the peak of a file may be over that of its excerpts. What is still higher is bent to that peak."""
_KNEE = 0.7
"""The part of the peak up to which nothing is bent: the peak of the excerpts."""
_READ_WHOLE = 1 << 26
"""Bytes up to which all bytes of a file make its identity."""
_PARTS, _PART = 64, 1 << 16
"""How many parts of a larger file make its identity, and the bytes of each."""
_FORMAT = 2
"""Raised when decoding changes, so that older entries of the cache are not used."""


@dataclass(frozen=True, slots=True)
class SoundFile:
    """A sound file and what is known of it."""

    path: Path
    """Where it is."""
    name: str
    """The identity of its content."""
    first: int
    """The first frame that is not silent."""
    frames: int
    """Frames from there to the last one that is not silent."""
    loudness: float
    """LUFS."""
    peak: float
    """dBTP; no sample that is read is above it."""
    sampled: bool = False
    """Whether it was measured in excerpts, so that there may be peaks in it that nobody has seen."""


class _Span:
    """The frames between the first and the last one that are not silent, of blocks that follow each other."""

    def __init__(self) -> None:
        self.first = self.stop = -1
        self.frames = 0

    def add(self, raw: bytes) -> None:
        """The next block, 16 bit in two channels."""
        loud = np.flatnonzero(np.abs(as_floats(raw)).max(axis=1) > _SILENT)
        if len(loud):
            self.first = self.frames + int(loud[0]) if self.first < 0 else self.first
            self.stop = self.frames + int(loud[-1]) + 1
        self.frames += len(raw) // 4


def open_sound_file(path: Path, cache: Cache) -> SoundFile:
    """The file at `path` with its facts, which are kept in `cache`. Its sound is not: it may be refused.

    Raises:
        AudioFileError: It is no regular file, cannot be decoded, is cut short, silent or too short.
    """
    name = _content(path)
    raw = cache.get(f"background:{name}:facts")
    if raw is not None:
        return SoundFile(path, name, **json.loads(raw))
    found = _measured(path, name)
    facts = {key: value for key, value in asdict(found).items() if key not in ("path", "name")}
    cache.put(f"background:{name}:facts", json.dumps(facts).encode())
    return found


def _content(path: Path) -> str:
    """The identity of the bytes of a regular file.

    Of a file of more than 64 MiB it is made of its size, its time and a part of its bytes: reading gigabytes takes
    longer than a listener waits.
    """
    check_regular(path)
    try:
        with path.open("rb") as handle:
            facts = os.fstat(handle.fileno())
            if not facts.st_size:
                raise AudioFileError(f"{path} is empty", next_step="copy or download it again")
            if facts.st_size <= _READ_WHOLE:
                made = hashlib.file_digest(handle, "sha256").hexdigest()
            else:
                made = _parts_digest(handle, f"{facts.st_size} {facts.st_mtime_ns}")
    except OSError as fault:
        raise _unreadable(path, fault) from fault
    return f"{_FORMAT}-{made[:40]}"


def _parts_digest(handle: BinaryIO, facts: str) -> str:
    digest = hashlib.sha256(facts.encode())
    last = handle.seek(0, os.SEEK_END) - _PART
    for number in range(_PARTS):
        handle.seek(last * number // (_PARTS - 1))
        digest.update(handle.read(_PART))
    return digest.hexdigest()


def check_regular(path: Path) -> None:
    """Afterwards `path` is known to be a regular file.

    Raises:
        AudioFileError: It is not, or cannot be read.
    """
    try:
        mode = path.stat().st_mode
    except OSError as fault:
        raise _unreadable(path, fault) from fault
    if not stat.S_ISREG(mode):
        raise AudioFileError(f"{path} is not a regular file", next_step="give a sound file")


def _unreadable(path: Path, fault: OSError) -> AudioFileError:
    return AudioFileError(
        f"cannot read {path}: {fault.strerror or fault}", next_step="check its name and its permissions"
    )


def _measured(path: Path, name: str) -> SoundFile:
    length = ffmpeg.length(path)
    found = _from_excerpts(path, name, length) if length is not None and length > _WHOLE else None
    return found or _from_the_whole(path, name)


def _from_the_whole(path: Path, name: str) -> SoundFile:
    span = _Span()
    facts = decode(path, LONGEST, span.add)
    if span.first < 0:
        raise AudioFileError(f"{path} is silent", next_step="give a sound file with sound in it")
    seconds = (span.stop - span.first) / SAMPLE_RATE
    if seconds < _SHORTEST:
        raise AudioFileError(
            f"{path} has {seconds:.1f} s of sound", next_step=f"a background needs {_SHORTEST:.0f} s at least"
        )
    if facts.loudness == float("-inf"):
        raise AudioFileError(f"{path} is too quiet to be measured", next_step="give a louder sound file")
    return SoundFile(path, name, span.first, span.stop - span.first, facts.loudness, facts.peak)


def _from_excerpts(path: Path, name: str, length: float) -> SoundFile | None:
    """The facts of a long file, from parts of it and from its end; None where the parts are silent.

    The frames begin in the first part and end in the last one at the latest.
    """
    used = min(length, LONGEST)
    head, tail = _Span(), _Span()
    starts = [used * part / _EXCERPTS for part in range(_EXCERPTS)]
    facts = _taken(ffmpeg.decode_excerpts(path, CHUNK, starts, _EXCERPT), head.add)
    _check_shape(path, facts)
    end = used - _EXCERPT
    _taken(ffmpeg.read_blocks(path, CHUNK, _EXCERPT, end), tail.add)
    if tail.frames < _MARGIN * SAMPLE_RATE:
        raise _cut_short(path, f"it declares {length:.1f} s and ends before {end:.1f} s")
    if facts.loudness == float("-inf"):
        return None
    first = max(0, min(head.first, round(_EXCERPT * SAMPLE_RATE)))
    stop = round((end - _MARGIN) * SAMPLE_RATE) + max(tail.stop, 0)
    return SoundFile(path, name, first, stop - first, facts.loudness, facts.peak + _UNSEEN, sampled=True)


def decode(path: Path, longest: float, take: Callable[[bytes], None]) -> ffmpeg.DecodeFacts:
    """Afterwards `take` has had all of a file, block by block, and the file is as long as it declares.

    Raises:
        AudioFileError: It cannot be decoded, is cut short, or has too many channels or too high a rate.
    """
    facts = _taken(ffmpeg.decode_blocks(path, CHUNK, longest), take)
    _check_shape(path, facts)
    seconds, declared = facts.frames / SAMPLE_RATE, min(longest, facts.declared or 0.0)
    if facts.broken or seconds < declared - max(0.5, 0.02 * declared):
        raise _cut_short(
            path,
            f"it declares {declared:.1f} s and has {seconds:.1f} s" if declared else f"it ends after {seconds:.1f} s",
        )
    return facts


def _taken(blocks: Generator[bytes, None, ffmpeg.DecodeFacts], take: Callable[[bytes], None]) -> ffmpeg.DecodeFacts:
    """The facts at the end of `blocks`, after `take` has had each."""
    try:
        while True:
            take(next(blocks))
    except StopIteration as end:
        facts: ffmpeg.DecodeFacts = end.value
    return facts


def _check_shape(path: Path, facts: ffmpeg.DecodeFacts) -> None:
    if facts.rate > _FASTEST or facts.channels > _WIDEST:
        raise AudioFileError(
            f"{path} has {facts.channels} channels at {facts.rate} Hz",
            next_step=f"a sound has up to {_WIDEST} channels at up to {_FASTEST} Hz",
        )


def _cut_short(path: Path, why: str) -> AudioFileError:
    return AudioFileError(f"{path} is cut short: {why}", next_step="copy or download it again")


class SoundFileReader:
    """The samples of a sound file without the silence at its edges."""

    def __init__(self, found: SoundFile, cache: Cache, kept: int) -> None:
        """Its first `kept` chunks are cached, and all others decoded each time."""
        self._file = found
        self._source = _FileChunks(found, cache, kept)
        self._chunk = functools.lru_cache(_KEPT)(self._source)

    def read(self, start: int, count: int) -> Samples:
        """Shape (count, 2), the frames from `start`.

        Raises:
            AudioFileError: They are not cached, and the file has changed.
        """
        at = self._file.first + start
        first, last = at // CHUNK, (at + count - 1) // CHUNK
        raw = b"".join(self._chunk(number) for number in range(first, last + 1))
        if start + count > self._file.frames - GRID:  # up to a grid step at the end of a loop is never read
            self._source.close()
        samples = as_floats(raw[(at - first * CHUNK) * 4 : (at - first * CHUNK + count) * 4])
        return _held_under(samples, factor(self._file.peak)) if self._file.sampled else samples


def _held_under(samples: Samples, most: float) -> Samples:
    """The samples, those near `most` bent so that none is over `most`. Pure for each sample."""
    knee = np.float32(most * _KNEE)
    if max(float(samples.max(initial=0.0)), -float(samples.min(initial=0.0))) <= knee:
        return samples
    room = np.float32(most) - knee
    over = np.abs(samples) - knee
    bent = np.copysign(knee + room * np.tanh(over / room), samples)
    return np.where(over > 0, bent, samples)


class _FileChunks:
    """The chunks of a sound file, from the cache or decoded. Decoding goes on where it was, or starts again."""

    def __init__(self, found: SoundFile, cache: Cache, kept: int) -> None:
        self._file = found
        self._cache = cache
        self._kept = kept
        self._decoding: tuple[int, Generator[bytes, None, ffmpeg.DecodeFacts]] | None = None

    def __call__(self, number: int) -> bytes:
        """Chunk `number`, as bytes."""
        raw = self._cache.get(self._key(number)) if number < self._kept else None
        return self._decoded(number) if raw is None else raw

    def close(self) -> None:
        """Afterwards no decoder runs. The next chunk starts one."""
        if self._decoding is not None:
            self._decoding[1].close()
            self._decoding = None

    def _key(self, number: int) -> str:
        return f"background:{self._file.name}:{number}"

    def _decoded(self, number: int) -> bytes:
        """The chunk from the file itself. Decoding goes on from the last chunk if that was an earlier one.

        Where the decoder has ended too early, the same fault is raised again, without another attempt.
        """
        if self._decoding is None or self._decoding[0] > number:
            self.close()
            if _content(self._file.path) != self._file.name:
                raise AudioFileError(f"{self._file.path} has changed", next_step="start the session again")
            self._decoding = (0, ffmpeg.read_blocks(self._file.path, CHUNK, LONGEST))
        at, blocks = self._decoding
        for raw in blocks:
            self._decoding = (at + 1, blocks)
            if at < self._kept:
                self._cache.put(self._key(at), raw)
            if at == number:
                return raw
            at += 1
        raise AudioFileError(f"{self._file.path} is shorter than it was", next_step="start the session again")
