"""`pack`: homework packs, what a therapist gives along."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from unknot import config
from unknot.app._person import read_profile, save_profile
from unknot.app._routines import packs
from unknot.library import build_pack, inspect_pack, install_pack

if TYPE_CHECKING:
    from pathlib import Path

    from unknot.library import BuiltPack, InstalledPack, PackContents


@dataclass(frozen=True, slots=True)
class PackInstallRequest:
    """Which pack is to be put at hand."""

    file: Path
    force: bool = False
    """Replace a pack of the same name."""
    take_over: bool = False
    """Take its areas to focus on and to leave out into the profile."""


def pack_build(folder: Path, output: Path | None = None) -> BuiltPack:
    """The pack that was made of a folder with a pack.toml; None names the file after the folder.

    Raises:
        UsageError: The folder cannot become a pack.
        WriteError: The file could not be written.
    """
    return build_pack(folder, output)


def pack_inspect(file: Path) -> PackContents:
    """What is in a pack. Every byte was checked, and nothing was written.

    Raises:
        UsageError: It is no pack.
    """
    return inspect_pack(file)


def pack_install(request: PackInstallRequest) -> InstalledPack:
    """The pack, whose routines are at hand now; its areas are in the profile where that was asked for.

    Raises:
        UsageError: It is no pack, or one of its name is there and `force` is not given; or the profile is not one.
        WriteError: It could not be written.
    """
    profile = read_profile() if request.take_over else None
    folder = config.data_folder() / "packs"
    folder.mkdir(parents=True, exist_ok=True)
    done = install_pack(request.file, folder, replace=request.force)
    if profile is not None:
        save_profile(done.pack.apply_to(profile))
    return done


def pack_list() -> tuple[InstalledPack, ...]:
    """The packs that are installed."""
    return packs()
