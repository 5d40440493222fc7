"""The cache as a folder of entries, each with its own checksum. The folder may be deleted at any time.

    root/CACHEDIR.TAG                 tells backup programs to leave the folder out
    root/a/abcdef….entry              one entry: magic, checksum, length of the key, key, value
    root/pins/….pins                  the names of the entries that one running process needs

An entry is written under a temporary name and renamed, so for every process it is whole or absent. It is not synced to
the disk: an entry that a power cut has damaged fails its checksum and counts as absent.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from unknot.cache._keys_in_use import KeysInUse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from io import FileIO

CAP = 2 * 1024**3
"""Bytes of all entries; above that the least recently used are removed."""

_MAGIC = b"unknot1\n"
_SUM = 16
_HEAD = len(_MAGIC) + _SUM + 2
_SLACK = 32
"""The folder is measured again after each 1/32 of the cap, and is then pruned to 1/32 below it."""
_ABANDONED = 3600.0
"""Seconds after which a temporary file counts as left behind by a process that was killed."""
_TAG = (
    "Signature: 8a477f597d28d172789f06886806bc55\n"
    "# This folder holds what unknot has made before. Everything in it may be deleted at any time.\n"
)


class CacheEntry(NamedTuple):
    """The file of one entry."""

    path: Path
    size: int
    """Bytes on the disk."""
    used: float
    """When it was last used, in seconds since the epoch."""


@dataclass(frozen=True, slots=True)
class CacheInfo:
    """What `unknot cache info` shows."""

    root: Path
    cap: int
    """Bytes that the entries may take."""
    entries: int
    """Number of entries."""
    size: int
    """Bytes of all entries."""
    kinds: tuple[tuple[str, int, int], ...]
    """Kind (the part of the keys before the first colon), entries, bytes; the largest first."""


@dataclass(frozen=True, slots=True)
class CacheVerified:
    """What `unknot cache verify` shows."""

    whole: int
    """Number of entries with the right checksum."""
    damaged: tuple[str, ...]
    """File names of the others, which were removed."""


@dataclass(frozen=True, slots=True)
class CachePruned:
    """What `unknot cache prune` shows."""

    dropped: int
    """Number of entries that were removed."""
    freed: int
    """Their bytes."""
    left: int
    """Bytes of the other entries."""
    kinds: tuple[tuple[str, int, int], ...] = ()
    """Kind, entries and bytes of what was removed; the largest first."""


class FileCache:
    """Bytes by key in a folder (`ports.Cache`), with a cap on the bytes of all entries.

    Above the cap the least recently used entries are removed, except those that a running process needs. A value that
    cannot be written is not kept; no error is raised.
    """

    def __init__(self, root: Path, cap: int = CAP) -> None:
        """The folder `root` is made by the first `put`."""
        self.root = root
        self.cap = cap
        self._in_use = KeysInUse(root / "pins")
        self._unmeasured: int | None = None
        """Bytes written since the folder was measured; None before the first time."""

    def get(self, key: str) -> bytes | None:
        """The value for `key`, or None. A damaged entry is removed."""
        path = self._path(key)
        raw = _read(path)
        if raw is None:
            return None
        value = _value(raw, key)
        if value is None:
            _remove(path)
            return None
        with contextlib.suppress(OSError):
            os.utime(path)
        self._in_use.add(path.stem)
        return value

    def put(self, key: str, value: bytes) -> None:
        """Afterwards `get(key)` gives `value`, until the entry is removed."""
        path = self._path(key)
        with contextlib.suppress(OSError):
            self._write(path, _head(key, value), value)
            self._in_use.add(path.stem)
            self._measure(len(value))

    def close(self) -> None:
        """Afterwards this process needs no entry: all may be removed. May be called twice."""
        self._in_use.release()

    def info(self) -> CacheInfo:
        """The number and size of the entries by kind. Reads the head of every entry."""
        entries = [found for found in self._entries() if found.path.suffix != ".part"]
        kinds = _by_kind([(_kind(found.path), found.size) for found in entries])
        return CacheInfo(self.root, self.cap, len(entries), sum(found.size for found in entries), kinds)

    def verify(self) -> CacheVerified:
        """Afterwards every entry has the right checksum: the others were removed."""
        whole, damaged = 0, []
        for found in self._entries():
            if found.path.suffix == ".part":
                _remove_if_abandoned(found)
            elif _is_whole(found.path):
                whole += 1
            else:
                damaged.append(found.path.name)
                _remove(found.path)
        return CacheVerified(whole, tuple(damaged))

    def prune(self, to: int | None = None) -> CachePruned:
        """Afterwards the entries that no process needs are removed, the oldest first, until `to` bytes are left.

        By default `to` is the cap.
        """
        limit = self.cap if to is None else to
        entries = sorted(self._entries(), key=lambda found: found.used)
        left = sum(found.size for found in entries)
        needed = self._in_use.of_all_processes() if left > limit else frozenset()
        dropped: list[tuple[str, int]] = []
        for found in entries:
            if left <= limit:
                break
            kind = _kind(found.path)
            if found.path.stem not in needed and _remove(found.path):
                dropped.append((kind, found.size))
                left -= found.size
        self._unmeasured = 0
        return CachePruned(len(dropped), sum(size for _, size in dropped), left, _by_kind(dropped))

    def _path(self, key: str) -> Path:
        name = hashlib.blake2b(key.encode(), digest_size=20).hexdigest()
        return self.root.joinpath(name[:1], f"{name}.entry")

    def _write(self, path: Path, *parts: bytes) -> None:
        temporary = path.with_name(f"{secrets.token_hex(8)}.part")
        try:
            with self._opened(temporary) as file:
                for part in parts:
                    _write_all(file, part)
            temporary.replace(path)
        except BaseException:
            _remove(temporary)
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

    def _measure(self, size: int) -> None:
        slack = self.cap // _SLACK
        if self._unmeasured is not None:
            self._unmeasured += size
        if self._unmeasured is None or self._unmeasured > slack:
            self._unmeasured = 0
            if sum(found.size for found in self._entries()) > self.cap:
                self.prune(self.cap - slack)

    def _entries(self) -> Iterator[CacheEntry]:
        for folder in _folders(self.root):
            with contextlib.suppress(OSError):
                yield from _files_in(folder)


class TemporaryCache(FileCache):
    """A cache in a temporary folder, which is removed when it is closed, or when the process ends."""

    def __init__(self, cap: int = CAP) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="unknot-", ignore_cleanup_errors=True)
        super().__init__(Path(self._folder.name), cap)

    def close(self) -> None:
        """Afterwards the folder is gone. May be called twice."""
        super().close()
        self._folder.cleanup()


def open_cache(root: Path, notice: Callable[[str], None], cap: int = CAP) -> FileCache:
    """The cache at `root`; a temporary one, after one `notice`, when nothing can be written there."""
    try:
        root.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(suffix=".part", dir=root):
            return FileCache(root, cap)
    except OSError as fault:
        notice(
            f"the cache at {root} cannot be written to ({fault.strerror or fault}); this run keeps nothing for later"
        )
        return TemporaryCache(cap)


def _folders(root: Path) -> list[Path]:
    try:
        return sorted(p for p in root.iterdir() if len(p.name) == 1 and p.is_dir())
    except OSError:
        return []


def _files_in(folder: Path) -> Iterator[CacheEntry]:
    for path in sorted(folder.iterdir()):
        with contextlib.suppress(OSError):  # another process may remove it meanwhile
            if path.suffix in {".entry", ".part"}:
                stat = path.stat()
                yield CacheEntry(path, stat.st_size, stat.st_mtime)


def _write_all(file: FileIO, part: bytes) -> None:
    view = memoryview(part)
    while view:
        view = view[file.write(view) :]


def _head(key: str, value: bytes) -> bytes:
    """The bytes of an entry before the value."""
    name = key.encode()
    head = len(name).to_bytes(2, "big") + name
    return _MAGIC + _sum(head, value) + head


def _value(raw: bytes, key: str | None) -> bytes | None:
    """The value of an undamaged entry for `key` (None: for any key), or None."""
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
    """The checksum of all parts together: the first half of their SHA-256, which processors compute fast."""
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


def _kind(path: Path) -> str:
    """The kind of an entry: the part of its key before the first colon."""
    return (_key(path) or "damaged").partition(":")[0]


def _by_kind(entries: Sequence[tuple[str, int]]) -> tuple[tuple[str, int, int], ...]:
    """Kind, entries and bytes, the largest first, of entries with kind and bytes."""
    sizes: dict[str, list[int]] = {}
    for kind, size in entries:
        sizes.setdefault(kind, []).append(size)
    return tuple(sorted(((kind, len(of), sum(of)) for kind, of in sizes.items()), key=lambda row: -row[2]))


def _is_whole(path: Path) -> bool:
    raw = _read(path)
    return raw is not None and _value(raw, None) is not None


def _remove_if_abandoned(found: CacheEntry) -> None:
    if time.time() - found.used > _ABANDONED:
        _remove(found.path)


def _read(path: Path) -> bytes | None:
    try:
        with path.open("rb", buffering=0) as file:
            return file.readall()
    except OSError:
        return None


def _remove(path: Path) -> bool:
    try:
        path.unlink()
    except OSError:
        return False
    return True
