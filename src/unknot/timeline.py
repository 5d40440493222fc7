"""The timeline: every event of a session with its first frame and its length.

The mixer, the chapters, the captions, the player and the tests take all times from here. Frames are integers at
48 kHz. Cues begin on multiples of `units.GRID`.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
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
    """The length of the clip, and less than one grid step of silence after it."""
    utterance: Utterance
    text: str
    """As a person reads it: no marks of emphasis."""
    place: Place = NOWHERE
    occurrence: str = field(default="", compare=False)
    """Names this occurrence in the script, the same in every session of it; "" for cues that the program adds."""


@dataclass(frozen=True, slots=True)
class Rest:
    """A silence of the voice."""

    start: Frames
    frames: Frames
    natural: Frames
    """Its length before the session was fitted."""
    reason: str
    """`lead`, `gap`, `pause`, `move`, `hold`, `breath`, `beat`, `until`, `even` (makes sides equally long), `close`, or
    `cut` (what was heard of an item before a jump)."""
    place: Place = NOWHERE
    least: Frames | None = None
    """The shortest length that it may get while the session is played; None where it keeps its length."""
    most: Frames | None = None
    """The longest length that it may get while the session is played; None where it keeps its length."""


@dataclass(frozen=True, slots=True)
class Chime:
    """A short sound: a bell, or a file."""

    start: Frames
    frames: Frames
    """The length of the sound. Under words it may overlap the events that follow."""
    name: str
    under: bool = False
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter, until the next one."""

    start: Frames
    frames: Frames
    title: str
    level: int = 1
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class BackgroundSpan:
    """A background, until the next one."""

    start: Frames
    frames: Frames
    name: str
    """A generated background or a file; "" is none."""
    change: float = 0.0
    """Decibels relative to the session's level."""
    over: Frames = NO_FRAMES
    """The crossfade from the background before, beginning at `start`."""
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Note:
    """A line that is shown and never spoken, until the next one or the next chapter."""

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
    """All events of a session.

    Cues, rests, and chimes that are not under words follow one another without a gap from frame 0 to `frames`. A cue
    inside a hold divides the hold into two rests.
    """

    frames: Frames
    title: str
    language: str
    events: tuple[Event, ...]
    """By first frame; chapters, backgrounds and notes before the cue or rest that begins with them."""

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
        """The timeline as JSON values, as `unknot plan --json` prints them."""
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


def until_next(events: Sequence[Event], end: int) -> tuple[Event, ...]:
    """The events, with chapters, backgrounds and notes that last until the next of their kind, or until frame `end`.

    A note lasts at most until the next chapter that begins later: a note before a heading belongs to that chapter.
    """
    following: dict[type, int] = {Chapter: end, BackgroundSpan: end, Note: end}
    chapters: list[int] = []
    found: list[Event] = []
    for event in reversed(events):
        if isinstance(event, Chapter | BackgroundSpan | Note):
            until = following[type(event)]
            if isinstance(event, Note):
                until = min([until, *(start for start in chapters if start > event.start)])
            following[type(event)] = event.start
            event = replace(event, frames=Frames(until - event.start))
            chapters += [event.start] if isinstance(event, Chapter) else []
        found.append(event)
    return tuple(reversed(found))


def faults(timeline: Timeline) -> tuple[str, ...]:
    """What is wrong with a timeline, one line each; empty for every timeline that a fit makes.

    Sound and silence follow one another from frame 0 to the end, cues begin on the grid, chapters and backgrounds
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
