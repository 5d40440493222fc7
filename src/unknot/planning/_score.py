"""The routine unfolded: what may be spoken, every silence with its bounds, and the choices that are still open.

    Score
    └── body: Part …
        ├── Stretch: Speak, Silence, Fill, Sound, Title, Shown, Change   what stands in one line, without a choice
        ├── Anchor                                                       a time of the session that must be met
        ├── Option: body                                                 may be left out
        ├── Turns: one body a turn                                       so many of them as the fitting likes
        └── Sides: one body a value                                      always the same choices, the same length

Every place of the script makes its choice once: the same number of turns on both sides and in every round around it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from unknot.routine import NOWHERE
from unknot.units import NO_FRAMES, Frames

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from unknot.errors import Place
    from unknot.routine import Routine, Utterance

Key: TypeAlias = tuple[int, ...]
"""Where something stands in the tree of a routine: the index at each depth."""


# --- what stands in a line --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CueSlot:
    """One cue: one sentence, or the part of one before an ellipsis."""

    utterance: Utterance
    text: str
    """As a person reads it."""
    place: Place = NOWHERE
    key: str = ""
    """Names this occurrence: place in the script, turn and side."""


@dataclass(frozen=True, slots=True)
class HoldCue:
    """Words inside a hold, which take none of its time."""

    at: Frames | None
    """From the hold's beginning, or from its end where negative; None is its half."""
    speak: CueSlot


@dataclass(frozen=True, slots=True)
class RestSlot:
    """A rest of the voice: natural length and bounds. Fixed where both bounds are its natural length."""

    natural: Frames
    least: Frames
    most: Frames
    reason: str
    """As `timeline.Rest` names it."""
    place: Place = NOWHERE
    inside: tuple[HoldCue, ...] = ()
    name: str = ""
    """The same on every side for silences that belong together."""


@dataclass(frozen=True, slots=True)
class BeatSlot:
    """A rest that ends at a beat: the words before it and it take this long together."""

    frames: Frames
    """A whole number of grid steps."""
    reason: str
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class ChimeSlot:
    """A sound of its own."""

    name: str
    under: bool = False
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class ChapterSlot:
    """A chapter begins."""

    title: str
    level: int = 1
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class NoteSlot:
    """A note begins."""

    text: str
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class BackgroundSlot:
    """The background changes."""

    name: str | None
    change: float = 0.0
    over: Frames = NO_FRAMES
    place: Place = NOWHERE


Slot: TypeAlias = CueSlot | RestSlot | BeatSlot | ChimeSlot | ChapterSlot | NoteSlot | BackgroundSlot


# --- the tree ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SlotSequence:
    """Slots one behind the other."""

    slots: tuple[Slot, ...]


@dataclass(frozen=True, slots=True)
class UntilPart:
    """Silence until a time of the session."""

    time: Frames
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class OptionalPart:
    """A block that may be left out."""

    key: Key
    priority: int
    body: tuple[Part, ...]
    name: str
    """What a report calls it: its first heading or its first words."""
    place: Place = NOWHERE
    kept: bool = False
    """Never left out: it opens the session, closes it, or says a caution."""


@dataclass(frozen=True, slots=True)
class RepeatPart:
    """A body that is repeated: all the turns there could be, and how many there must be."""

    key: Key
    least: int
    natural: int
    turns: tuple[tuple[Part, ...], ...]
    name: str
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class SidesPart:
    """A body that is gone through once for each value."""

    sides: tuple[tuple[Part, ...], ...]


Part: TypeAlias = SlotSequence | UntilPart | OptionalPart | RepeatPart | SidesPart


@dataclass(frozen=True, slots=True)
class KnownFacts:
    """What a fitting has found out already, so that the routine can be unfolded again with it."""

    values: dict[Key, int] = field(default_factory=dict)
    """How many turns; 1 and 0 for an optional block that stays and one that does not. Words are chosen as if only
    these were spoken; everything else stays in the score."""
    starts: dict[str, Frames] = field(default_factory=dict)
    """When the words begin, by `Speak.key`."""
    chapters: tuple[tuple[Frames, str], ...] = ()
    """When the chapters begin, and what they are called."""
    total: Frames | None = None
    """The length of the session."""


