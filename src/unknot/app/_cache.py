"""`cache`: clips and encoded sound on the disk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unknot import wiring
from unknot.app._person import read_person

if TYPE_CHECKING:
    from pathlib import Path

    from unknot.wiring import CacheInfo, CachePruned, CacheVerified


def cache_info(folder: Path | None = None) -> CacheInfo:
    """The folder of the cache and what is in it; None is the usual folder.

    Raises:
        UsageError: The settings cannot be read.
    """
    return wiring.file_cache(folder, read_person().settings.cache_cap).info()


def cache_verify(folder: Path | None = None) -> CacheVerified:
    """How many entries are whole, and which were damaged. The damaged ones are deleted and made again when needed.

    Raises:
        UsageError: The settings cannot be read.
    """
    return wiring.file_cache(folder, read_person().settings.cache_cap).verify()


def cache_prune(folder: Path | None = None, *, size: int | None = None) -> CachePruned:
    """What was deleted: the least recently used entries, until `size` bytes are left; None is the cap.

    What a running session needs stays.

    Raises:
        UsageError: The settings cannot be read.
    """
    return wiring.file_cache(folder, read_person().settings.cache_cap).prune(size)
