"""A score measured: every stretch as a line of known lengths with its glue, on the grid, equal on all sides.

Each cue is padded so that it and what stands behind it, up to the next cue, make whole grid steps at natural length.
The corresponding cues of all sides of an `each` take the time of the longest of them; where the sides do not say the
same number of sentences, the whole line does.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from unknot.errors import Finding, ScriptError
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
    """Knows how long everything sounds."""

    def speech(self, utterances: Sequence[Utterance]) -> Mapping[Utterance, Frames]:
        """The frames of each utterance's clip."""

    def sound(self, name: str) -> Frames:
        """The frames of a sound."""


@dataclass(slots=True)
class MeasuredSlot:
    """A slot with its natural length. Without a slot it is silence that keeps the grid, or sides equal."""

    slot: Slot | None
    frames: int
    glue: int = -1
    """Which glue of the sheet; −1 is none."""
    inside: tuple[Frames, ...] = ()
    """The lengths of the words inside a hold."""


@dataclass(slots=True)
class MeasuredSequence:
    """A stretch, measured."""

    laid: list[MeasuredSlot]
    natural: int
    """Frames; a whole number of grid steps."""
    glues: tuple[int, ...] = ()

    @property
    def steps(self) -> int:
        """Its natural length in grid steps."""
        return self.natural // GRID


@dataclass(slots=True)
class MeasuredScore:
    """A whole score, measured."""

    measure: Measurer
    speech: dict[Utterance, Frames]
    glues: list[Glue] = field(default_factory=list)
    lines: dict[int, MeasuredSequence] = field(default_factory=dict)
    """By the identity of the stretch, which lives as long as its score."""

    def clip(self, utterance: Utterance) -> Frames:
        """The length of an utterance, which the score may not have known of."""
        if utterance not in self.speech:
            self.speech |= self.measure.speech((utterance,))
        return self.speech[utterance]


def measure_score(score: Score, measure: Measurer) -> MeasuredScore:
    """The score with the lengths of its clips and sounds.

    Raises:
        ScriptError: Words do not fit into their beat or phase.
    """
    sheet = MeasuredScore(measure, dict(measure.speech(score.utterances)))
    sounds = {name: measure.sound(name) for name in score.sounds}
    _sides([score.body], sheet, sounds)
    return sheet


def _sides(bodies: Sequence[tuple[Part, ...]], sheet: MeasuredScore, sounds: Mapping[str, Frames]) -> None:
    """Measure what stands at the same place of several sides, together."""
    for parts in zip(*bodies, strict=True):
        match parts[0]:
            case SlotSequence():
                _together([p for p in parts if isinstance(p, SlotSequence)], sheet, sounds)
            case UntilPart():
                pass
            case OptionalPart():
                _sides([p.body for p in parts if isinstance(p, OptionalPart)], sheet, sounds)
            case RepeatPart():
                for turns in zip(*(p.turns for p in parts if isinstance(p, RepeatPart)), strict=True):
                    _sides(turns, sheet, sounds)
            case SidesPart():
                _sides([side for p in parts if isinstance(p, SidesPart) for side in p.sides], sheet, sounds)


# --- one line on all sides --------------------------------------------------------------------------------------


@dataclass(slots=True)
class _CueRun:
    """A cue and what stands behind it, up to the next cue. The first of a line may have no cue."""

    laid: list[MeasuredSlot]
    frames: int = 0

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(laid.slot.name for laid in self.laid if isinstance(laid.slot, RestSlot))

    def fill(self, frames: int) -> None:
        """Afterwards it takes `frames`: the cue less than a grid step of them, silence behind it the rest."""
        pad = -self.frames % GRID
        more = frames - self.frames - pad
        head = self.laid[0] if self.laid and isinstance(self.laid[0].slot, CueSlot) else None
        if head is not None:
            head.frames += pad
            if more:
                self.laid.insert(1, MeasuredSlot(None, more))
        elif self.laid and isinstance(gap := self.laid[-1].slot, RestSlot) and gap.reason == "gap" and not more:
            self.laid[-1].frames += pad
        elif pad + more:
            self.laid.append(MeasuredSlot(None, pad + more))
        self.frames = frames


