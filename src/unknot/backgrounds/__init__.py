"""What sounds under a session and between its words: generated textures, files, bells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unknot._faces import lazy

if TYPE_CHECKING:
    from unknot.backgrounds._catalogue import CHIMES as CHIMES, GENERATED as GENERATED
    from unknot.backgrounds._names import background as background, chime as chime

_NAMES = {
    "CHIMES": "_catalogue",
    "GENERATED": "_catalogue",
    "background": "_names",
    "chime": "_names",
}
"""Public name and the private module that has it."""

if not TYPE_CHECKING:  # so that a name that does not exist is still an error of types
    __getattr__ = lazy(__name__, _NAMES)
