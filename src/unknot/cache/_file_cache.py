"""A folder of entries, each with its own checksum. It can be deleted at any moment; then things are made again.

    root/CACHEDIR.TAG                 backup programs leave the folder out
    root/a/abcdef….entry              one entry: magic, checksum, length of the key, key, value
    root/pins/….pins                  the names that one living process needs

An entry is written beside its place and renamed, so it is whole or absent for every process at every moment. It is
not synced to the disk: what a power cut leaves of it fails its checksum, and then it is a miss like any other.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from unknot.cache._keys_in_use import KeysInUse

if TYPE_CHECKING:
    from collections.abc import Iterator
    from io import FileIO
    from pathlib import Path

CAP = 2 * 1024**3
"""Bytes of entries, from which on the least recently used go."""

_MAGIC = b"unknot1\n"
_SUM = 16
_HEAD = len(_MAGIC) + _SUM + 2
_SLACK = 32
"""The folder is counted again after each 1/32 of the cap, and is then emptied to that much below it."""
_LEFT = 3600.0
"""Seconds after which a part that nobody has renamed was left behind by a process that was killed."""
_TAG = (
    "Signature: 8a477f597d28d172789f06886806bc55\n"
    "# This folder holds what unknot has made before. Everything in it may be deleted at any time.\n"
)


class CacheEntry(NamedTuple):
    """One entry, as the folder tells of it."""

    path: Path
    size: int
    """Bytes on the disk."""
    used: float
    """When it was last used, in seconds of the file system's clock."""


@dataclass(frozen=True, slots=True)
class CacheInfo:
    """What `unknot cache info` tells."""

    root: Path
    cap: int
    """Bytes."""
    entries: int
    size: int
    """Bytes."""
    kinds: tuple[tuple[str, int, int], ...]
    """Kind (what stands before the first colon of the keys), entries, bytes; the largest first."""


@dataclass(frozen=True, slots=True)
class CacheVerified:
    """What `unknot cache verify` tells."""

    whole: int
    """Entries that pass their checksum."""
    damaged: tuple[str, ...]
    """File names of those that did not. They are gone."""


@dataclass(frozen=True, slots=True)
class CachePruned:
    """What `unknot cache prune` tells."""

    dropped: int
    """Entries."""
    freed: int
    """Bytes."""
    left: int
    """Bytes."""


