"""Timeline to recipes to blocks. Arithmetic only."""

from __future__ import annotations

from unknot.mixer.levels import Levels
from unknot.mixer.mix import Mix
from unknot.mixer.recipe import Layer, Piece, Recipe
from unknot.mixer.runs import Run

__all__ = ["Layer", "Levels", "Mix", "Piece", "Recipe", "Run"]
