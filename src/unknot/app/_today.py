"""`today`: the best routines for today."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unknot.app._journal import open_journal
from unknot.app._person import read_profile
from unknot.app._routines import entries
from unknot.library import suggestions

if TYPE_CHECKING:
    from datetime import datetime

    from unknot.library import Suggestion


def today(now: datetime) -> tuple[Suggestion, ...]:
    """Suggested routines, the best first, by the profile, the journal and the time of day.

    Raises:
        UsageError: No routine suits the profile.
        WriteError: The journal cannot be opened.
    """
    with open_journal() as book:
        return suggestions(entries(), read_profile(), book.sessions(), now)
