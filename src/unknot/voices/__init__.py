"""Engines that speak, and what makes clips of what they spoke."""

from unknot.voices.engines import engine_states, known, voice_names
from unknot.voices.recording import Cut, Cutting, Line, record_cut, record_plan, record_write
from unknot.voices.setup import COMMANDS, LOCAL_SERVER, Setup, from_environment
from unknot.voices.studio import Studio

__all__ = [
    "COMMANDS",
    "LOCAL_SERVER",
    "Cut",
    "Cutting",
    "Line",
    "Setup",
    "Studio",
    "engine_states",
    "from_environment",
    "known",
    "record_cut",
    "record_plan",
    "record_write",
    "voice_names",
]
