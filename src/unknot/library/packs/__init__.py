"""Homework packs: what a therapist gives along between two treatments, as one zip file with checksums.

    knee-week/
    ├── pack.toml           who, what for, how often, what to focus on and what to leave out
    ├── evening.md          routines, named in pack.toml
    ├── bell.flac           sounds that they use
    └── recordings/         recorded cues: cues.tsv and the files that it names

Data only: nothing in a pack is executed, and its routines cannot choose a voice that would run a program.
"""

from __future__ import annotations

from unknot.library.packs.building import Built, build
from unknot.library.packs.installing import Installed, install, installed
from unknot.library.packs.values import Pack
from unknot.library.packs.zips import inspect

__all__ = ["Built", "Installed", "Pack", "build", "inspect", "install", "installed"]