class FileCache:
    """Bytes by key in a folder, with a cap; the least recently used go first, never what a living process needs.

    Implements `ports.Cache`. A value that cannot be written is not kept, and nothing else happens: whoever needs it
    makes it again.
    """

    def __init__(self, root: Path, cap: int = CAP) -> None:
        """Nothing is touched before the first `put`."""
        self.root = root
        self.cap = cap
        self._pins = KeysInUse(root / "pins")
        self._uncounted: int | None = None
        """Bytes put since the folder was counted; None before it was."""

    def get(self, key: str) -> bytes | None:
        """What was put under `key`, whole and checked, or None. A damaged entry is None and is gone."""
        path = self._path(key)
        raw = _read(path)
        if raw is None:
            return None
        value = _value(raw, key)
        if value is None:
            _drop(path)
            return None
        with contextlib.suppress(OSError):
            os.utime(path)
        self._pins.add(path.stem)
        return value

    def put(self, key: str, value: bytes) -> None:
        """Afterwards `get(key)` gives `value`, unless the entry has been dropped. Never half an entry."""
        path = self._path(key)
        with contextlib.suppress(OSError):
            self._write(path, _head(key, value), value)
            self._pins.add(path.stem)
            self._count(len(value))

    def close(self) -> None:
        """Afterwards nothing is kept from being dropped on account of this process. May be called twice."""
        self._pins.release()

    def info(self) -> CacheInfo:
        """How much there is, by kind. Reads the head of every entry."""
        kinds: dict[str, tuple[int, int]] = {}
        for found in self._entries():
            if found.path.suffix == ".part":
                continue
            kind = (_key(found.path) or "damaged").partition(":")[0]
            entries, size = kinds.get(kind, (0, 0))
            kinds[kind] = (entries + 1, size + found.size)
        rows = sorted(((k, n, size) for k, (n, size) in kinds.items()), key=lambda row: -row[2])
        return CacheInfo(self.root, self.cap, sum(r[1] for r in rows), sum(r[2] for r in rows), tuple(rows))

    def verify(self) -> CacheVerified:
        """Afterwards every entry is whole: those that were not are gone."""
        whole, damaged = 0, []
        for found in self._entries():
            if found.path.suffix == ".part":
                _drop_if_left(found)
            elif _is_whole(found.path):
                whole += 1
            else:
                damaged.append(found.path.name)
                _drop(found.path)
        return CacheVerified(whole, tuple(damaged))

    def prune(self, to: int | None = None) -> CachePruned:
        """Afterwards the entries take `to` bytes at most (the cap, by default), but for those that are pinned."""
        limit = self.cap if to is None else to
        entries = sorted(self._entries(), key=lambda found: found.used)
        left = sum(found.size for found in entries)
        pinned = self._pins.everyones() if left > limit else frozenset()
        dropped = freed = 0
        for found in entries:
            if left - freed <= limit:
                break
            if found.path.stem not in pinned and _drop(found.path):
                dropped, freed = dropped + 1, freed + found.size
        self._uncounted = 0
        return CachePruned(dropped, freed, left - freed)

    def _path(self, key: str) -> Path:
        name = hashlib.blake2b(key.encode(), digest_size=20).hexdigest()
        return self.root.joinpath(name[:1], f"{name}.entry")

    def _write(self, path: Path, *parts: bytes) -> None:
        beside = path.with_name(f"{secrets.token_hex(8)}.part")
        try:
            with self._opened(beside) as file:
                for part in parts:
                    _write_all(file, part)
            beside.replace(path)
        except BaseException:
            _drop(beside)
            raise

    def _opened(self, path: Path) -> FileIO:
        try:
            return path.open("wb", buffering=0)
        except FileNotFoundError:  # the first entry of its folder
            self._prepare(path.parent)
            return path.open("wb", buffering=0)

    def _prepare(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        tag = self.root / "CACHEDIR.TAG"
        if not tag.exists():
            tag.write_text(_TAG, encoding="ascii")

    def _count(self, size: int) -> None:
        slack = self.cap // _SLACK
        if self._uncounted is not None:
            self._uncounted += size
        if self._uncounted is None or self._uncounted > slack:
            self._uncounted = 0
            if sum(found.size for found in self._entries()) > self.cap:
                self.prune(self.cap - slack)

    def _entries(self) -> Iterator[CacheEntry]:
        for folder in _folders(self.root):
            with contextlib.suppress(OSError):
                yield from _found_in(folder)


def _folders(root: Path) -> list[Path]:
    try:
        return sorted(p for p in root.iterdir() if len(p.name) == 1 and p.is_dir())
    except OSError:
        return []


def _found_in(folder: Path) -> Iterator[CacheEntry]:
    for path in sorted(folder.iterdir()):
        with contextlib.suppress(OSError):  # another process may drop it meanwhile
            if path.suffix in {".entry", ".part"}:
                stat = path.stat()
                yield CacheEntry(path, stat.st_size, stat.st_mtime)


def _write_all(file: FileIO, part: bytes) -> None:
    view = memoryview(part)
    while view:
        view = view[file.write(view) :]


def _head(key: str, value: bytes) -> bytes:
    """What stands in front of the value."""
    name = key.encode()
    head = len(name).to_bytes(2, "big") + name
    return _MAGIC + _sum(head, value) + head


def _value(raw: bytes, key: str | None) -> bytes | None:
    """The value of a whole entry for `key` (for any key if None); None for everything else."""
    if len(raw) < _HEAD or not raw.startswith(_MAGIC):
        return None
    body = memoryview(raw)[len(_MAGIC) + _SUM :]
    if _sum(body) != raw[len(_MAGIC) : len(_MAGIC) + _SUM]:
        return None
    start = 2 + int.from_bytes(body[:2], "big")
    if key is not None and bytes(body[2:start]) != key.encode():
        return None
    return bytes(body[start:])


def _sum(*parts: bytes | memoryview) -> bytes:
    """The checksum of the parts in a row: the first half of their SHA-256, for which processors have instructions."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part)
    return digest.digest()[:_SUM]


def _key(path: Path) -> str | None:
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
            return file.read(int.from_bytes(head[-2:], "big")).decode() if head.startswith(_MAGIC) else None
    except (OSError, UnicodeDecodeError):
        return None


def _is_whole(path: Path) -> bool:
    raw = _read(path)
    return raw is not None and _value(raw, None) is not None


def _drop_if_left(found: CacheEntry) -> None:
    if time.time() - found.used > _LEFT:
        _drop(found.path)


def _read(path: Path) -> bytes | None:
    try:
        with path.open("rb", buffering=0) as file:
            return file.readall()
    except OSError:
        return None


def _drop(path: Path) -> bool:
    try:
        path.unlink()
    except OSError:
        return False
    return True
