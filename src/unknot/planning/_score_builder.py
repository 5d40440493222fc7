"""The parts of a score, built in the order of the script, with the default gaps between them."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Literal

from unknot.planning._rests import DefaultGaps, whole_steps
from unknot.planning._score import BeatSlot, ChapterSlot, ChimeSlot, SlotSequence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from unknot import routine as tree
    from unknot.planning._score import CueSlot, Part, RepeatPart, RestSlot, Slot, UntilPart
    from unknot.routine import Pace


class ScoreBuilder:
    """Builds a score from slots and parts that are added in order.

    State: the parts of the body that is being built, the slots of the sequence at its end, the default gaps, and how
    long the beats before this place have lasted.
    """

    def __init__(self, pace: Pace) -> None:
        self._parts: list[Part] = []
        self._slots: list[Slot] = []
        self._gaps = DefaultGaps(pace)
        self._beat_end = 0
        """The exact end of the last beat, in frames from the beginning of the first beat in the series."""

    # --- slots ---

    def mark(self, slot: Slot) -> None:
        """Add a slot that takes no time. No gap changes."""
        self._slots.append(slot)

    def title(self, title: ChapterSlot, name: str) -> None:
        """Add the beginning of a chapter, with its gap."""
        self._slots.append(title)
        self._add_gap(self._gaps.heading(name))

    def words(self, slot: CueSlot | ChimeSlot, ending: Literal["sentence", "ellipsis"], name: str) -> None:
        """Add a cue or a chime; the gap of its ending follows unless something replaces it."""
        self._add_gap(self._gaps.take_due())
        self._slots.append(slot)
        self._gaps.words(ending, name)

    def paragraph_end(self, name: str) -> None:
        """Afterwards the gap of a paragraph is due."""
        self._gaps.paragraph_end(name)

    def rest(self, rest: RestSlot) -> None:
        """Add a written rest, in place of the gap."""
        self._slots.append(rest)
        self._gaps.rest()

    def beat(self, beat: tree.Beat) -> None:
        """Add a rest that ends at the beat, in place of the gap."""
        start, self._beat_end = self._beat_end, self._beat_end + beat.length
        self._slots.append(BeatSlot(whole_steps(start, self._beat_end), "beat", beat.place))
        self._gaps.rest()

    def end_beats(self) -> None:
        """Afterwards the next beat is the first of a new series."""
        self._beat_end = 0

    # --- parts ---

    def part(self, part: Part) -> None:
        """Add a part that was built inside `choice`."""
        self._parts.append(part)

    def timed_part(self, part: UntilPart | RepeatPart) -> None:
        """Add a part with a written length, in place of the gap."""
        self._close_sequence()
        self._parts.append(part)
        self._gaps.rest()
        self._beat_end = 0

    @contextmanager
    def choice(self) -> Iterator[None]:
        """Around the bodies of a part: the gaps before and after it do not depend on what is chosen in it."""
        self._add_gap(self._gaps.take_due())
        self._close_sequence()
        self._beat_end = 0
        with self._gaps.around_choice():
            yield
        self._beat_end = 0

    def body(self, unfold: Callable[[], None]) -> tuple[Part, ...]:
        """The parts that `unfold` adds, as a body of its own, with the gap after its last words."""
        outer, self._parts = self._parts, []
        unfold()
        self._add_gap(self._gaps.take_due())
        self._close_sequence()
        inner, self._parts = tuple(self._parts), outer
        return inner

    def turn(self, unfold: Callable[[], None]) -> tuple[Part, ...]:
        """As `body`, for one of several turns or sides: it is not known which gap is before it."""
        self._gaps.body()
        return self.body(unfold)

    def whole(self) -> tuple[Part, ...]:
        """All parts, without a gap after the last words."""
        self._close_sequence()
        return tuple(self._parts)

    def _add_gap(self, gap: RestSlot | None) -> None:
        if gap is not None:
            self._slots.append(gap)

    def _close_sequence(self) -> None:
        if self._slots:
            self._parts.append(SlotSequence(tuple(self._slots)))
            self._slots = []
