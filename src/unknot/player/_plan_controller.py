"""What the player asks of the object that has the plan."""

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
    """The result of a change."""

    source: PlaybackSource
    """What is to be played from the frame of the change on."""
    late: Frames
    """How much later than `PlanController.end` the session ends; below zero is earlier.

    When it need not end on time: how much later than before the change.
    """


class PlanController(Protocol):
    """Has the plan while it is played, and changes it. A change is never heard before the frame it is made for."""

    plan: SessionPlan
    """The plan as it is now."""
    end: Frames
    """The frame of the plan at which it should end, whether that is still possible or not."""
    on_time: bool
    """Whether the session ends when it should (`--end-on-time`), or keeps its rests."""
    source: PlaybackSource
    """The sound of the plan."""

    @property
    def timeline(self) -> Timeline:
        """The timeline whose events are emitted as they are heard. It has none while the session is being made."""

    def change(self, move: PlanMove, /) -> PlanChange:
        """The plan after a move, ending on time if that is wanted and possible."""

    def add_lost(self, count: int) -> None:
        """Moves `end` forward by frames in which nothing of the plan was heard."""

    def update(self, at: Frames) -> PlanController | None:
        """The controller from frame `at` on, if what is to be played has changed by itself; None otherwise.

        Raises:
            UnknotError: A part of the session cannot be made.
        """
