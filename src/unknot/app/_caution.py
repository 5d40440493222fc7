"""Words of caution in front of a session: which are due, and what they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unknot.errors import WriteError

if TYPE_CHECKING:
    from unknot.app._person import Person
    from unknot.app._requests import Caution
    from unknot.routine import Routine


def due_caution() -> Caution:
    """Which words are due before a session that somebody hears: `first`, or `later` once the journal has one.

    `first` as well where there is no journal to be had.
    """
    from unknot.app._journal import open_journal

    try:
        with open_journal() as book:
            return "later" if book.count() else "first"
    except WriteError:
        return "first"


def with_caution(routine: Routine, which: Caution, person: Person) -> Routine:
    """The routine with these words in its first chapter, before everything else that is said."""
    if which == "none":
        return routine
    from unknot.library import with_safety

    return with_safety(routine, 0 if which == "first" else 1, person.profile.conditions)


def caution(language: str, which: Caution) -> tuple[str, ...]:
    """The words, in a BCP 47 language; a line a sentence or two."""
    from unknot.library import body_data, in_language

    words = body_data().safety
    return tuple(in_language(words.first if which == "first" else words.later, language).strip().splitlines())
