"""A routine as a listener meets it: words, silences and chapters in order, at their natural lengths.

From the unfolded routine lengths are estimated; from a timeline they are what will be heard.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from unknot import timeline as fitted
from unknot.errors import ScriptError
from unknot.fitting import estimate, unfold
from unknot.fitting.score import Fill, Silence, Speak, Title, chosen_stretches
from unknot.routine import NOWHERE
from unknot.units import NO_FRAMES, Frames

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from unknot.errors import Place
    from unknot.fitting.score import Inside, Slot, Stretch
    from unknot.routine import Routine
    from unknot.timeline import Timeline


@dataclass(frozen=True, slots=True)
class Spoken:
    """One sentence, or the words inside a hold."""

    text: str
    """As a person reads it."""
    frames: Frames
    place: Place
    inside: bool = False
    """Inside a hold, where it takes no time."""


@dataclass(frozen=True, slots=True)
class Quiet:
    """The voice is silent."""

    frames: Frames
    reason: str
    """As `timeline.Rest` names it."""
    place: Place


@dataclass(frozen=True, slots=True)
class Chapter:
    """A heading."""

    title: str
    place: Place


Heard: TypeAlias = Spoken | Quiet | Chapter


def hear(routine: Routine) -> tuple[Heard, ...]:
    """What is heard of a routine at its natural length, lengths estimated; nothing where it says nothing."""
    try:
        score = unfold(routine, asked=None)
    except ScriptError:
        return ()
    return tuple(heard for stretch in chosen_stretches(score.body, {}) for heard in _of_stretch(stretch))


def hear_timeline(timeline: Timeline) -> tuple[Heard, ...]:
    """What is heard of a fitted session."""
    return tuple(_of_event(e) for e in timeline.events if isinstance(e, (fitted.Cue, fitted.Rest, fitted.Chapter)))


def _of_event(event: fitted.Cue | fitted.Rest | fitted.Chapter) -> Heard:
    match event:
        case fitted.Cue():
            return Spoken(event.text, event.frames, event.place)
        case fitted.Rest():
            return Quiet(event.frames, event.reason, event.place)
        case _:
            return Chapter(event.title, event.place)


def _of_stretch(stretch: Stretch) -> Iterator[Heard]:
    """What is heard of a line; paced breathing is one silence, its own words left out."""
    phases = [slot for slot in stretch.slots if isinstance(slot, Fill) and slot.reason == "breath"]
    if phases:
        yield Quiet(Frames(sum(phase.frames for phase in phases)), "breath", phases[0].place)
    else:
        yield from _of_slots(stretch.slots)


def _of_slots(slots: Iterable[Slot]) -> Iterator[Heard]:
    """What is heard of slots. A gap that nobody wrote stands at the place of the words before it."""
    said, place = NO_FRAMES, NOWHERE
    for slot in slots:
        place = place if slot.place == NOWHERE else slot.place
        match slot:
            case Speak():
                said = _length(slot)
                yield Spoken(slot.text, said, place)
            case Silence():
                yield from _silence(slot, place)
            case Fill():
                yield Quiet(Frames(max(0, slot.frames - said)), slot.reason, place)
            case Title():
                yield Chapter(slot.title, place)
            case _:
                pass


def _silence(silence: Silence, place: Place) -> Iterator[Heard]:
    """A rest, cut where words inside it begin; they take none of its time."""
    done = 0
    for at, speak in sorted(((_start(i, silence.natural), i.speak) for i in silence.inside), key=lambda one: one[0]):
        if at <= silence.natural:
            yield Quiet(Frames(at - done), silence.reason, place)
            yield Spoken(speak.text, _length(speak), speak.place, inside=True)
            done = at
    yield Quiet(Frames(silence.natural - done), silence.reason, place)


def _start(inside: Inside, whole: Frames) -> int:
    if inside.at is None:
        return whole // 2
    return inside.at if inside.at >= 0 else max(0, whole + inside.at)


def _length(speak: Speak) -> Frames:
    return estimate.length(speak.utterance.text, estimate.letter(speak.utterance.voice.rate))
