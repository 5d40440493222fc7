"""A session through a loudspeaker: steered without looking, and still on time. Its clock is the samples played.

    performance                     turn by turn, command by command
    ├── deck ── tape ── envelope    what was heard, what is written ahead, what can still be changed
    ├── holding                     the device while it is held, and the time that it was not
    ├── directing                   whoever holds the plan:
    │   ├── opening                 a lead-in, until there is one
    │   └── director                the session
    │       ├── moves ── items      what a key does to a plan, which is a row of items
    │       ├── replanning          the rest fitted again; with other counts and blocks: choosing
    │       └── retelling           words that tell the time, true again
    ├── answering ── tones, lines   the sound that answers a key
    ├── remarks ── lines            lines that are in no script
    ├── listening ── happenings     what is heard, told as it sounds, and the position kept
    └── world ── commands           who steers, who is told, who speaks (speaking), where the place is kept (position)

`rehearsing` makes the session, `stage` makes a plan sound.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any, Final

from unknot.player.commands import Command, Controls
from unknot.player.happenings import (
    Answered,
    Began,
    Concern,
    Ended,
    Happening,
    Levels,
    Paused,
    Progress,
    Recovered,
    Replanned,
    Resumed,
    Said,
    Sounding,
    Trouble,
)
from unknot.player.position import Keeper, KeptAs, Position

if TYPE_CHECKING:
    from collections.abc import Callable

    from unknot.audio import Samples
    from unknot.player.director import Arriving, Director
    from unknot.player.lines import answers
    from unknot.player.opening import Coming, Opening, lead_in
    from unknot.player.performance import perform
    from unknot.player.rehearsing import PATIENCE, Rehearsed, rehearse
    from unknot.player.speaking import Ahead, Announcer, Aside, Booth, Silent
    from unknot.player.stage import Stage
    from unknot.player.world import NoControls, Settings, World
    from unknot.ports import Rendered, Speaker

_LATER: Final = {
    "director": ("Arriving", "Director"),
    "lines": ("answers",),
    "opening": ("Coming", "Opening", "lead_in"),
    "performance": ("perform",),
    "rehearsing": ("PATIENCE", "Rehearsed", "rehearse"),
    "speaking": ("Ahead", "Announcer", "Aside", "Booth", "Silent"),
    "stage": ("Stage",),
    "world": ("NoControls", "Settings", "World"),
}
"""What is imported when it is asked for: the first sound needs no fitting, and the screen no sound."""

__all__ = [
    "PATIENCE",
    "Ahead",
    "Announcer",
    "Answered",
    "Arriving",
    "Aside",
    "Began",
    "Booth",
    "Coming",
    "Command",
    "Concern",
    "Controls",
    "Director",
    "Ended",
    "Happening",
    "Keeper",
    "KeptAs",
    "Levels",
    "NoControls",
    "Opening",
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
    "Sounding",
    "Stage",
    "Trouble",
    "World",
    "answers",
    "lead_in",
    "perform",
    "play",
    "rehearse",
]


if not TYPE_CHECKING:  # so that a name that does not exist is still a fault of types

    def __getattr__(name: str) -> Any:
        for module, names in _LATER.items():
            if name in names:
                return getattr(importlib.import_module(f"{__name__}.{module}"), name)
        raise AttributeError(f"module {__name__} has no attribute {name!r}")


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
    from unknot.player.director import Director
    from unknot.player.performance import perform
    from unknot.player.world import World

    perform(Director(source.timeline, lambda _: _Whole(source)), World(speaker, on_event))
