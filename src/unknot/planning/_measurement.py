"""A measured score: every sequence with the lengths of its slots, on the grid, and equally long on all sides.

Each cue is padded so that it and what follows it, up to the next cue, take whole grid steps at natural length. The
corresponding cues of all sides of an `each` take as long as the longest of them. Where the sides do not say the same
number of sentences, their whole sequences take as long as the longest.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from unknot.errors import ScriptError
from unknot.planning._glue import Glue, glue
from unknot.planning._score import (
    BeatSlot,
    ChimeSlot,
    CueSlot,
    OptionalPart,
    RepeatPart,
    RestSlot,
    SidesPart,
    Slot,
    SlotSequence,
    UntilPart,
)
from unknot.units import GRID, NO_FRAMES, Frames, on_grid, seconds

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from unknot.planning._score import Part, Score
    from unknot.routine import Utterance


class Measurer(Protocol):
    """Gives the length of everything that sounds."""

    def speech(self, utterances: Sequence[Utterance]) -> Mapping[Utterance, Frames]:
        """The frames of each utterance's clip."""

    def sound(self, name: str) -> Frames:
        """The frames of a chime."""


@dataclass(slots=True)
class MeasuredSlot:
    """A slot with its natural length. Without a slot it is a silence that keeps the grid, or sides equal."""

    slot: Slot | None
    frames: int
    glue: int = -1
    """The index of its glue in the measured score; −1 is none."""
    cue_frames: tuple[Frames, ...] = ()
    """The lengths of the cues inside a hold."""


@dataclass(slots=True)
class MeasuredSequence:
    """The slots of a sequence, measured."""

    slots: list[MeasuredSlot]
    natural: int
    """Frames; a whole number of grid steps."""
    glues: tuple[int, ...] = ()
    """The indexes of its glues in the measured score."""

    @property
    def steps(self) -> int:
        """Its natural length in grid steps."""
        return self.natural // GRID


@dataclass(slots=True)
class MeasuredScore:
    """A whole score, measured."""

    measurer: Measurer
    speech: dict[Utterance, Frames]
    glues: list[Glue] = field(default_factory=list)
    sequences: dict[int, MeasuredSequence] = field(default_factory=dict)
    """By the identity of the sequence, which exists as long as its score."""

    def clip(self, utterance: Utterance) -> Frames:
        """The length of an utterance, also of one that is not in the score."""
        if utterance not in self.speech:
            self.speech |= self.measurer.speech((utterance,))
        return self.speech[utterance]


def measure_score(score: Score, measurer: Measurer) -> MeasuredScore:
    """The score with the lengths of its clips and chimes.

    Raises:
        ScriptError: Words do not fit into their beat or phase.
    """
    measured = MeasuredScore(measurer, dict(measurer.speech(score.utterances)))
    sounds = {name: measurer.sound(name) for name in score.sounds}
    _measure([score.body], measured, sounds)
    return measured


def _measure(bodies: Sequence[tuple[Part, ...]], measured: MeasuredScore, sounds: Mapping[str, Frames]) -> None:
    """Measure bodies of the same form, part by part, so that corresponding parts are equally long."""
    for parts in zip(*bodies, strict=True):
        match parts[0]:
            case SlotSequence():
                _measure_sequences([p for p in parts if isinstance(p, SlotSequence)], measured, sounds)
            case UntilPart():
                pass
            case OptionalPart():
                _measure([p.body for p in parts if isinstance(p, OptionalPart)], measured, sounds)
            case RepeatPart():
                for turns in zip(*(p.turns for p in parts if isinstance(p, RepeatPart)), strict=True):
                    _measure(turns, measured, sounds)
            case SidesPart():
                _measure([side for p in parts if isinstance(p, SidesPart) for side in p.sides], measured, sounds)


# --- corresponding sequences ------------------------------------------------------------------------------------


@dataclass(slots=True)
class _CueRun:
    """A cue and the slots after it, up to the next cue. The first run of a sequence may have no cue."""

    slots: list[MeasuredSlot]
    frames: int = 0

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(one.slot.name for one in self.slots if isinstance(one.slot, RestSlot))

    def fill(self, frames: int) -> None:
        """Afterwards it takes `frames`. Less than a grid step is added to the cue, more as a silence after the cue."""
        pad = -self.frames % GRID
        more = frames - self.frames - pad
        head = self.slots[0] if self.slots and isinstance(self.slots[0].slot, CueSlot) else None
        if head is not None:
            head.frames += pad
            if more:
                self.slots.insert(1, MeasuredSlot(None, more))
        elif self.slots and isinstance(gap := self.slots[-1].slot, RestSlot) and gap.reason == "gap" and not more:
            self.slots[-1].frames += pad
        elif pad + more:
            self.slots.append(MeasuredSlot(None, pad + more))
        self.frames = frames


