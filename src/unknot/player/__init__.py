"""Plays a session live through a speaker, and changes it while it plays. The clock is the count of samples played.

    _loop                                       the loop: commands, output, events
    ├── _playback ── _output_buffer ── _output_mix ── _envelope     the plan on the output buffer
    ├── _recovery                               the device: opened, closed, tried again, lost time
    ├── _plan_controller                        has the plan: first a _lead_in, then the _session_controller
    ├── _prompt_player ── _prompt_queue ── _prompts     words of the player that are in no script
    ├── _feedback, _level_control               the answer to a command; the levels
    ├── _progress ── _events, _position         what is heard, as events and as a saved position
    └── _context ── _commands, _speech          what the player is given: commands, speech, callbacks

`_preparation` fits the session, `_renderer` gives the sound of a plan.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from unknot._faces import lazy

if TYPE_CHECKING:
    from unknot.player._commands import Command as Command, Controls as Controls, NoControls as NoControls
    from unknot.player._context import PlaybackOptions as PlaybackOptions, PlayerContext as PlayerContext
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
    from unknot.player._loop import play as play, play_session as play_session
    from unknot.player._plan_controller import PlanController as PlanController
    from unknot.player._position import (
        Position as Position,
        PositionStore as PositionStore,
        StartItem as StartItem,
        TextPositionStore as TextPositionStore,
    )
    from unknot.player._preparation import MAX_WAIT as MAX_WAIT, Preparation as Preparation, prepare as prepare
    from unknot.player._prompts import feedback_texts as feedback_texts
    from unknot.player._renderer import Renderer as Renderer
    from unknot.player._session_controller import ArrivingClips as ArrivingClips, SessionController as SessionController
    from unknot.player._speech import (
        Announcer as Announcer,
        NoAnnouncer as NoAnnouncer,
        PromptAnnouncer as PromptAnnouncer,
        SharedNarrator as SharedNarrator,
        SpeechAhead as SpeechAhead,
    )

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
    "MAX_WAIT": "_preparation",
    "NoAnnouncer": "_speech",
    "NoControls": "_commands",
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
    "StartItem": "_position",
    "TextPositionStore": "_position",
    "Trouble": "_events",
    "feedback_texts": "_prompts",
    "lead_in": "_lead_in",
    "play": "_loop",
    "play_session": "_loop",
    "prepare": "_preparation",
}
"""Public name and the private module that has it."""

if not TYPE_CHECKING:  # so that a name that does not exist is still an error of types
    __getattr__ = lazy(__name__, _NAMES)
