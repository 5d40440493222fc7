"""What is said for safety in front of a session: all of it in the first, a line in later ones."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from unknot import routine as tree
from unknot.library._anatomy import body_data, in_language, names
from unknot.library._sections import said_in
from unknot.units import frames

if TYPE_CHECKING:
    from collections.abc import Iterable

    from unknot.routine import Node, Routine

_BETWEEN = tree.Length(frames(2), frames(1.5), frames(4))
"""After each line. It flexes little: what is said here must stay easy to follow."""
_ENOUGH_SIGNS = 2
"""A routine that names that many stop signs itself needs no line in front."""


def safety(routine: Routine, sessions_done: int, conditions: Iterable[str] = ()) -> tuple[Node, ...]:
    """The paragraphs to say before `routine` to a person who has done that many sessions.

    The first session hears the whole: pressure, stop signs, what to leave out, and that self-massage supports
    professional care and does not replace it. A later one hears one line, or none where the routine tells its own
    stop signs. What is to be asked about a person's conditions is heard in the first session.
    """
    language = routine.header.language
    words = body_data().safety
    if sessions_done > 0:
        return () if _tells(routine) else (_paragraph(in_language(words.later, language).strip()),)
    lines = in_language(words.first, language).strip().splitlines()
    asks = [in_language(body_data().conditions[key].ask, language) for key in conditions]
    return tuple(_paragraph(line) for line in [*lines[:-1], *asks, lines[-1]])


def with_safety(routine: Routine, sessions_done: int, conditions: Iterable[str] = ()) -> Routine:
    """The routine with those paragraphs in its first chapter, before everything else that is said."""
    said = safety(routine, sessions_done, conditions)
    at = 1 if routine.body and isinstance(routine.body[0], tree.Heading) else 0
    return replace(routine, body=(*routine.body[:at], *said, *routine.body[at:]))


def _paragraph(line: str) -> tree.Paragraph:
    return tree.Paragraph((tree.Say((tree.Words(line),)), tree.Pause(_BETWEEN)))


def _tells(routine: Routine) -> bool:
    signs = in_language(body_data().safety.stop, routine.header.language)
    said = " ".join(said_in(routine.body))
    return sum(names(said, [sign]) for sign in signs) >= _ENOUGH_SIGNS
