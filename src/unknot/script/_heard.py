"""What is heard of a routine: words, silences and chapters, in order.

From a routine, the lengths are natural and estimated; from a timeline, they are those of the session.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from unknot import timeline as fitted
from unknot.errors import ScriptError
from unknot.planning import (
    BeatSlot,
    ChapterSlot,
    CueSlot,
    RestSlot,
    chosen_sequences,
    estimated_length,
    letter_seconds,
    unfold,
)
from unknot.routine import NOWHERE
from unknot.units import NO_FRAMES, Frames

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from unknot.errors import Place
    from unknot.planning import HoldCue, Slot, SlotSequence
    from unknot.routine import Routine
    from unknot.timeline import Timeline


@dataclass(frozen=True, slots=True)
class HeardWords:
    """One sentence, or the words inside a hold."""

    text: str
    """The text as a person reads it."""
    frames: Frames
    place: Place
    inside: bool = False
    """Whether it is inside a hold. Then it takes no time."""


@dataclass(frozen=True, slots=True)
class HeardSilence:
    """A silence of the voice."""

    frames: Frames
    reason: str
    """The reason as in `timeline.Rest`."""
    place: Place


@dataclass(frozen=True, slots=True)
class HeardChapter:
    """A heading."""

    title: str
    place: Place


Heard: TypeAlias = HeardWords | HeardSilence | HeardChapter


def hear(routine: Routine) -> tuple[Heard, ...]:
    """What is heard of a routine at its natural length, lengths estimated; nothing where it says nothing."""
    try:
        score = unfold(routine, length=None)
    except ScriptError:
        return ()
    return tuple(heard for stretch in chosen_sequences(score.body, {}) for heard in _of_stretch(stretch))


def hear_timeline(timeline: Timeline) -> tuple[Heard, ...]:
    """What is heard of a fitted session."""
    return tuple(_of_event(e) for e in timeline.events if isinstance(e, (fitted.Cue, fitted.Rest, fitted.Chapter)))


def _of_event(event: fitted.Cue | fitted.Rest | fitted.Chapter) -> Heard:
    match event:
        case fitted.Cue():
            return HeardWords(event.text, event.frames, event.place)
        case fitted.Rest():
            return HeardSilence(event.frames, event.reason, event.place)
        case _:
            return HeardChapter(event.title, event.place)


def _of_stretch(stretch: SlotSequence) -> Iterator[Heard]:
    """What is heard of a sequence of slots. Paced breathing is one silence, without its words."""
    phases = [slot for slot in stretch.slots if isinstance(slot, BeatSlot) and slot.reason == "breath"]
    if phases:
        yield HeardSilence(Frames(sum(phase.frames for phase in phases)), "breath", phases[0].place)
    else:
        yield from _of_slots(stretch.slots)


def _of_slots(slots: Iterable[Slot]) -> Iterator[Heard]:
    """What is heard of slots. A gap has the place of the words before it."""
    said, place = NO_FRAMES, NOWHERE
    for slot in slots:
        place = place if slot.place == NOWHERE else slot.place
        match slot:
            case CueSlot():
                said = _length(slot)
                yield HeardWords(slot.text, said, place)
            case RestSlot():
                yield from _silence(slot, place)
            case BeatSlot():
                yield HeardSilence(Frames(max(0, slot.frames - said)), slot.reason, place)
            case ChapterSlot():
                yield HeardChapter(slot.title, place)
            case _:
                pass


def _silence(silence: RestSlot, place: Place) -> Iterator[Heard]:
    """A rest, cut where words inside it begin; they take none of its time."""
    done = 0
    for at, speak in sorted(((_start(i, silence.natural), i.cue) for i in silence.cues), key=lambda one: one[0]):
        if at <= silence.natural:
            yield HeardSilence(Frames(at - done), silence.reason, place)
            yield HeardWords(speak.text, _length(speak), speak.place, inside=True)
            done = at
    yield HeardSilence(Frames(silence.natural - done), silence.reason, place)


def _start(inside: HoldCue, whole: Frames) -> int:
    if inside.at is None:
        return whole // 2
    return inside.at if inside.at >= 0 else max(0, whole + inside.at)


def _length(speak: CueSlot) -> Frames:
    said = speak.utterance
    return estimated_length(said.text, letter_seconds(said.voice.rate), said.language)