@dataclass(frozen=True, slots=True)
class Score:
    """A routine unfolded for an asked length and a seed."""

    routine: Routine
    asked: Frames | None
    seed: int
    body: tuple[Part, ...]
    length: Frames | None = None
    """The length by which blocks for longer and shorter sessions were decided."""
    known: KnownFacts = KnownFacts()
    """What was known when it was unfolded."""
    conditional: bool = False
    """Whether there are blocks for longer or shorter sessions that nothing has decided yet."""
    provisional: bool = False
    """Whether words in it depend on what a fitting has yet to find out."""

    @property
    def utterances(self) -> tuple[Utterance, ...]:
        """Everything that may be spoken, each once, in order of first use.

        A fitting may ask for a few more: lines that the program adds, and words that tell the time.
        """
        return tuple(dict.fromkeys(speak.utterance for speak in self.speaks))

    @property
    def speaks(self) -> tuple[CueSlot, ...]:
        """Every cue that may be spoken, in order."""
        return tuple(speak for slot in slots(self.body) for speak in spoken(slot))

    @property
    def sounds(self) -> tuple[str, ...]:
        """The names of all sounds that take time of their own."""
        return tuple(dict.fromkeys(s.name for s in slots(self.body) if isinstance(s, ChimeSlot)))


def spoken(slot: Slot) -> tuple[CueSlot, ...]:
    """What a slot says: itself, or the words inside a hold."""
    if isinstance(slot, CueSlot):
        return (slot,)
    return tuple(i.speak for i in slot.inside) if isinstance(slot, RestSlot) else ()


def slots(parts: Iterable[Part]) -> Iterator[Slot]:
    """Every slot of every turn, side and option, in order."""
    for stretch in sequences(parts):
        yield from stretch.slots


def sequences(parts: Iterable[Part]) -> Iterator[SlotSequence]:
    """Every stretch of every turn, side and option, in order."""
    return (part for part in every(parts) if isinstance(part, SlotSequence))


def options(parts: Iterable[Part]) -> list[OptionalPart]:
    """Every optional block, each place of the script once."""
    return list({part.key: part for part in every(parts) if isinstance(part, OptionalPart)}.values())


def turns(parts: Iterable[Part]) -> list[RepeatPart]:
    """Every repeated body, each place of the script once."""
    return list({part.key: part for part in every(parts) if isinstance(part, RepeatPart)}.values())


def every(parts: Iterable[Part]) -> Iterator[Part]:
    """Every part of every turn, side and option, in order, each before what stands in it."""
    for part in parts:
        yield part
        for body in bodies(part):
            yield from every(body)


def chosen(parts: Iterable[Part], values: Mapping[Key, int]) -> Iterator[SlotSequence | UntilPart]:
    """What is heard with these choices, in order; where `values` says nothing, every block and natural counts."""
    for part in parts:
        match part:
            case OptionalPart():
                yield from chosen(part.body, values) if values.get(part.key, 1) else ()
            case RepeatPart():
                for turn in part.turns[: values.get(part.key, part.natural)]:
                    yield from chosen(turn, values)
            case SidesPart():
                for side in part.sides:
                    yield from chosen(side, values)
            case _:
                yield part


def chosen_stretches(parts: Iterable[Part], values: Mapping[Key, int]) -> Iterator[SlotSequence]:
    """The stretches of what was chosen, in the order of the session."""
    return (part for part in chosen(parts, values) if isinstance(part, SlotSequence))


def bodies(part: Part) -> tuple[tuple[Part, ...], ...]:
    """The bodies of a part, in order; a stretch and an anchor have none."""
    match part:
        case OptionalPart():
            return (part.body,)
        case RepeatPart():
            return part.turns
        case SidesPart():
            return part.sides
        case _:
            return ()
