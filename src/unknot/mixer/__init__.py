"""The sound of a timeline: placed, described by recipes, rendered in blocks. Arithmetic only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unknot._faces import lazy

if TYPE_CHECKING:
    from unknot.mixer._curves import Ramp as Ramp, gain_curve as gain_curve
    from unknot.mixer._frame_runs import FrameRun as FrameRun
    from unknot.mixer._levels import CEILING as CEILING, Levels as Levels
    from unknot.mixer._mix import ClipSource as ClipSource, Mix as Mix, Stem as Stem
    from unknot.mixer._recipe import Layer as Layer, Piece as Piece, Recipe as Recipe

_NAMES = {
    "CEILING": "_levels",
    "ClipSource": "_mix",
    "FrameRun": "_frame_runs",
    "Layer": "_recipe",
    "Levels": "_levels",
    "Mix": "_mix",
    "Piece": "_recipe",
    "Ramp": "_curves",
    "Recipe": "_recipe",
    "Stem": "_mix",
    "gain_curve": "_curves",
}
"""Public name and the private module that has it."""

if not TYPE_CHECKING:  # so that a name that does not exist is still an error of types
    __getattr__ = lazy(__name__, _NAMES)
