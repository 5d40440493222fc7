"""The events of a session that plays, one class each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from unknot.player._commands import Command
    from unknot.timeline import Event
    from unknot.units import Decibels, Frames

Way: TypeAlias = Literal["finished", "closed", "ended", "interrupted", "terminated", "hung up"]
"""How a session ended: after its last sample, after its closing words, at once by a command, or by a signal."""


@dataclass(frozen=True, slots=True)
class Sounding:
    """The speaker plays the first samples."""


@dataclass(frozen=True, slots=True)
class Began:
    """An event of the timeline begins to be heard."""

    event: Event
    at: Frames
    """The session frame that is heard."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Another second has been heard."""

    at: Frames
    """The session frame that is heard."""
    left: Frames
    """From there to the end."""


@dataclass(frozen=True, slots=True)
class Answered:
    """A command was followed or refused."""

    command: Command
    done: bool
    """False: it is not possible here."""


@dataclass(frozen=True, slots=True)
class Paused:
    """The session has stopped for a while."""

    at: Frames
    """The session frame."""


@dataclass(frozen=True, slots=True)
class Resumed:
    """The session goes on."""

    at: Frames
    """The session frame."""


@dataclass(frozen=True, slots=True)
class LevelsChanged:
    """The voice or the background was made louder or softer."""

    voice: Decibels
    """From the session's own level."""
    background: Decibels
    """From the session's own level."""


@dataclass(frozen=True, slots=True)
class Replanned:
    """The rest of the session was fitted again."""

    left: Frames
    """From the change to the end."""
    late: Frames
    """How much later than before the session will end; below zero is earlier."""


@dataclass(frozen=True, slots=True)
class Said:
    """A prompt is being spoken: words of the player that are in no script."""

    text: str


@dataclass(frozen=True, slots=True)
class Trouble:
    """There is no sound: the device refuses, is gone or stalls, or the machine was asleep."""

    message: str
    next_step: str
    retry: float
    """Seconds until the next attempt."""


@dataclass(frozen=True, slots=True)
class Recovered:
    """The device plays again."""

    at: Frames
    """The session frame at which the sound stopped."""


@dataclass(frozen=True, slots=True)
class Concern:
    """At the end: a fault of the sound that the listener should know of."""

    text: str


@dataclass(frozen=True, slots=True)
class Ended:
    """The session is over."""

    at: Frames
    """The session frame."""
    underruns: int
    """How often the device ran out of sound."""
    way: Way = "finished"


PlayerEvent: TypeAlias = (
    Sounding
    | Began
    | Progress
    | Answered
    | Paused
    | Resumed
    | LevelsChanged
    | Replanned
    | Said
    | Trouble
    | Recovered
    | Concern
    | Ended
)
