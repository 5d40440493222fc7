"""`cache`: the clips and the encoded sound that are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unknot import wiring
from unknot.app._person import read_person

if TYPE_CHECKING:
    from pathlib import Path

    from unknot.wiring import CacheInfo, CachePruned, CacheVerified


def cache_info(folder: Path | None = None) -> CacheInfo:
    """Where the cache is and what is in it; None is the usual folder.

    Raises:
        UsageError: The settings cannot be read.
    """
    return wiring.store(folder, read_person().settings.cache_cap).info()


def cache_verify(folder: Path | None = None) -> CacheVerified:
    """What was whole and what was not. Afterwards the damaged entries are gone; they are made again when needed.

    Raises:
        UsageError: The settings cannot be read.
    """
    return wiring.store(folder, read_person().settings.cache_cap).verify()


def cache_prune(folder: Path | None = None, *, everything: bool = False) -> CachePruned:
    """What was dropped: what was used least recently, down to the cap, or everything that no running session needs.

    Raises:
        UsageError: The settings cannot be read.
    """
    return wiring.store(folder, read_person().settings.cache_cap).prune(0 if everything else None)
