"""A session through a loudspeaker: steered without looking, and still on time. Its clock is the samples played."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from unknot.player.commands import Command, Controls
from unknot.player.director import Arriving, Director
from unknot.player.happenings import (
    Answered,
    Began,
    Ended,
    Happening,
    Levels,
    Paused,
    Progress,
    Recovered,
    Replanned,
    Resumed,
    Said,
    Trouble,
)
from unknot.player.lines import answers
from unknot.player.performance import NoControls, Settings, World, perform
from unknot.player.position import Keeper, KeptAs, Position
from unknot.player.rehearsing import PATIENCE, Rehearsed, rehearse
from unknot.player.speaking import Ahead, Announcer, Aside, Booth, Silent
from unknot.player.stage import Stage

if TYPE_CHECKING:
    from collections.abc import Callable

    from unknot.audio import Samples
    from unknot.ports import Speaker
    from unknot.timeline import Timeline

__all__ = [
    "PATIENCE",
    "Ahead",
    "Announcer",
    "Answered",
    "Arriving",
    "Aside",
    "Began",
    "Booth",
    "Command",
    "Controls",
    "Director",
    "Ended",
    "Happening",
    "Keeper",
    "KeptAs",
    "Levels",
    "NoControls",
    "Paused",
    "Position",
    "Progress",
    "Recovered",
    "Rehearsed",
    "Replanned",
    "Resumed",
    "Said",
    "Settings",
    "Silent",
    "Stage",
    "Trouble",
    "World",
    "answers",
    "perform",
    "play",
    "rehearse",
]


class Rendered(Protocol):
    """Something with a timeline and samples: a mix."""

    @property
    def timeline(self) -> Timeline:
        """What happens when."""

    def render(self, start: int, count: int) -> Samples:
        """Shape (count, 2), from frame `start`. Pure."""


class _Whole:
    """A source that nobody steers."""

    def __init__(self, rendered: Rendered) -> None:
        self.timeline = rendered.timeline
        self.render = rendered.render

    def stems(self, start: int, count: int) -> tuple[Samples, Samples]:
        """All of it as words."""
        whole = self.render(start, count)
        return whole, whole * 0


def play(source: Rendered, speaker: Speaker, on_event: Callable[[Happening], None]) -> None:
    """Afterwards the whole of `source` was heard, and nobody steered it.

    Raises:
        DeviceError: The speaker could not be opened.
        WriteError: The speaker writes a file, and could not.
    """
    perform(Director(source.timeline, lambda _: _Whole(source)), World(speaker, on_event))
