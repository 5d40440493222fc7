"""`pack`: homework packs from a therapist."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from unknot.app._files import new_folder
from unknot.app._person import read_profile, save_profile
from unknot.app._routines import find, packs, packs_folder
from unknot.errors import UsageError
from unknot.library import build_pack, inspect_pack, install_pack, one_of, pack_template, remove_pack

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from unknot.library import BuiltPack, InstalledPack, PackContents


@dataclass(frozen=True, slots=True)
class PackInstallRequest:
    """Which pack to install."""

    file: Path
    force: bool = False
    """Replace a pack of the same name."""
    take_over: bool = False
    """Add its areas to focus on and to leave out to the profile."""


def pack_new(folder: Path, routines: Sequence[str], title: str) -> Path:
    """A new folder with copies of these routines and a pack.toml with comments. It can be built as it is.

    Raises:
        UsageError: There is no such routine, or the folder exists already.
        WriteError: It could not be written.
    """
    found = [find(name) for name in routines]
    if folder.exists():
        raise UsageError(f"{folder} exists already", next_step="name a new folder")
    name = re.sub(r"[^a-z0-9]+", "-", folder.resolve().name.lower()).strip("-") or "homework"
    with new_folder(folder) as new:
        for entry in found:
            (new / f"{entry.name}.md").write_text(entry.text, encoding="utf-8")
        (new / "pack.toml").write_text(pack_template(name, title, [f"{entry.name}.md" for entry in found]), "utf-8")
    return folder


def pack_build(folder: Path, output: Path | None = None) -> BuiltPack:
    """The pack built from a folder with a pack.toml. Without `output`, the file is named after the folder.

    Raises:
        UsageError: The folder cannot become a pack.
        WriteError: The file could not be written.
    """
    return build_pack(folder, output)


def pack_inspect(file: Path) -> PackContents:
    """The contents of a pack. Every checksum is verified, and nothing is written.

    Raises:
        UsageError: The file is not a pack.
    """
    return inspect_pack(file)


def pack_install(request: PackInstallRequest) -> InstalledPack:
    """The installed pack. With `take_over`, its areas are in the profile.

    Raises:
        UsageError: The file is not a pack, `force` is not set and a pack of this name exists, or the profile is not
            valid.
        WriteError: It could not be written.
    """
    profile = read_profile() if request.take_over else None
    folder = packs_folder()
    folder.mkdir(parents=True, exist_ok=True)
    installed = install_pack(request.file, folder, replace=request.force)
    if profile is not None:
        save_profile(installed.pack.apply_to(profile), "focus", "avoid")
    return installed


def pack_remove(name: str, confirm: Callable[[InstalledPack], bool]) -> InstalledPack | None:
    """The pack of that name, which is not installed any more; None where `confirm` answered no, and it stays.

    Raises:
        UsageError: No such pack is installed; the next step names those that are.
        WriteError: It could not be removed.
    """
    known = {one.folder.name: one for one in packs()}
    pack = known[one_of(name, known, "installed pack")]
    if not confirm(pack):
        return None
    remove_pack(pack)
    return pack


def pack_list() -> tuple[InstalledPack, ...]:
    """The installed packs."""
    return packs()
