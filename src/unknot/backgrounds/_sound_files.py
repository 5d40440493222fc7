"""Sound files, decoded once: their chunks and facts are cached, and decoded again when the cache has lost them."""

from __future__ import annotations

import functools
import hashlib
import json
import stat
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import numpy as np

from unknot.backgrounds._chunks import CHUNK, as_floats
from unknot.errors import AudioFileError
from unknot.platform import ffmpeg
from unknot.units import SAMPLE_RATE, factor

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
_FORMAT = 1
"""Raised when decoding changes, so that older entries of the cache are not used."""


@dataclass(frozen=True, slots=True)
class SoundFile:
    """A sound file and what is known from decoding it."""

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
    """dBTP."""


def open_sound_file(path: Path, cache: Cache) -> SoundFile:
    """The file at `path`, decoded into `cache` if it is not there yet.

    Raises:
        AudioFileError: It is no regular file, cannot be decoded, is cut short, silent or too short.
    """
    name = _content(path)
    raw = cache.get(f"background:{name}:facts")
    if raw is not None:
        return SoundFile(path, name, **json.loads(raw))
    found = _decode_into(path, name, cache)
    facts = {key: value for key, value in asdict(found).items() if key not in ("path", "name")}
    cache.put(f"background:{name}:facts", json.dumps(facts).encode())
    return found


def _content(path: Path) -> str:
    """The identity of the bytes of a regular file."""
    check_regular(path)
    try:
        with path.open("rb") as handle:
            made = hashlib.file_digest(handle, "sha256").hexdigest()
    except OSError as fault:
        raise _unreadable(path, fault) from fault
    return f"{_FORMAT}-{made[:40]}"


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


def _decode_into(path: Path, name: str, cache: Cache) -> SoundFile:
    first, last, at = -1, 0, 0

    def keep(raw: bytes) -> None:
        nonlocal first, last, at
        cache.put(f"background:{name}:{at // CHUNK}", raw)
        loud = np.flatnonzero(np.abs(as_floats(raw)).max(axis=1) > _SILENT)
        if len(loud):
            first, last = (at + int(loud[0]) if first < 0 else first), at + int(loud[-1]) + 1
        at += len(raw) // 4

    facts = decode(path, LONGEST, keep)
    if facts.loudness == float("-inf"):
        raise AudioFileError(f"{path} is silent", next_step="give a sound file with sound in it")
    if last - first < _SHORTEST * SAMPLE_RATE:
        raise AudioFileError(
            f"{path} has {(last - first) / SAMPLE_RATE:.1f} s of sound",
            next_step=f"a background needs {_SHORTEST:.0f} s at least",
        )
    return SoundFile(path, name, first, last - first, facts.loudness, facts.peak)


def decode(path: Path, longest: float, take: Callable[[bytes], None]) -> ffmpeg.DecodeFacts:
    """Afterwards `take` has had all of a file, block by block, and the file is as long as it declares.

    Raises:
        AudioFileError: It cannot be decoded, is cut short, or has too many channels or too high a rate.
    """
    blocks = ffmpeg.decode_blocks(path, CHUNK, longest)
    try:
        while True:
            take(next(blocks))
    except StopIteration as end:
        facts: ffmpeg.DecodeFacts = end.value
    if facts.rate > _FASTEST or facts.channels > _WIDEST:
        raise AudioFileError(
            f"{path} has {facts.channels} channels at {facts.rate} Hz",
            next_step=f"a sound has up to {_WIDEST} channels at up to {_FASTEST} Hz",
        )
    seconds, declared = facts.frames / SAMPLE_RATE, min(longest, facts.declared or 0.0)
    if facts.broken or seconds < declared - max(0.5, 0.02 * declared):
        why = f"it declares {declared:.1f} s and has {seconds:.1f} s" if declared else f"it ends after {seconds:.1f} s"
        raise AudioFileError(f"{path} is cut short: {why}", next_step="copy or download it again")
    return facts


class SoundFileReader:
    """The samples of a sound file without the silence at its edges."""

    def __init__(self, found: SoundFile, cache: Cache) -> None:
        self._first = found.first
        self._chunk = functools.lru_cache(_KEPT)(_CachedChunks(found, cache))

    def read(self, start: int, count: int) -> Samples:
        """Shape (count, 2), the frames from `start`.

        Raises:
            AudioFileError: The cache has lost them and the file has changed.
        """
        at = self._first + start
        first, last = at // CHUNK, (at + count - 1) // CHUNK
        raw = b"".join(self._chunk(number) for number in range(first, last + 1))
        return as_floats(raw[(at - first * CHUNK) * 4 : (at - first * CHUNK + count) * 4])


class _CachedChunks:
    """The chunks of a sound file, from the cache, or decoded again from the file when the cache has lost them."""

    def __init__(self, found: SoundFile, cache: Cache) -> None:
        self._file = found
        self._cache = cache
        self._decoding: tuple[int, Generator[bytes, None, ffmpeg.DecodeFacts]] | None = None

    def __call__(self, number: int) -> bytes:
        raw = self._cache.get(f"background:{self._file.name}:{number}")
        return self._decoded(number) if raw is None else raw

    def _decoded(self, number: int) -> bytes:
        """The chunk from the file itself. Decoding goes on from the last chunk if that was an earlier one."""
        if self._decoding is None or self._decoding[0] > number:
            if _content(self._file.path) != self._file.name:
                raise AudioFileError(f"{self._file.path} has changed", next_step="start the session again")
            self._decoding = (0, ffmpeg.decode_blocks(self._file.path, CHUNK, LONGEST))
        at, blocks = self._decoding
        for raw in blocks:
            self._decoding = (at + 1, blocks)
            self._cache.put(f"background:{self._file.name}:{at}", raw)
            if at == number:
                return raw
            at += 1
        self._decoding = None
        raise AudioFileError(f"{self._file.path} is shorter than it was", next_step="start the session again")
