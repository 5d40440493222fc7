"""Sound files as they were decoded once: chunks in the store, and the facts; decoded again where the store forgot."""

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
"""Hz that a file may have."""
_WIDEST = 8
"""Channels that a file may have."""
_DEAD = factor(-60.0)
"""What is quieter than −60 dBFS at the edges of a file is trimmed."""
_KEPT = 3
"""Chunks in memory at once."""
_FORMAT = 1
"""The number of this way of decoding. Another number is another entry in the store."""


@dataclass(frozen=True, slots=True)
class SoundFile:
    """A sound file and what decoding it has shown."""

    path: Path
    name: str
    """What stands for its content."""
    first: int
    """The first frame that is not dead."""
    frames: int
    """Frames from there to the last one that is not dead."""
    loudness: float
    """LUFS."""
    peak: float
    """dBTP."""


def open_sound_file(path: Path, store: Cache) -> SoundFile:
    """The file at `path`, decoded into `store` unless it has been before.

    Raises:
        AudioFileError: It is no regular file, cannot be decoded, is cut short, silent or too short.
    """
    name = _content(path)
    raw = store.get(f"background:{name}:facts")
    if raw is not None:
        return SoundFile(path, name, **json.loads(raw))
    found = _decode(path, name, store)
    facts = {key: value for key, value in asdict(found).items() if key not in ("path", "name")}
    store.put(f"background:{name}:facts", json.dumps(facts).encode())
    return found


def _content(path: Path) -> str:
    """What stands for the bytes of a regular file."""
    _regular(path)
    try:
        with path.open("rb") as handle:
            made = hashlib.file_digest(handle, "sha256").hexdigest()
    except OSError as fault:
        raise _unreadable(path, fault) from fault
    return f"{_FORMAT}-{made[:40]}"


def _regular(path: Path) -> None:
    try:
        mode = path.stat().st_mode
    except OSError as fault:
        raise _unreadable(path, fault) from fault
    if not stat.S_ISREG(mode):
        raise AudioFileError(f"{path} is not a regular file", next_step="give a sound file")


def _unreadable(path: Path, fault: OSError) -> AudioFileError:
    return AudioFileError(f"cannot read {path}: {fault.strerror or fault}", next_step="check its name and its rights")


def read_chime_file(path: Path, longest: float) -> Samples:
    """All of a short sound file, shape (n, 2), up to `longest` seconds of it.

    Raises:
        AudioFileError: It is no regular file, cannot be decoded, or is cut short.
    """
    _regular(path)
    blocks: list[bytes] = []
    _whole(path, longest, blocks.append)
    return as_floats(b"".join(blocks))


def _decode(path: Path, name: str, store: Cache) -> SoundFile:
    first, last, at = -1, 0, 0

    def keep(raw: bytes) -> None:
        nonlocal first, last, at
        store.put(f"background:{name}:{at // CHUNK}", raw)
        loud = np.flatnonzero(np.abs(as_floats(raw)).max(axis=1) > _DEAD)
        if len(loud):
            first, last = (at + int(loud[0]) if first < 0 else first), at + int(loud[-1]) + 1
        at += len(raw) // 4

    facts = _whole(path, LONGEST, keep)
    if facts.loudness == float("-inf"):
        raise AudioFileError(f"{path} is silent", next_step="give a sound file with sound in it")
    if last - first < _SHORTEST * SAMPLE_RATE:
        raise AudioFileError(
            f"{path} has {(last - first) / SAMPLE_RATE:.1f} s of sound",
            next_step=f"a background needs {_SHORTEST:.0f} s at least",
        )
    return SoundFile(path, name, first, last - first, facts.loudness, facts.peak)


def _whole(path: Path, longest: float, take: Callable[[bytes], None]) -> ffmpeg.DecodeFacts:
    """Afterwards `take` was given all of a file, block by block, and the file held what it declares."""
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
    seconds, wanted = facts.frames / SAMPLE_RATE, min(longest, facts.declared or 0.0)
    if facts.broken or seconds < wanted - max(0.5, 0.02 * wanted):
        said = f"it says {wanted:.1f} s and has {seconds:.1f} s" if wanted else f"it breaks off after {seconds:.1f} s"
        raise AudioFileError(f"{path} is cut short: {said}", next_step="copy or download it again")
    return facts


class SoundFileReader:
    """The samples of a source."""

    def __init__(self, found: SoundFile, store: Cache) -> None:
        self._first = found.first
        self._chunk = functools.lru_cache(_KEPT)(_Stored(found, store))

    def read(self, start: int, count: int) -> Samples:
        """Shape (count, 2), the frames from `start` of what is not dead.

        Raises:
            AudioFileError: The store has forgotten them and the file is not what it was.
        """
        at = self._first + start
        first, last = at // CHUNK, (at + count - 1) // CHUNK
        raw = b"".join(self._chunk(number) for number in range(first, last + 1))
        return as_floats(raw[(at - first * CHUNK) * 4 : (at - first * CHUNK + count) * 4])


class _Stored:
    """The chunks of a source, from the store; decoded again from the file where the store has forgotten them."""

    def __init__(self, found: SoundFile, store: Cache) -> None:
        self._source = found
        self._store = store
        self._again: tuple[int, Generator[bytes, None, ffmpeg.DecodeFacts]] | None = None

    def __call__(self, number: int) -> bytes:
        kept = self._store.get(f"background:{self._source.name}:{number}")
        return self._decoded(number) if kept is None else kept

    def _decoded(self, number: int) -> bytes:
        """The chunk from the file itself, read on from the last one where that was before it."""
        if self._again is None or self._again[0] > number:
            if _content(self._source.path) != self._source.name:
                raise AudioFileError(f"{self._source.path} has changed", next_step="start the session again")
            self._again = (0, ffmpeg.decode_blocks(self._source.path, CHUNK, LONGEST))
        at, blocks = self._again
        for raw in blocks:
            self._again = (at + 1, blocks)
            self._store.put(f"background:{self._source.name}:{at}", raw)
            if at == number:
                return raw
            at += 1
        self._again = None
        raise AudioFileError(f"{self._source.path} ends before it did", next_step="start the session again")
