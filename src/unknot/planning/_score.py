"""The score: what may be spoken, every rest with its bounds, and the choices that are still open.

    Score
    └── body: Part …
        ├── SlotSequence: CueSlot, RestSlot, BeatSlot, ChimeSlot, ChapterSlot, NoteSlot, BackgroundSlot
        ├── UntilPart                          a silence until a time of the session
        ├── OptionalPart: one body             may be left out
        ├── RepeatPart: one body for a turn    the fit chooses how many turns
        └── SidesPart: one body for a side     the same choices and the same length on every side

Each place of the script is decided once: a repeat has the same number of turns on both sides and in every turn of a
repeat around it.
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
"""A place in the tree of a routine: the index at each depth."""


def dotted(key: Key) -> str:
    """A key as text: `0.3.1`."""
    return ".".join(map(str, key))


# --- slots ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CueSlot:
    """One cue: one sentence, or the part of one before an ellipsis."""

    utterance: Utterance
    text: str
    """As a person reads it."""
    place: Place = NOWHERE
    key: str = ""
    """Names this occurrence: place in the script, turn and side."""
    occurrence: str = ""
    """As `timeline.Cue.occurrence`."""


@dataclass(frozen=True, slots=True)
class HoldCue:
    """A cue inside a hold, which takes none of its time."""

    at: Frames | None
    """From the hold's beginning, or from its end where negative; None is its half."""
    cue: CueSlot


@dataclass(frozen=True, slots=True)
class RestSlot:
    """A rest: natural length and bounds. It is fixed where both bounds are its natural length."""

    natural: Frames
    least: Frames
    most: Frames
    reason: str
    """As in `timeline.Rest`."""
    place: Place = NOWHERE
    cues: tuple[HoldCue, ...] = ()
    name: str = ""
    """Corresponding rests have the same name on every side."""


@dataclass(frozen=True, slots=True)
class BeatSlot:
    """A rest that ends at a beat: the words before it and the rest take this long together."""

    frames: Frames
    """A whole number of grid steps."""
    reason: str
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class ChimeSlot:
    """A chime."""

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
    """None where only the level changes."""
    change: float = 0.0
    """Decibels relative to the session's level."""
    over: Frames = NO_FRAMES
    """The length of the crossfade."""
    place: Place = NOWHERE


Slot: TypeAlias = CueSlot | RestSlot | BeatSlot | ChimeSlot | ChapterSlot | NoteSlot | BackgroundSlot


# --- the tree ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SlotSequence:
    """Slots one after the other, without a choice."""

    slots: tuple[Slot, ...]


@dataclass(frozen=True, slots=True)
class UntilPart:
    """A silence until a time of the session."""

    time: Frames
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class OptionalPart:
    """A block that may be left out."""

    key: Key
    priority: int
    body: tuple[Part, ...]
    name: str
    """Its name in a report: its first heading or its first words."""
    place: Place = NOWHERE
    kept: bool = False
    """Never left out: it opens the session, closes it, or says a caution."""


@dataclass(frozen=True, slots=True)
class RepeatPart:
    """A body that is repeated, written out for the largest number of turns."""

    key: Key
    least: int
    """The smallest number of turns."""
    natural: int
    """The natural number of turns."""
    turns: tuple[tuple[Part, ...], ...]
    name: str
    """As `OptionalPart.name`."""
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class SidesPart:
    """A body that is played once for each value of an `each`."""

    sides: tuple[tuple[Part, ...], ...]


Part: TypeAlias = SlotSequence | UntilPart | OptionalPart | RepeatPart | SidesPart


@dataclass(frozen=True, slots=True)
class KnownFacts:
    """What a fit has found out, with which the routine is unfolded again."""

    values: dict[Key, int] = field(default_factory=dict)
    """How many turns; 1 and 0 for optional blocks. Words are chosen as if nothing else were spoken; the score still
    has every turn and block."""
    starts: dict[str, Frames] = field(default_factory=dict)
    """When each cue begins, by `CueSlot.key`."""
    chapters: tuple[tuple[Frames, str], ...] = ()
    """The first frame and the title of each chapter."""
    total: Frames | None = None
    """The length of the session."""


@dataclass(frozen=True, slots=True)
class Score:
    """A routine unfolded for a length and a seed."""

    routine: Routine
    seed: int
    body: tuple[Part, ...]
    length: Frames | None = None
    """The length that decides about blocks for longer and shorter sessions."""
    known: KnownFacts = KnownFacts()
    """What was known when it was unfolded."""
    conditional: bool = False
    """Whether there are blocks for longer or shorter sessions that nothing has decided yet."""
    provisional: bool = False
    """Whether words in it depend on the result of a fit."""

    @property
    def utterances(self) -> tuple[Utterance, ...]:
        """Everything that may be spoken, each once, in order of first use.

        A fit may need a few more: announcements, and words that tell the time.
        """
        return tuple(dict.fromkeys(cue.utterance for cue in self.cues))

    @property
    def cues(self) -> tuple[CueSlot, ...]:
        """Every cue that may be spoken, in order."""
        return tuple(cue for slot in slots(self.body) for cue in _cues(slot))

    @property
    def sounds(self) -> tuple[str, ...]:
        """The names of all chimes."""
        return tuple(dict.fromkeys(s.name for s in slots(self.body) if isinstance(s, ChimeSlot)))


def _cues(slot: Slot) -> tuple[CueSlot, ...]:
    """The cues of a slot: itself, or those inside a hold."""
    if isinstance(slot, CueSlot):
        return (slot,)
    return tuple(one.cue for one in slot.cues) if isinstance(slot, RestSlot) else ()


def slots(parts: Iterable[Part]) -> Iterator[Slot]:
    """Every slot of every turn, side and optional block, in order."""
    return (slot for sequence in sequences(parts) for slot in sequence.slots)


def sequences(parts: Iterable[Part]) -> Iterator[SlotSequence]:
    """Every sequence of every turn, side and optional block, in order."""
    return (part for part in all_parts(parts) if isinstance(part, SlotSequence))


def optional_parts(parts: Iterable[Part]) -> list[OptionalPart]:
    """Every optional block, each place of the script once."""
    return list({part.key: part for part in all_parts(parts) if isinstance(part, OptionalPart)}.values())


def repeat_parts(parts: Iterable[Part]) -> list[RepeatPart]:
    """Every repeat, each place of the script once."""
    return list({part.key: part for part in all_parts(parts) if isinstance(part, RepeatPart)}.values())


def all_parts(parts: Iterable[Part]) -> Iterator[Part]:
    """Every part at any depth, in order, each before the parts of its bodies."""
    for part in parts:
        yield part
        for body in bodies(part):
            yield from all_parts(body)


def chosen(parts: Iterable[Part], values: Mapping[Key, int]) -> Iterator[SlotSequence | UntilPart]:
    """What is played with these choices, in order. Without a value blocks are kept and counts are natural."""
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


def chosen_sequences(parts: Iterable[Part], values: Mapping[Key, int]) -> Iterator[SlotSequence]:
    """The sequences of what was chosen, in the order of the session."""
    return (part for part in chosen(parts, values) if isinstance(part, SlotSequence))


def bodies(part: Part) -> tuple[tuple[Part, ...], ...]:
    """The bodies of a part, in order; none for a sequence and an until."""
    match part:
        case OptionalPart():
            return (part.body,)
        case RepeatPart():
            return part.turns
        case SidesPart():
            return part.sides
        case _:
            return ()
