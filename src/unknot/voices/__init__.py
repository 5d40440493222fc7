"""Engines that speak, and what makes clips of what they spoke.

A person's own voice is cut from a take in `voices.recording`, which no session needs.
"""

from unknot.voices.engines import engine_states, known
from unknot.voices.setup import COMMANDS, LOCAL_SERVER, Setup, from_environment
from unknot.voices.studio import Studio

__all__ = [
    "COMMANDS",
    "LOCAL_SERVER",
    "Setup",
    "Studio",
    "engine_states",
    "from_environment",
    "known",
]
