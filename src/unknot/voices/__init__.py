"""Engines that speak, and what makes clips of what they spoke."""

from unknot.voices.engines import engine_states
from unknot.voices.studio import Studio

__all__ = ["Studio", "engine_states"]
