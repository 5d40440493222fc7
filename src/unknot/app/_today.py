"""`today`: the best routines for today."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from unknot.app._journal import open_journal
from unknot.app._person import read_profile
from unknot.app._routines import entries, load, packs
from unknot.library import advice_to_rest, steps_of, suggestions

if TYPE_CHECKING:
    from datetime import date, datetime

    from unknot.library import Suggestion


@dataclass(frozen=True, slots=True)
class TodayResult:
    """What suits today."""

    suggestions: tuple[Suggestion, ...]
    """The best routine first; empty on a day to rest."""
    rest: tuple[str, ...] = ()
    """Why today is a day to rest, in a sentence each; empty on other days."""


def today(now: datetime, occasion: str = "") -> TodayResult:
    """Suggested routines by the profile, the journal, the installed packs and the time of day, or the advice to rest.

    Args:
        now: The local time.
        occasion: What the person says that it is for, such as `travel`; empty for nothing special.

    Raises:
        UsageError: No routine suits the profile, or there is no such occasion.
        WriteError: The journal cannot be opened.
    """
    profile = read_profile()
    if rest := advice_to_rest(profile):
        return TodayResult((), rest)
    with open_journal() as book:
        found = suggestions(
            entries(), profile, book.sessions(), now, occasion=occasion, homework=_homework(now.date()), liked=_liked()
        )
    return TodayResult(found)


def _homework(today: date) -> frozenset[str]:
    """The names of the routines of packs whose weeks are not over, with the pack in front and without it."""
    present = [one for one in packs() if one.until is None or today <= one.until]
    named = [(one.folder.name, PurePosixPath(name)) for one in present for name in one.pack.routines]
    inside = (f"{folder}/{name.stem}" for folder, name in named)
    return frozenset([*inside, *(name.name for _, name in named if not name.suffix)])


def _liked() -> dict[str, str]:
    """The routines with a step that the person likes, and its words. Scripts are read only if there is such a step."""
    from unknot.app._preferences import preferences

    more, found = preferences().more, {}
    for entry in entries() if more else ():
        steps = steps_of(load(entry.file).routine)
        if liked := next((step for step in steps if step in more), ""):
            found[entry.name] = liked
    return found
