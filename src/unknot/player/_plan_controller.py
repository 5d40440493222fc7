"""What a performance asks of whoever holds the plan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from unknot.planning import PlanMove, SessionPlan
    from unknot.player._output_mix import PlaybackSource
    from unknot.timeline import Timeline
    from unknot.units import Frames


@dataclass(frozen=True, slots=True)
class PlanChange:
    """What came of a change."""

    source: PlaybackSource
    """What is to be played from the frame of the change on."""
    late: Frames
    """How much later than it was going to it will end; below zero is earlier. With pauses kept, than before."""


class PlanController(Protocol):
    """Holds the plan while it is played, and changes it. No change is heard before the frame that it is asked for."""

    plan: SessionPlan
    """The plan as it is now."""
    end: Frames
    """The frame of the plan at which it was going to end, whether it still can or not."""
    on_time: bool
    """Whether the session ends when it was going to (`--end-on-time`), or keeps its pauses."""
    source: PlaybackSource
    """What plays."""

    @property
    def timeline(self) -> Timeline:
        """What is told of as it is heard. Without events nothing is known yet."""

    def change(self, move: PlanMove, /) -> PlanChange:
        """The plan after a move, ending on time where that is wanted and possible."""

    def lost(self, count: int) -> None:
        """So much time has gone by in which nothing of the plan was heard: on time is so much sooner now."""

    def arrived(self, at: Frames) -> PlanController | None:
        """Who directs from frame `at` on, when there is news that changes what is to be played; None without news.

        Raises:
            UnknotError: What was waited for cannot come.
        """
