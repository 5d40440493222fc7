"""A session through a loudspeaker. The only clock is the count of samples that the speaker has played."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol, TypeAlias

from unknot.units import GRID, Frames

if TYPE_CHECKING:
    from collections.abc import Callable

    from unknot.audio import Samples
    from unknot.ports import Speaker
    from unknot.timeline import Event, Timeline

BLOCK: Final = GRID
"""Frames that are rendered at once."""


class Source(Protocol):
    """What can be played: a mix."""

    @property
    def timeline(self) -> Timeline:
        """What happens when."""

    def render(self, start: int, count: int) -> Samples:
        """Shape (count, 2), from frame `start`. Pure."""


@dataclass(frozen=True, slots=True)
class Began:
    """An event of the timeline is being heard."""

    event: Event
    at: Frames


@dataclass(frozen=True, slots=True)
class Ended:
    """The last sample was heard."""

    at: Frames
    underruns: int


Happening: TypeAlias = Began | Ended


def play(source: Source, speaker: Speaker, on_event: Callable[[Happening], None]) -> None:
    """Afterwards the whole of `source` was heard. Events are told when they sound, by the speaker's count.

    Raises:
        DeviceError: The speaker could not be opened, or went away.
        WriteError: The speaker writes a file, and could not.
    """
    events = list(reversed(source.timeline.events))
    speaker.open()
    try:
        begun = speaker.played
        written = 0
        while written < source.timeline.frames:
            block = source.render(written, min(BLOCK, source.timeline.frames - written))
            while len(block):
                block = block[speaker.write(block) :]
                _tell(events, Frames(speaker.played - begun), on_event)
            written = min(written + BLOCK, source.timeline.frames)
        while not speaker.drain():
            _tell(events, Frames(speaker.played - begun), on_event)
        _tell(events, source.timeline.frames, on_event)
        on_event(Ended(source.timeline.frames, speaker.underruns))
    finally:
        speaker.close()


def _tell(events: list[Event], heard: Frames, on_event: Callable[[Happening], None]) -> None:
    while events and events[-1].start <= heard:
        on_event(Began(events.pop(), heard))
