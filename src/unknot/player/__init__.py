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

from typing import TYPE_CHECKING

from unknot._faces import lazy

if TYPE_CHECKING:
    from unknot.player._commands import Command as Command, Controls as Controls
    from unknot.player._context import (
        NoControls as NoControls,
        PlaybackOptions as PlaybackOptions,
        PlayerContext as PlayerContext,
    )
    from unknot.player._events import (
        Answered as Answered,
        Began as Began,
        Concern as Concern,
        Ended as Ended,
        LevelsChanged as LevelsChanged,
        Paused as Paused,
        PlayerEvent as PlayerEvent,
        Progress as Progress,
        Recovered as Recovered,
        Replanned as Replanned,
        Resumed as Resumed,
        Said as Said,
        Sounding as Sounding,
        Trouble as Trouble,
    )
    from unknot.player._lead_in import (
        LeadInController as LeadInController,
        PendingResult as PendingResult,
        lead_in as lead_in,
    )
    from unknot.player._loop import play_session as play_session
    from unknot.player._plan_controller import PlanController as PlanController
    from unknot.player._position import (
        Position as Position,
        PositionStore as PositionStore,
        TextPositionStore as TextPositionStore,
    )
    from unknot.player._preparation import PATIENCE as PATIENCE, Preparation as Preparation, prepare as prepare
    from unknot.player._prompts import answers as answers
    from unknot.player._renderer import Renderer as Renderer
    from unknot.player._session_controller import ArrivingClips as ArrivingClips, SessionController as SessionController
    from unknot.player._speech import (
        Announcer as Announcer,
        NoAnnouncer as NoAnnouncer,
        PromptAnnouncer as PromptAnnouncer,
        SharedNarrator as SharedNarrator,
        SpeechAhead as SpeechAhead,
    )
    from unknot.player._unsteered import play as play

_NAMES = {
    "Announcer": "_speech",
    "Answered": "_events",
    "ArrivingClips": "_session_controller",
    "Began": "_events",
    "Command": "_commands",
    "Concern": "_events",
    "Controls": "_commands",
    "Ended": "_events",
    "LeadInController": "_lead_in",
    "LevelsChanged": "_events",
    "NoAnnouncer": "_speech",
    "NoControls": "_context",
    "PATIENCE": "_preparation",
    "Paused": "_events",
    "PendingResult": "_lead_in",
    "PlanController": "_plan_controller",
    "PlaybackOptions": "_context",
    "PlayerContext": "_context",
    "PlayerEvent": "_events",
    "Position": "_position",
    "PositionStore": "_position",
    "Preparation": "_preparation",
    "Progress": "_events",
    "PromptAnnouncer": "_speech",
    "Recovered": "_events",
    "Renderer": "_renderer",
    "Replanned": "_events",
    "Resumed": "_events",
    "Said": "_events",
    "SessionController": "_session_controller",
    "SharedNarrator": "_speech",
    "Sounding": "_events",
    "SpeechAhead": "_speech",
    "TextPositionStore": "_position",
    "Trouble": "_events",
    "answers": "_prompts",
    "lead_in": "_lead_in",
    "play": "_unsteered",
    "play_session": "_loop",
    "prepare": "_preparation",
}
"""Public name and the private module that has it."""

if not TYPE_CHECKING:  # so that a name that does not exist is still an error of types
    __getattr__ = lazy(__name__, _NAMES)
