"""Rests of a script: written ones with their bounds, and the default gaps where none is written.

The rules of default gaps:

* There is a gap after each sentence, ellipsis and paragraph, and before each heading. The pace gives its length.
* A written rest replaces the gap before it.
* The gap of a paragraph replaces the gap of its last sentence.
* The gap of a heading replaces the gap before it. Where that one is already in the score, only the difference is added.
* There is no gap before the first words: the lead-in is there. The caller decides about a gap after the last words.
"""

from __future__ import annotations

from contextlib import contextmanager
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Final, Literal

from unknot.planning._score import RestSlot
from unknot.routine import Gap
from unknot.units import Frames, frames, nearest_on_grid

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from unknot.errors import Place
    from unknot.routine import Count, Length, Pace

LONGEST_HOLD: Final = frames(90.0)
"""A hold without written bounds grows no longer than this: more time on one spot has no benefit (EVIDENCE, bodies)."""
MOVE_GROWTH: Final = 2
"""A move without written bounds grows to this multiple of its natural length."""


def written_rest(length: Length, reason: str, pace: Pace, place: Place, name: str) -> RestSlot:
    """A written rest, with its bounds.

    Args:
        length: As written.
        reason: `pause`, `move` or `hold`.
        pace: Gives the bounds that are not written.
        place: Where it is written.
        name: As `RestSlot.name`.
    """
    natural = _natural_length(length)
    least, most = _bounds(length, natural, reason, pace)
    return RestSlot(natural, least, most, reason, place, name=name)


def _natural_length(length: Length) -> Frames:
    """The natural length as written, or the middle of the written bounds."""
    if length.natural is not None:
        return length.natural
    bounds = [bound for bound in (length.least, length.most) if bound is not None]
    return Frames(sum(bounds) // max(1, len(bounds)))


def natural_count(count: Count) -> int:
    """The middle of a range of counts; halves are rounded down."""
    return (count.least + count.most) // 2


def phase_lengths(phases: Sequence[Frames], turn: int) -> tuple[Frames, ...]:
    """The frames of the phases of breath cycle `turn`, counted from 0; whole grid steps.

    Each phase ends on the grid step that is nearest to its exact end, counted from the beginning of the first cycle.
    So rounding errors do not add up.
    """
    ends = accumulate(phases, initial=Frames(turn * sum(phases)))
    return tuple(whole_steps(start, end) for start, end in pairwise(ends))


def whole_steps(start: int, end: int) -> Frames:
    """The frames between two exact times, each moved to the nearest grid step."""
    return Frames(nearest_on_grid(end) - nearest_on_grid(start))


def _bounds(length: Length, natural: Frames, reason: str, pace: Pace) -> tuple[Frames, Frames]:
    """The written bounds; those that are not written come from the pace. Both include the natural length."""
    if length.fixed:
        return natural, natural
    least, most = round(natural * pace.shrink), round(natural * pace.stretch)
    if reason == "move":
        least, most = natural, natural * MOVE_GROWTH
    if reason == "hold":
        most = min(most, LONGEST_HOLD)
    least = length.least if length.least is not None else least
    most = length.most if length.most is not None else most
    return Frames(min(least, natural)), Frames(max(most, natural))


# --- default gaps ----------------------------------------------------------------------------------------------


class DefaultGaps:
    """Gives the gaps between what it is told in order: words, chimes, rests, ends of paragraphs, headings."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._due: tuple[Gap, str] | None = None
        """The gap that comes next unless something replaces it, and its name."""
        self._before: Gap | None = None
        """The gap directly before what comes next."""
        self._begun = False
        """Whether there was a word, a chime or a written rest."""

    def take_due(self) -> RestSlot | None:
        """The gap that is due, or None. Afterwards it is in the score."""
        due, self._due = self._due, None
        if due is None:
            return None
        self._before = due[0]
        return _slot(*due)

    def words(self, ending: Literal["sentence", "ellipsis"], name: str) -> None:
        """After words: the gap of their ending is due."""
        self._due = (self._pace.sentence if ending == "sentence" else self._pace.ellipsis), name
        self._before, self._begun = None, True

    def rest(self) -> None:
        """After a written rest: it has replaced the gap that was due."""
        self._due, self._before, self._begun = None, None, True

    def paragraph_end(self, name: str) -> None:
        """At the end of a paragraph: its gap is due, if any gap was."""
        if self._due is not None:
            self._due = self._pace.paragraph, name

    def heading(self, name: str) -> RestSlot | None:
        """At a heading: the gap to add, or None. It replaces the gap that was due."""
        before, self._before, self._due = self._before, self._pace.heading, None
        if not self._begun:
            return None
        missing = self._pace.heading if before is None else _difference(self._pace.heading, before)
        return _slot(missing, name) if missing.most else None

    def body(self) -> None:
        """At the beginning of a body: no gap outside of it counts for a heading in it."""
        self._before = None

    @contextmanager
    def around_choice(self) -> Iterator[None]:
        """Around a block that may be left out or repeated: afterwards no gap depends on that choice.

        A gap counts as being before what follows only if it is there with the block and without it.
        """
        before = self._before
        yield
        self._due = None
        self._before = before if self._before == before else None


def _slot(gap: Gap, name: str) -> RestSlot:
    return RestSlot(gap.natural, gap.least, gap.most, "gap", name=name)


def _difference(longer: Gap, shorter: Gap) -> Gap:
    """By how much `longer` is longer than `shorter`, at least 0: natural, least and most length."""
    return Gap(
        Frames(max(0, longer.natural - shorter.natural)),
        Frames(max(0, longer.least - shorter.least)),
        Frames(max(0, longer.most - shorter.most)),
    )
