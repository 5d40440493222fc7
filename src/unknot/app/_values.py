"""The values of lower floors that results hold, for whoever wants to name their types."""

from __future__ import annotations

from unknot.fitting import Fit
from unknot.journal import Session as JournalEntry
from unknot.library import Entry
from unknot.library.packs import Installed, Pack
from unknot.library.today import Pick
from unknot.ports import EngineState
from unknot.wiring import Cut, Cutting, Info, Line, Pruned, Verified

__all__ = [
    "Cut",
    "Cutting",
    "EngineState",
    "Entry",
    "Fit",
    "Info",
    "Installed",
    "JournalEntry",
    "Line",
    "Pack",
    "Pick",
    "Pruned",
    "Verified",
]
