"""What a performance asks of whoever holds the plan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from unknot.player.items import Plan
    from unknot.player.moves import Move
    from unknot.player.tape import Source
    from unknot.timeline import Timeline
    from unknot.units import Frames


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a change."""

    source: Source
    """What is to be played from the frame of the change on."""
    late: Frames
    """How much later than it was going to it will end; below zero is earlier. With pauses kept, than before."""


class Directing(Protocol):
    """Holds the plan while it is played, and changes it. No change is heard before the frame that it is asked for."""

    plan: Plan
    """The plan as it is now."""
    end: Frames
    """The frame of the plan at which it was going to end, whether it still can or not."""
    on_time: bool
    """Whether the session ends when it was going to (`--end-on-time`), or keeps its pauses."""
    source: Source
    """What plays."""

    @property
    def timeline(self) -> Timeline:
        """What is told of as it is heard. Without events nothing is known yet."""

    def change(self, move: Move, /) -> Answer:
        """The plan after a move, ending on time where that is wanted and possible."""

    def lost(self, count: int) -> None:
        """So much time has gone by in which nothing of the plan was heard: on time is so much sooner now."""

    def arrived(self, at: Frames) -> Directing | None:
        """Who directs from frame `at` on, when there is news that changes what is to be played; None without news.

        Raises:
            UnknotError: What was waited for cannot come.
        """
