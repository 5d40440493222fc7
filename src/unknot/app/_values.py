"""Types from lower floors that occur in results, so that callers can name them."""

from __future__ import annotations

from unknot.journal import DAYS_KEPT, JournalEntry, entry_as_json as journal_entry_as_json
from unknot.library import InstalledPack, Pack, RoutineEntry, Suggestion
from unknot.planning import Fit
from unknot.ports import CatalogueVoice, EngineState, InstalledVoice
from unknot.wiring import CacheInfo, CachePruned, CacheVerified, LineCut, LineToRead, TakeCuts

__all__ = [
    "DAYS_KEPT",
    "CacheInfo",
    "CachePruned",
    "CacheVerified",
    "CatalogueVoice",
    "EngineState",
    "Fit",
    "InstalledPack",
    "InstalledVoice",
    "JournalEntry",
    "LineCut",
    "LineToRead",
    "Pack",
    "RoutineEntry",
    "Suggestion",
    "TakeCuts",
    "journal_entry_as_json",
]
