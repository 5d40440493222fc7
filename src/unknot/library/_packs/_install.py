"""Installing packs in a folder of the person."""

from __future__ import annotations

import contextlib
import hashlib
import secrets
import shutil
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from unknot.errors import UsageError, WriteError
from unknot.library._packs import _zip_file
from unknot.library._packs._contents import SUMS
from unknot.library._packs._pack import LIST, Pack, read_pack
from unknot.platform import sync_to_disk

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class InstalledPack:
    """An installed pack."""

    folder: Path
    pack: Pack

    @property
    def routines(self) -> tuple[Path, ...]:
        """Its routines, in the order of pack.toml."""
        return tuple(self.folder / name for name in self.pack.routines)

    @property
    def until(self) -> date | None:
        """The last day of its weeks, counted from its installation; None where it names none."""
        weeks = self.pack.weeks
        return date.fromtimestamp(self.folder.stat().st_mtime) + timedelta(weeks=weeks) if weeks else None


def install_pack(path: Path, into: Path, *, replace: bool = False) -> InstalledPack:
    """Afterwards the files of the pack are in a folder of its name in `into`; after an error nothing has changed.

    Raises:
        UsageError: It is no pack, or one of that name is installed and `replace` is False.
        ScriptError: One of its routines has faults.
        WriteError: It could not be written.
    """
    contents = _zip_file.inspect_pack(path)
    target = into / contents.pack.name
    if target.exists() and not replace:
        raise UsageError(f"there is a pack {contents.pack.name!r} already", next_step="replace it with --force")
    temporary = into / f".{contents.pack.name}.{secrets.token_hex(4)}.part"
    try:
        into.mkdir(parents=True, exist_ok=True)
        _unpack(path, temporary, contents.sums)
        _put_in_place(temporary, target)
    except OSError as fault:
        raise WriteError(f"cannot install into {into}: {fault.strerror or fault}", next_step="make room") from fault
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
    return InstalledPack(target, contents.pack)


def installed_packs(into: Path) -> tuple[InstalledPack, ...]:
    """The packs in `into`, by name. Other folders are skipped."""
    found = []
    for path in sorted(into.glob(f"*/{LIST}")):
        with contextlib.suppress(UsageError, OSError):
            found.append(InstalledPack(path.parent, read_pack(path.read_bytes())))
    return tuple(one for one in found if not one.folder.name.startswith("."))


def remove_pack(pack: InstalledPack) -> None:
    """Afterwards the files of the pack are gone.

    Raises:
        WriteError: It could not be removed. It is still whole.
    """
    leaving = pack.folder.with_name(f".{pack.folder.name}.{secrets.token_hex(4)}.old")
    try:
        pack.folder.rename(leaving)
    except OSError as fault:
        raise WriteError(
            f"cannot remove {pack.folder}: {fault.strerror or fault}", next_step="close what uses its files"
        ) from fault
    shutil.rmtree(leaving, ignore_errors=True)


def _unpack(path: Path, folder: Path, sums: Mapping[str, str]) -> None:
    """Afterwards the files of the pack are in the folder. Every check is made again, and the checksums are compared."""
    with _zip_file.opened(path) as pack:
        for info in _zip_file.entries(pack):
            if info.filename != SUMS:
                target = folder / info.filename
                target.parent.mkdir(parents=True, exist_ok=True)
                total = hashlib.sha256()
                with target.open("xb") as file:
                    for block in _zip_file.blocks(pack, info):
                        total.update(block)
                        file.write(block)
                sync_to_disk(target)
                if total.hexdigest() != sums.get(info.filename):
                    raise UsageError(f"{path} changed while it was read", next_step="try once more")


def _put_in_place(temporary: Path, target: Path) -> None:
    old = target.with_name(f"{temporary.name}.old")
    if target.exists():
        target.rename(old)
    try:
        temporary.rename(target)
    except OSError:
        if old.exists():
            old.rename(target)
        raise
    shutil.rmtree(old, ignore_errors=True)
    sync_to_disk(target.parent)