def _measure_sequences(
    sequences: Sequence[SlotSequence], measured: MeasuredScore, sounds: Mapping[str, Frames]
) -> None:
    """Measure the corresponding sequences of all sides, so that they are equally long."""
    sides = [_runs(sequence, measured, sounds) for sequence in sequences]
    if all([run.names for run in side] == [run.names for run in sides[0]] for side in sides):
        for column in zip(*sides, strict=True):
            longest = on_grid(max(run.frames for run in column))
            for run in column:
                run.fill(longest)
    else:
        for side in sides:
            for run in side:
                run.fill(on_grid(run.frames))
        longest = Frames(max(sum(run.frames for run in side) for side in sides))
        for side in sides:
            side[-1].fill(side[-1].frames + longest - sum(run.frames for run in side))
    _equalize_cues_in_holds(sides)
    glues = _shared_glues(sides, measured)
    for sequence, side in zip(sequences, sides, strict=True):
        slots = [one for run in side for one in run.slots]
        measured.sequences[id(sequence)] = MeasuredSequence(slots, sum(run.frames for run in side), glues)


def _runs(sequence: SlotSequence, measured: MeasuredScore, sounds: Mapping[str, Frames]) -> list[_CueRun]:
    runs = [_CueRun([])]
    for slot in sequence.slots:
        if isinstance(slot, CueSlot):
            runs.append(_CueRun([]))
        one = _measured_slot(slot, runs[-1].frames, measured, sounds)
        runs[-1].slots.append(one)
        runs[-1].frames += one.frames
    return runs


def _measured_slot(slot: Slot, before: int, measured: MeasuredScore, sounds: Mapping[str, Frames]) -> MeasuredSlot:
    """A slot with its natural length, when the words before it and their rests have taken `before` frames."""
    match slot:
        case CueSlot():
            return MeasuredSlot(slot, measured.speech[slot.utterance])
        case RestSlot():
            cues = tuple(measured.speech[one.cue.utterance] for one in slot.cues)
            return MeasuredSlot(slot, slot.natural, cue_frames=cues)
        case BeatSlot():
            return MeasuredSlot(slot, _beat_rest(slot, before))
        case ChimeSlot():
            return MeasuredSlot(slot, sounds[slot.name] if not slot.under else NO_FRAMES)
        case _:
            return MeasuredSlot(slot, NO_FRAMES)


def _beat_rest(slot: BeatSlot, before: int) -> int:
    if before > slot.frames:
        message = f"the words take {seconds(before):.1f} s and their {slot.reason} only {seconds(slot.frames):.1f} s"
        raise ScriptError.at(slot.place, f"{slot.reason}-too-short", message, "give it more time, or say less")
    return slot.frames - before


def _equalize_cues_in_holds(sides: list[list[_CueRun]]) -> None:
    """Afterwards the cues inside a hold are equally long on every side, so that the same ones fit."""
    holds = [[one for run in side for one in run.slots if one.cue_frames] for side in sides]
    if len({len(side) for side in holds}) == 1:
        for column in zip(*holds, strict=True):
            longest = tuple(Frames(max(cue)) for cue in zip(*(hold.cue_frames for hold in column), strict=False))
            for hold in column:
                hold.cue_frames = longest


def _shared_glues(sides: list[list[_CueRun]], measured: MeasuredScore) -> tuple[int, ...]:
    """Afterwards the rests that every side has share one glue; all others are fixed."""
    by_name = [
        {one.slot.name: one for run in side for one in run.slots if isinstance(one.slot, RestSlot)} for side in sides
    ]
    indexes: list[int] = []
    for name, first in by_name[0].items():
        slot = first.slot
        if not isinstance(slot, RestSlot) or slot.least == slot.most or not all(name in names for names in by_name):
            continue
        made = glue(slot.natural, slot.least, slot.most, hold=slot.reason == "hold", size=len(sides))
        if made.least == made.most:
            continue
        for names in by_name:
            names[name].glue = len(measured.glues)
        indexes.append(len(measured.glues))
        measured.glues.append(made)
    return tuple(indexes)
