"""What is spoken for safety before a session: everything in the first, one line in later ones."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from unknot import routine as tree
from unknot.library._anatomy import body_data, has_words, in_language
from unknot.library._sections import spoken_texts
from unknot.units import frames

if TYPE_CHECKING:
    from collections.abc import Iterable

    from unknot.routine import Node, Routine

_BETWEEN = tree.Length(frames(2), frames(1.5), frames(4))
"""The rest after each line. It changes little with the length of the session, so that the words stay easy to follow."""
_ENOUGH_SIGNS = 2
"""A routine that names this many stop signs needs no line before it."""


def safety_paragraphs(routine: Routine, sessions_done: int, conditions: Iterable[str] = ()) -> tuple[Node, ...]:
    """The paragraphs that are spoken before `routine` to a person who has done that many sessions.

    Before the first session they are about pressure, stop signs, the person's conditions and areas to leave out, and
    say that self-massage supports professional care and does not replace it. Before a later one there is one line, or
    none when the routine itself names stop signs.
    """
    language = routine.header.language
    words = body_data().safety
    if sessions_done > 0:
        return () if _names_stop_signs(routine) else (_paragraph(in_language(words.later, language).strip()),)
    lines = in_language(words.first, language).strip().splitlines()
    asks = [in_language(body_data().conditions[key].ask, language) for key in conditions]
    return tuple(_paragraph(line) for line in [*lines[:-1], *asks, lines[-1]])


def with_safety(routine: Routine, sessions_done: int, conditions: Iterable[str] = ()) -> Routine:
    """The routine with the safety paragraphs at the beginning of its first chapter."""
    said = safety_paragraphs(routine, sessions_done, conditions)
    at = 1 if routine.body and isinstance(routine.body[0], tree.Heading) else 0
    return replace(routine, body=(*routine.body[:at], *said, *routine.body[at:]))


def _paragraph(line: str) -> tree.Paragraph:
    return tree.Paragraph((tree.Say((tree.Words(line),)), tree.Pause(_BETWEEN)))


def _names_stop_signs(routine: Routine) -> bool:
    signs = in_language(body_data().safety.stop, routine.header.language)
    said = " ".join(spoken_texts(routine.body))
    return sum(has_words(said, [sign]) for sign in signs) >= _ENOUGH_SIGNS
