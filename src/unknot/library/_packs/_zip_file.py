"""Reading a pack from a zip file of unknown origin."""

from __future__ import annotations

import hashlib
import stat
import struct
import zipfile
import zlib
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from unknot.errors import UsageError
from unknot.library._packs._contents import MOST_BYTES, MOST_FILES, SUMS, check_contents, is_audio, is_known, is_safe

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from unknot.library._packs._pack import Pack

_END = struct.Struct("<4s4H2LH")
"""The last record of a zip file: signature, disks, entries (twice), size and place of the list, size of the comment."""
_LARGEST_LIST = 1_000_000
"""Bytes of the largest list of entries."""
_LARGEST_TEXT = 1_000_000
"""Bytes of the largest file that is no sound."""
_BLOCK = 1 << 16
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


@dataclass(frozen=True, slots=True)
class PackContents:
    """A zip file of which every byte was read and checked."""

    pack: Pack
    sums: Mapping[str, str]
    """SHA-256 of each file by name, except the list of checksums."""
    size: int
    """Bytes, unpacked."""


def inspect_pack(path: Path) -> PackContents:
    """What is in the pack. Every byte is read and checked; nothing is written.

    Raises:
        UsageError: It is no pack, is damaged, or has something that a pack may not have.
        ScriptError: One of its routines has faults.
    """
    with opened(path) as pack:
        return _read(pack)


def opened(path: Path) -> zipfile.ZipFile:
    """The open zip file. Its list of entries is small.

    Raises:
        UsageError: It is no such zip file.
    """
    try:
        with path.open("rb") as file:
            _check_end(file, path)
        return zipfile.ZipFile(path)
    except (OSError, zipfile.BadZipFile, ValueError, NotImplementedError) as fault:
        raise UsageError(f"{path} is no pack: {fault}", next_step="ask for it once more") from fault


def entries(pack: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """The files of the zip, which are regular, unique and have safe names. Folders are skipped.

    Raises:
        UsageError: There is another entry.
    """
    infos = [info for info in pack.infolist() if not info.is_dir()]
    seen: set[str] = set()
    for info in infos:
        if not is_safe(info.filename) or not is_known(info.filename):
            raise _refused(info.filename, "a pack may not hold a file of that name")
        if info.filename.casefold() in seen:
            raise _refused(info.filename, "it is there twice")
        kind = stat.S_IFMT(info.external_attr >> 16)
        if kind not in (0, stat.S_IFREG) or info.flag_bits & 1 or info.compress_type not in _METHODS:
            raise _refused(info.filename, "it is a link, a device, encrypted or packed in a way of its own")
        if info.file_size > _LARGEST_TEXT and not is_audio(info.filename):
            raise _refused(info.filename, "it is larger than a text can be")
        seen.add(info.filename.casefold())
    if sum(info.file_size for info in infos) > MOST_BYTES:
        raise UsageError("the pack is larger than a pack can be", next_step="leave recordings out")
    return infos


def blocks(pack: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    """The bytes of a file in the zip, up to the size in its entry.

    Raises:
        UsageError: It is damaged or larger than its entry says.
    """
    left = info.file_size
    try:
        with pack.open(info) as file:
            while block := file.read(_BLOCK):
                left -= len(block)
                if left < 0:
                    raise _refused(info.filename, "it is longer than it says")
                yield block
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, EOFError) as fault:
        raise _refused(info.filename, str(fault)) from fault


def _read(pack: zipfile.ZipFile) -> PackContents:
    sums: dict[str, str] = {}
    files: dict[str, bytes] = {}
    for info in entries(pack):
        name, total = info.filename, hashlib.sha256()
        kept: list[bytes] = []
        for block in blocks(pack, info):
            total.update(block)
            kept += [] if is_audio(name) else [block]
        sums[name], files[name] = total.hexdigest(), b"".join(kept)
    if sums.pop(SUMS, None) is None:
        raise UsageError(
            f"there is no {SUMS} in it: it was not made by `unknot pack build`",
            next_step="unpack it, and run `unknot pack build FOLDER`",
        )
    _check_sums(files.pop(SUMS, b""), sums)
    return PackContents(check_contents(files), sums, sum(info.file_size for info in entries(pack)))


def _check_sums(listed: bytes, sums: dict[str, str]) -> None:
    if listed != checksums(sums):
        raise UsageError("the checksums do not match what is in the pack", next_step="ask for it once more")


def checksums(sums: dict[str, str]) -> bytes:
    """The text of the list of checksums, sorted by name."""
    return "".join(f"{value}  {name}\n" for name, value in sorted(sums.items())).encode()


def _check_end(file: IO[bytes], path: Path) -> None:
    """The list of entries is short enough to be read into memory.

    Raises:
        UsageError: It is not, or the file is no zip file.
    """
    size = file.seek(0, 2)
    if size < _END.size or size > MOST_BYTES:
        raise UsageError(f"{path} is no pack", next_step="ask for it once more")
    file.seek(-_END.size, 2)
    signature, _, _, _, count, length, _, comment = _END.unpack(file.read(_END.size))
    if signature != b"PK\x05\x06" or comment or count > MOST_FILES or length > _LARGEST_LIST:
        raise UsageError(f"{path} is no pack", next_step="make it with `unknot pack build`")


def _refused(name: str, why: str) -> UsageError:
    return UsageError(f"{name!r} in the pack: {why}", next_step="ask who made it to build it with `unknot pack build`")
