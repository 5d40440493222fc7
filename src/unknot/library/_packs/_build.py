"""Building a pack from a folder."""

from __future__ import annotations

import hashlib
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

from unknot.errors import UsageError
from unknot.library._packs._contents import MOST_BYTES, MOST_FILES, SUMS, check_contents, is_audio, is_known, is_safe
from unknot.library._packs._zip_file import checksums
from unknot.platform import atomic_path

if TYPE_CHECKING:
    from pathlib import Path

    from unknot.library._packs._pack import Pack

_DATE = (1980, 1, 1, 0, 0, 0)
"""The date of every file in the zip, so that the same folder always gives the same bytes."""


@dataclass(frozen=True, slots=True)
class BuiltPack:
    """A pack that was built."""

    path: Path
    pack: Pack
    names: tuple[str, ...]
    """The files in it."""
    left: tuple[str, ...]
    """Files of the folder that cannot be in a pack."""


def build_pack(folder: Path, path: Path | None = None) -> BuiltPack:
    """Afterwards the pack is at `path` (by default NAME.zip next to the folder), whole or not at all.

    Raises:
        UsageError: The folder cannot be a pack; the message says why.
        ScriptError: One of its routines has faults.
        WriteError: It could not be written.
    """
    if not folder.is_dir():
        raise UsageError(f"{folder} is no folder", next_step="name the folder with the pack.toml")
    files, left = _files(folder)
    pack = check_contents({name: b"" if is_audio(name) else file.read_bytes() for name, file in files.items()})
    target = path or folder.with_name(f"{pack.name}.zip")
    with atomic_path(target) as temporary:
        _write(temporary, files)
    return BuiltPack(target, pack, tuple(files), left)


def _files(folder: Path) -> tuple[dict[str, Path], tuple[str, ...]]:
    """The files of the pack by name, and the names of the other files. Links are not followed."""
    files, left = {}, []
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink() or (path.is_file() and not (is_safe(name) and is_known(name))):
            left.append(name)
        elif path.is_file() and name != SUMS:
            files[name] = path
    if len(files) > MOST_FILES or sum(file.stat().st_size for file in files.values()) > MOST_BYTES:
        raise UsageError(f"{folder} has more in it than a pack can hold", next_step="leave recordings out")
    return files, tuple(left)


def _write(path: Path, files: dict[str, Path]) -> None:
    sums = {}
    with zipfile.ZipFile(path, "w", allowZip64=False) as pack:
        for name, file in files.items():
            data = file.read_bytes()
            sums[name] = hashlib.sha256(data).hexdigest()
            _add(pack, name, data)
        _add(pack, SUMS, checksums(sums))


def _add(pack: zipfile.ZipFile, name: str, data: bytes) -> None:
    info = zipfile.ZipInfo(name, _DATE)
    info.external_attr = 0o100644 << 16
    info.create_system = 3
    pack.writestr(info, data, zipfile.ZIP_STORED if is_audio(name) else zipfile.ZIP_DEFLATED)
