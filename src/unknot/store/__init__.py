"""The cache of everything that costs time to make."""

from unknot.store.files import CAP, FileStore, Info, Pruned, Verified
from unknot.store.opening import open_store

__all__ = ["CAP", "FileStore", "Info", "Pruned", "Verified", "open_store"]
