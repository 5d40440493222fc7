"""The routines that ship, and the ones beside a person."""

from __future__ import annotations

from unknot.library.anatomy import Area, Body, body
from unknot.library.entries import Entry, entries, find, finder, folder, matching

__all__ = ["Area", "Body", "Entry", "body", "entries", "find", "finder", "folder", "matching"]
