"""Puts the parts of a score together, in the order of the script, with the default gaps between them."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Literal

from unknot.planning._gaps import DefaultGaps
from unknot.planning._score import BeatSlot, ChapterSlot, ChimeSlot, SlotSequence
from unknot.planning._written_rests import whole_steps

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from unknot import routine as tree
    from unknot.planning._score import CueSlot, Part, RepeatPart, RestSlot, Slot, UntilPart
    from unknot.routine import Pace


class ScoreBuilder:
    """Collects slots into stretches and stretches into parts.

    State: the parts of the body that is being built, the slots of the stretch at its end, the gaps, and
    how long the beats before this place have lasted.
    """

    def __init__(self, pace: Pace) -> None:
        self._parts: list[Part] = []
        self._slots: list[Slot] = []
        self._gaps = DefaultGaps(pace)
        self._beat_end = 0
        """The exact end of the last beat, in frames from the beginning of its row of beats."""

    # --- slots ---

    def mark(self, slot: Slot) -> None:
        """Afterwards a slot that takes no time stands here. No gap changes."""
        self._slots.append(slot)

    def title(self, title: ChapterSlot, name: str) -> None:
        """Afterwards a chapter begins here, with its gap."""
        self._slots.append(title)
        self._put(self._gaps.heading(name))

    def words(self, speak: CueSlot, ending: Literal["sentence", "ellipsis"], name: str) -> None:
        """Afterwards these words stand here; the gap of their ending follows unless something replaces it."""
        self._put(self._gaps.take_due())
        self._slots.append(speak)
        self._gaps.words(ending, name)

    def sound(self, sound: ChimeSlot, name: str) -> None:
        """Afterwards a sound with a length of its own stands here, and a gap follows."""
        self._put(self._gaps.take_due())
        self._slots.append(sound)
        self._gaps.sound(name)

    def paragraph_end(self, name: str) -> None:
        """Afterwards the gap of a paragraph follows what was last."""
        self._gaps.paragraph_end(name)

    def rest(self, rest: RestSlot) -> None:
        """Afterwards a written rest stands here, in place of the gap."""
        self._slots.append(rest)
        self._gaps.rest()

    def beat(self, beat: tree.Beat) -> None:
        """Afterwards a rest stands here that ends at the beat, in place of the gap."""
        start, self._beat_end = self._beat_end, self._beat_end + beat.length
        self._slots.append(BeatSlot(whole_steps(start, self._beat_end), "beat", beat.place))
        self._gaps.rest()

    def end_beats(self) -> None:
        """Afterwards the next beat is counted from its own beginning."""
        self._beat_end = 0

    # --- parts ---

    def part(self, part: Part) -> None:
        """Afterwards a part that was built inside `choice` stands here."""
        self._parts.append(part)

    def timed_part(self, part: UntilPart | RepeatPart) -> None:
        """Afterwards a part with a written length stands here, in place of the gap."""
        self._close_stretch()
        self._parts.append(part)
        self._gaps.rest()
        self._beat_end = 0

    @contextmanager
    def choice(self) -> Iterator[None]:
        """Around the bodies of a part: what stands before and after it does not depend on what is chosen in it."""
        self._put(self._gaps.take_due())
        self._close_stretch()
        self._beat_end = 0
        with self._gaps.around_choice():
            yield
        self._beat_end = 0

    def body(self, unfold: Callable[[], None]) -> tuple[Part, ...]:
        """The parts that `unfold` adds, as a body of its own. The gap after its last words belongs to it."""
        outer, self._parts = self._parts, []
        unfold()
        self._put(self._gaps.take_due())
        self._close_stretch()
        inner, self._parts = tuple(self._parts), outer
        return inner

    def turn(self, unfold: Callable[[], None]) -> tuple[Part, ...]:
        """As `body`, for one of several turns or sides: which gap stands before it is not known."""
        self._gaps.body()
        return self.body(unfold)

    def whole(self) -> tuple[Part, ...]:
        """All parts, without a gap after the last words."""
        self._close_stretch()
        return tuple(self._parts)

    def _put(self, gap: RestSlot | None) -> None:
        if gap is not None:
            self._slots.append(gap)

    def _close_stretch(self) -> None:
        if self._slots:
            self._parts.append(SlotSequence(tuple(self._slots)))
            self._slots = []