def _together(stretches: Sequence[SlotSequence], sheet: MeasuredScore, sounds: Mapping[str, Frames]) -> None:
    rows = [_runs(stretch, sheet, sounds) for stretch in stretches]
    if all([r.names for r in row] == [r.names for r in rows[0]] for row in rows):
        for column in zip(*rows, strict=True):
            longest = on_grid(max(run.frames for run in column))
            for run in column:
                run.fill(longest)
    else:
        for row in rows:
            for run in row:
                run.fill(on_grid(run.frames))
        longest = Frames(max(sum(run.frames for run in row) for row in rows))
        for row in rows:
            row[-1].fill(row[-1].frames + longest - sum(run.frames for run in row))
    _equal_words_inside(rows)
    shared = _shared_glue(rows, sheet)
    for stretch, row in zip(stretches, rows, strict=True):
        laid = [one for run in row for one in run.laid]
        sheet.lines[id(stretch)] = MeasuredSequence(laid, sum(run.frames for run in row), shared)


def _runs(stretch: SlotSequence, sheet: MeasuredScore, sounds: Mapping[str, Frames]) -> list[_CueRun]:
    runs = [_CueRun([])]
    for slot in stretch.slots:
        if isinstance(slot, CueSlot):
            runs.append(_CueRun([]))
        laid = _laid(slot, runs[-1].frames, sheet, sounds)
        runs[-1].laid.append(laid)
        runs[-1].frames += laid.frames
    return runs


def _laid(slot: Slot, before: int, sheet: MeasuredScore, sounds: Mapping[str, Frames]) -> MeasuredSlot:
    match slot:
        case CueSlot():
            return MeasuredSlot(slot, sheet.speech[slot.utterance])
        case RestSlot():
            return MeasuredSlot(slot, slot.natural, inside=tuple(sheet.speech[i.speak.utterance] for i in slot.inside))
        case BeatSlot():
            return MeasuredSlot(slot, _rest_of(slot, before))
        case ChimeSlot():
            return MeasuredSlot(slot, sounds[slot.name] if not slot.under else NO_FRAMES)
        case _:
            return MeasuredSlot(slot, NO_FRAMES)


def _rest_of(slot: BeatSlot, before: int) -> int:
    if before > slot.frames:
        told = f"the words take {seconds(before):.1f} s and their {slot.reason} only {seconds(slot.frames):.1f} s"
        finding = Finding(slot.place, f"{slot.reason}-too-short", "error", told, "give it more time, or say less")
        raise ScriptError(f"{slot.place}: {told}", findings=[finding], next_step="give it more time, or say less")
    return slot.frames - before


def _equal_words_inside(rows: list[list[_CueRun]]) -> None:
    """Afterwards the words inside a hold take as long on every side, so that the same ones fit."""
    holds = [[laid for run in row for laid in run.laid if laid.inside] for row in rows]
    if len({len(row) for row in holds}) == 1:
        for column in zip(*holds, strict=True):
            lengths = tuple(Frames(max(some)) for some in zip(*(laid.inside for laid in column), strict=False))
            for laid in column:
                laid.inside = lengths


def _shared_glue(rows: list[list[_CueRun]], sheet: MeasuredScore) -> tuple[int, ...]:
    """Afterwards the silences that stand on every side have one glue together; all others are fixed."""
    by_name = [
        {laid.slot.name: laid for run in row for laid in run.laid if isinstance(laid.slot, RestSlot)} for row in rows
    ]
    indices: list[int] = []
    for name, first in by_name[0].items():
        slot = first.slot
        if not isinstance(slot, RestSlot) or slot.least == slot.most or not all(name in names for names in by_name):
            continue
        made = glue(slot.natural, slot.least, slot.most, hold=slot.reason == "hold", size=len(rows))
        if made.least == made.most:
            continue
        for names in by_name:
            names[name].glue = len(sheet.glues)
        indices.append(len(sheet.glues))
        sheet.glues.append(made)
    return tuple(indices)
