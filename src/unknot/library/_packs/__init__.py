"""Homework packs: what a therapist gives along between two treatments, as one zip file with checksums.

    knee-week/
    ├── pack.toml           who, what for, how often, what to focus on and what to leave out
    ├── evening.md          routines, named in pack.toml
    ├── bell.flac           sounds that they use
    └── recordings/         recorded cues: cues.tsv and the files that it names

Data only: nothing in a pack is executed, and its routines cannot choose a voice that would run a program.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from unknot._faces import lazy

if TYPE_CHECKING:
    from unknot.library._packs._build import BuiltPack as BuiltPack, build_pack as build_pack
    from unknot.library._packs._install import (
        InstalledPack as InstalledPack,
        install_pack as install_pack,
        installed_packs as installed_packs,
    )
    from unknot.library._packs._pack import Pack as Pack
    from unknot.library._packs._zip_file import inspect_pack as inspect_pack

_NAMES = {
    "BuiltPack": "_build",
    "InstalledPack": "_install",
    "Pack": "_pack",
    "build_pack": "_build",
    "inspect_pack": "_zip_file",
    "install_pack": "_install",
    "installed_packs": "_install",
}
"""Public name and the private module that has it."""

if not TYPE_CHECKING:  # so that a name that does not exist is still an error of types
    __getattr__ = lazy(__name__, _NAMES)
