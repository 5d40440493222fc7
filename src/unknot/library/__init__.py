"""The routines that ship, and the ones beside a person."""

from __future__ import annotations

from unknot.library.entries import Entry, entries, find, finder, folder

__all__ = ["Entry", "entries", "find", "finder", "folder"]
