"""Backgrounds and chimes: generated ones, and sound files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unknot._faces import lazy

if TYPE_CHECKING:
    from unknot.backgrounds._names import (
        CHIMES as CHIMES,
        GENERATED as GENERATED,
        background as background,
        chime as chime,
        exists as exists,
    )

_NAMES = {
    "CHIMES": "_names",
    "GENERATED": "_names",
    "background": "_names",
    "chime": "_names",
    "exists": "_names",
}
"""Public name and the private module that has it."""

if not TYPE_CHECKING:  # so that a name that does not exist is still an error of types
    __getattr__ = lazy(__name__, _NAMES)
