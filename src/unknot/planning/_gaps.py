"""Default gaps: the silences between words where the script has written none.

The rules:

* A gap follows each sentence, ellipsis and paragraph, and stands before each heading. The pace gives its length.
* A written rest replaces the gap before it.
* The gap of a paragraph replaces the gap of its last sentence.
* A heading replaces the gap that is due. Where a gap already stands before it, only what that lacks is added.
* There is no gap before the first words: the lead is there. The gap after the last words is left to the caller.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Literal

from unknot.planning._score import RestSlot
from unknot.routine import Gap
from unknot.units import Frames

if TYPE_CHECKING:
    from collections.abc import Iterator

    from unknot.routine import Pace


class DefaultGaps:
    """Gives the gap that comes next. It is told, in order, what comes between the gaps."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._due: tuple[Gap, str] | None = None
        """The gap that comes next unless something replaces it, and its name."""
        self._before: Gap | None = None
        """The gap that stands directly before what comes next."""
        self._begun = False
        """Whether there was a word, a sound or a written rest."""

    def take_due(self) -> RestSlot | None:
        """The gap that is due, or None. Afterwards it stands directly before what comes next."""
        due, self._due = self._due, None
        if due is None:
            return None
        self._before = due[0]
        return _silence(*due)

    def words(self, ending: Literal["sentence", "ellipsis"], name: str) -> None:
        """Afterwards the words have been said, and the gap of their ending is due."""
        self._due = (self._pace.sentence if ending == "sentence" else self._pace.ellipsis), name
        self._before, self._begun = None, True

    def sound(self, name: str) -> None:
        """Afterwards a sound with a length of its own has been heard, and the gap of a sentence is due."""
        self.words("sentence", name)

    def rest(self) -> None:
        """Afterwards a written rest has replaced the gap that was due."""
        self._due, self._before, self._begun = None, None, True

    def paragraph_end(self, name: str) -> None:
        """Afterwards the gap of a paragraph is due, if any gap was."""
        if self._due is not None:
            self._due = self._pace.paragraph, name

    def heading(self, name: str) -> RestSlot | None:
        """The gap that makes up the gap of a heading, or None. It replaces the gap that was due."""
        before, self._before, self._due = self._before, self._pace.heading, None
        if not self._begun:
            return None
        missing = self._pace.heading if before is None else _difference(self._pace.heading, before)
        return _silence(missing, name) if missing.most else None

    def body(self) -> None:
        """Afterwards a body begins: no gap of what is around it counts for a heading in it."""
        self._before = None

    @contextmanager
    def around_choice(self) -> Iterator[None]:
        """Around a block that the fitting may leave out or repeat: afterwards no gap depends on that choice.

        A gap counts as standing before what follows only if it stands there with the block and without it.
        """
        before = self._before
        yield
        self._due = None
        self._before = before if self._before == before else None


def _silence(gap: Gap, name: str) -> RestSlot:
    return RestSlot(gap.natural, gap.least, gap.most, "gap", name=name)


def _difference(longer: Gap, shorter: Gap) -> Gap:
    """What `longer` has more than `shorter`, at least nothing: natural, least and most length."""
    return Gap(
        Frames(max(0, longer.natural - shorter.natural)),
        Frames(max(0, longer.least - shorter.least)),
        Frames(max(0, longer.most - shorter.most)),
    )
