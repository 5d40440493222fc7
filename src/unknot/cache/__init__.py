"""The cache: a folder with everything that takes time to make."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unknot._faces import lazy

if TYPE_CHECKING:
    from unknot.cache._file_cache import (
        CAP as CAP,
        CacheInfo as CacheInfo,
        CachePruned as CachePruned,
        CacheVerified as CacheVerified,
        FileCache as FileCache,
        open_cache as open_cache,
    )

_NAMES = {
    "CAP": "_file_cache",
    "CacheInfo": "_file_cache",
    "CachePruned": "_file_cache",
    "CacheVerified": "_file_cache",
    "FileCache": "_file_cache",
    "open_cache": "_file_cache",
}
"""Public name and the private module that has it."""

if not TYPE_CHECKING:  # so that a name that does not exist is still an error of types
    __getattr__ = lazy(__name__, _NAMES)
