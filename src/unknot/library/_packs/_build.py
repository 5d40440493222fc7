"""Building a pack from a folder."""

from __future__ import annotations

import hashlib
import zipfile
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from unknot.errors import UsageError
from unknot.library._packs._contents import MOST_BYTES, MOST_FILES, SUMS, check_contents, is_audio, is_known, is_safe
from unknot.library._packs._pack import LIST, read_pack
from unknot.library._packs._zip_file import checksums
from unknot.library._routines import find_routine
from unknot.platform import atomic_path, changed_toml

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
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
    found, left = _files(folder)
    read = {name: b"" if is_audio(name) else file.read_bytes() for name, file in found.items()}
    texts = read | _from_library(read)
    pack = check_contents(texts)
    target = path or folder.with_name(f"{pack.name}.zip")
    contents = {name: found[name].read_bytes if is_audio(name) else partial(bytes, texts[name]) for name in texts}
    with atomic_path(target) as temporary:
        _write(temporary, contents)
    return BuiltPack(target, pack, tuple(texts), left)


def _from_library(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Copies of the routines that pack.toml names as the library does, and pack.toml with the names of the copies.

    Raises:
        UsageError: There is no such routine; the next step names the nearest.
    """
    if LIST not in files:
        return {}
    names = read_pack(files[LIST]).routines
    entries = {name: find_routine(name) for name in names if name not in files and not name.endswith(".md")}
    if not entries:
        return {}
    listed = [f"{name}.md" if name in entries else name for name in names]
    text = changed_toml(files[LIST].decode("utf-8"), {"routines": listed})
    return {f"{name}.md": entry.text.encode() for name, entry in entries.items()} | {LIST: text.encode()}


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


def _write(path: Path, files: Mapping[str, Callable[[], bytes]]) -> None:
    sums = {}
    with zipfile.ZipFile(path, "w", allowZip64=False) as pack:
        for name, read in files.items():
            data = read()
            sums[name] = hashlib.sha256(data).hexdigest()
            _add(pack, name, data)
        _add(pack, SUMS, checksums(sums))


def _add(pack: zipfile.ZipFile, name: str, data: bytes) -> None:
    info = zipfile.ZipInfo(name, _DATE)
    info.external_attr = 0o100644 << 16
    info.create_system = 3
    pack.writestr(info, data, zipfile.ZIP_STORED if is_audio(name) else zipfile.ZIP_DEFLATED)
