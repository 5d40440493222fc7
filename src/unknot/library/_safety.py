"""What is spoken for safety before a session: everything before the first, one line before some of the later ones.

A routine whose header names no area has none of these words: nothing is pressed in a meditation.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal, TypeAlias

from unknot import routine as tree
from unknot.library._anatomy import body_data, has_words, in_language
from unknot.library._sections import spoken_texts
from unknot.units import frames

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from unknot.routine import Node, Routine

Caution: TypeAlias = Literal["first", "later", "none"]
"""Which general words are spoken. What is said about a person's conditions does not depend on it."""
_BETWEEN = tree.Length(frames(1), frames(0.8), frames(1.5))
"""The rest after each line. It changes little with the length of the session, so that the words stay easy to follow."""
_ENOUGH_SIGNS = 2
"""A routine that names this many stop signs needs no line before it."""
_FEW, _EACH = 5, 4
"""The line is spoken before the first sessions up to this number, and then before each fourth one."""


def due_caution(sessions_done: int) -> Caution:
    """The general words for a person who has done that many sessions. Lines that repeat become rarer."""
    if sessions_done == 0:
        return "first"
    return "later" if sessions_done <= _FEW or sessions_done % _EACH == 0 else "none"


def safety_paragraphs(routine: Routine, caution: Caution, conditions: Iterable[str] = ()) -> tuple[Node, ...]:
    """The paragraphs that are spoken before `routine`; none where its header names no area of the body.

    The general words of the first session are about pressure, stop signs and what to leave out, and say that
    it does not replace professional care. Those of a later one are one line, or none when the routine itself
    names stop signs. Each condition that matters for the areas of the routine is spoken, whatever the general words.
    """
    areas = routine.header.areas
    asks = _asks(routine, areas, conditions) if areas else ()
    return tuple(map(_paragraph, (*safety_lines(routine, caution), *asks)))


def with_safety(routine: Routine, caution: Caution, conditions: Iterable[str] = ()) -> Routine:
    """The routine with the safety paragraphs at the beginning of its first chapter."""
    said = safety_paragraphs(routine, caution, conditions)
    at = 1 if routine.body and isinstance(routine.body[0], tree.Heading) else 0
    return replace(routine, body=(*routine.body[:at], *said, *routine.body[at:]))


def safety_lines(routine: Routine, caution: Caution) -> tuple[str, ...]:
    """The general words as texts, each with one or two sentences; none for a routine without areas in its header."""
    words = body_data().safety
    if caution == "none" or not routine.header.areas or (caution == "later" and _names_stop_signs(routine)):
        return ()
    spoken = in_language(words.first if caution == "first" else words.later, routine.header.language)
    return tuple(spoken.strip().splitlines())


def _asks(routine: Routine, areas: Collection[str], conditions: Iterable[str]) -> tuple[str, ...]:
    known = (body_data().conditions[key] for key in conditions)
    matter = (one for one in known if not one.areas or set(one.areas) & set(areas))
    return tuple(in_language(one.ask, routine.header.language) for one in matter)


def _paragraph(line: str) -> tree.Paragraph:
    return tree.Paragraph((tree.Say((tree.Words(line),)), tree.Pause(_BETWEEN)))


def _names_stop_signs(routine: Routine) -> bool:
    signs = in_language(body_data().safety.stop, routine.header.language)
    said = " ".join(spoken_texts(routine.body))
    return sum(has_words(said, [sign]) for sign in signs) >= _ENOUGH_SIGNS
