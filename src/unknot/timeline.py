"""Every event of a session with its first frame and its length: the one truth of what happens when.

The mixer, the chapters, the captions, the player and the tests all read this and nothing else. Frames are integers
at 48 kHz. Cues begin on multiples of `units.GRID`.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, TypeAlias

from unknot.routine import NOWHERE, Utterance
from unknot.units import GRID, NO_FRAMES, SAMPLE_RATE, Frames

if TYPE_CHECKING:
    from collections.abc import Sequence

    from unknot.errors import Place


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that are spoken."""

    start: Frames
    frames: Frames
    """The clip, and less than one grid step of silence behind it."""
    utterance: Utterance
    text: str
    """As a person reads it: no marks of emphasis."""
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Rest:
    """The voice is silent."""

    start: Frames
    frames: Frames
    natural: Frames
    """What it was before the session was fitted to its length."""
    reason: str
    """`lead`, `gap`, `pause`, `move`, `hold`, `breath`, `beat`, `until`, `even` (keeps both sides equal) or `close`."""
    place: Place = NOWHERE
    least: Frames | None = None
    """What it may shrink to while the session is played; None where it keeps its length."""
    most: Frames | None = None
    """What it may grow to while the session is played; None where it keeps its length."""


@dataclass(frozen=True, slots=True)
class Chime:
    """A sound of its own: a bell, or a file."""

    start: Frames
    frames: Frames
    """How long it sounds. Under words it may reach over the events that follow."""
    name: str
    under: bool = False
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Chapter:
    """A heading, from here to the next."""

    start: Frames
    frames: Frames
    title: str
    level: int = 1
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class BackgroundSpan:
    """A background, from here until the next scene."""

    start: Frames
    frames: Frames
    name: str
    """A generated background or a file; "" is none."""
    change: float = 0.0
    """Decibels relative to the session's level."""
    over: Frames = NO_FRAMES
    """The crossfade from the scene before, beginning at `start`."""
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Note:
    """A note: shown, never spoken."""

    start: Frames
    frames: Frames
    text: str
    place: Place = NOWHERE


Event: TypeAlias = Cue | Rest | Chime | Chapter | BackgroundSpan | Note

_KINDS: dict[type, str] = {
    Cue: "cue",
    Rest: "rest",
    Chime: "sound",
    Chapter: "chapter",
    BackgroundSpan: "background",
    Note: "note",
}


@dataclass(frozen=True, slots=True)
class Timeline:
    """A session, exactly.

    Cues, rests, and chimes that are not under words stand one behind the other without a gap from frame 0 to
    `frames`, except that a cue inside a hold stands inside the hold's rests, which are cut around it.
    """

    frames: Frames
    title: str
    language: str
    events: tuple[Event, ...]
    """By first frame; chapters, scenes and notes before the cue or rest that begins with them."""

    @property
    def cues(self) -> tuple[Cue, ...]:
        """Everything that is spoken, in order."""
        return tuple(e for e in self.events if isinstance(e, Cue))

    @property
    def rests(self) -> tuple[Rest, ...]:
        """Every silence of the voice, in order."""
        return tuple(e for e in self.events if isinstance(e, Rest))

    @property
    def chapters(self) -> tuple[Chapter, ...]:
        """Every chapter, in order."""
        return tuple(e for e in self.events if isinstance(e, Chapter))

    def as_json(self) -> dict[str, Any]:
        """The timeline as plain values, the form of `unknot plan --json`."""
        return {
            "sample_rate": SAMPLE_RATE,
            "frames": self.frames,
            "title": self.title,
            "language": self.language,
            "events": [_event_as_json(e) for e in self.events],
        }


def _event_as_json(event: Event) -> dict[str, Any]:
    known: dict[str, Any] = {"kind": _KINDS[type(event)], "start": event.start, "frames": event.frames}
    match event:
        case Cue() | Note():
            known |= {"text": event.text}
        case Rest():
            known |= {"text": "", "reason": event.reason, "natural": event.natural}
        case Chime():
            known |= {"text": event.name, "under": event.under}
        case Chapter():
            known |= {"text": event.title, "level": event.level}
        case BackgroundSpan():
            known |= {"text": event.name, "change": event.change, "over": event.over}
    return known | {"line": event.place.line}


def faults(timeline: Timeline) -> tuple[str, ...]:
    """What is not as the class says, one line each; nothing for every timeline that a fitting makes.

    Sound and silence stand one behind the other from frame 0 to the end, cues begin on the grid, chapters and scenes
    cover the session, and events are in the order of their first frames.
    """
    found = [f"{e} comes before {a}" for a, e in pairwise(timeline.events) if e.start < a.start]
    found += [f"{e} lasts no time" for e in timeline.events if e.frames < 0 or (isinstance(e, Rest) and not e.frames)]
    found += [f"{cue} is off the grid" for cue in timeline.cues if cue.start % GRID]
    filled = [e for e in timeline.events if isinstance(e, Cue | Rest) or (isinstance(e, Chime) and not e.under)]
    for events in (filled, timeline.chapters, [e for e in timeline.events if isinstance(e, BackgroundSpan)]):
        found += _gaps(events, timeline.frames)
    return tuple(found)


def _gaps(events: Sequence[Event], end: int) -> list[str]:
    starts = [event.start for event in events] + [end]
    ends = [0] + [event.start + event.frames for event in events]
    return [f"frame {a} is followed by frame {b}" for a, b in zip(ends, starts, strict=True) if a != b]
