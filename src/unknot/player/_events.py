"""What a session that plays tells: each happening a value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from unknot.player._commands import Command
    from unknot.timeline import Event
    from unknot.units import Decibels, Frames

Way: TypeAlias = Literal["finished", "closed", "ended", "interrupted", "terminated", "hung up"]
"""How a session came to its end: to its last sample, by its closing words, at once, or by a signal."""


@dataclass(frozen=True, slots=True)
class Sounding:
    """The loudspeaker has the first samples."""


@dataclass(frozen=True, slots=True)
class Began:
    """An event of the timeline is being heard."""

    event: Event
    at: Frames
    """Where the session is."""


@dataclass(frozen=True, slots=True)
class Progress:
    """About a second has been heard."""

    at: Frames
    left: Frames


@dataclass(frozen=True, slots=True)
class Answered:
    """A command was taken, or could not be followed here."""

    command: Command
    done: bool


@dataclass(frozen=True, slots=True)
class Paused:
    """The session stands still."""

    at: Frames


@dataclass(frozen=True, slots=True)
class Resumed:
    """The session goes on."""

    at: Frames


@dataclass(frozen=True, slots=True)
class LevelsChanged:
    """The voice or the background was made louder or softer."""

    voice: Decibels
    background: Decibels


@dataclass(frozen=True, slots=True)
class Replanned:
    """What has not been heard was fitted again."""

    left: Frames
    late: Frames
    """How much later than it was going to the session will end; below zero is earlier."""


@dataclass(frozen=True, slots=True)
class Said:
    """A line that is in no script is being spoken."""

    text: str


@dataclass(frozen=True, slots=True)
class Trouble:
    """There is no sound: the device refuses, went away or stalls, or the machine was asleep."""

    message: str
    next_step: str
    retry: float
    """Seconds until it is tried again."""


@dataclass(frozen=True, slots=True)
class Recovered:
    """The device plays again."""

    at: Frames


@dataclass(frozen=True, slots=True)
class Concern:
    """At the end: something that the listener should know of what was heard."""

    text: str


@dataclass(frozen=True, slots=True)
class Ended:
    """The last sample was heard."""

    at: Frames
    underruns: int
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
