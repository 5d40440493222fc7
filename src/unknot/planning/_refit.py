"""A session that is being played, fitted again from where the listener is.

What has been played stays as it was, to the frame. The rest of the session is fitted so that it ends at a given frame.
First only the pauses ahead are changed, then also counts and blocks that have not begun. A side that follows one that
has been played keeps the same pauses as long as possible. A session that cannot end on time ends as near to it as
possible, and the close keeps its length.

For this, the rest of the score is cut out and solved like a score of its own. Repeats and sides that have begun keep
their choices.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeAlias

from unknot.errors import ScriptError
from unknot.planning._fit import Fit, FitDraft, nearest_of
from unknot.planning._layout import CLOSE, FitDecisions, TimelineWriter, write_from
from unknot.planning._measurement import MeasuredSequence
from unknot.planning._score import (
    CueSlot,
    Key,
    OptionalPart,
    Part,
    RepeatPart,
    RestSlot,
    SidesPart,
    SlotSequence,
    UntilPart,
    chosen,
    sequences,
)
from unknot.planning._solver import Solution, make_solver
from unknot.timeline import BackgroundSpan, Cue
from unknot.units import GRID, Frames

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from unknot.planning._layout import WrittenSlot
    from unknot.planning._measurement import MeasuredScore, MeasuredSlot

Path: TypeAlias = tuple[int, ...]
"""A place in the score, as `WrittenSlot.path`."""
END: Path = (1 << 30,)
"""The place after all parts of the score."""


@dataclass(frozen=True, slots=True)
class OpenChoices:
    """What may be decided again."""

    choices: bool = False
    """Counts and blocks that have not begun."""
    shared_rests: bool = False
    """Rests whose counterparts on another side have been played."""
    times: bool = True
    """Whether the times that the script names are kept."""


@dataclass(slots=True)
class Remainder:
    """The parts of a score from one place on, with their own measures."""

    parts: tuple[Part, ...]
    measured: MeasuredScore
    begun: dict[Key, int]
    """The turns of each repeat that were before this place."""
    kept: set[int] = field(default_factory=set)
    """Glues that keep their steps."""


def refit(fit: Fit, played_until: Frames, end: Frames) -> Fit:
    """The session fitted again from `played_until` on so that it ends at `end`; everything before is unchanged.

    Args:
        fit: The session as it is playing, from `fit` or an earlier `refit`.
        played_until: Frames of its timeline that have been played or have been handed to the sound device.
        end: The frame of the timeline at which the session should end.

    `late` of the result is how many frames after `end` it ends; negative where it ends earlier.
    """
    writer, path = _played(fit.draft.writer, played_until)
    writer.decisions, writer.keeps_times = _decide(fit, path, writer.at, end)
    write_from(writer, path)
    timeline, decisions, old = writer.timeline, writer.decisions, fit.draft
    solution = Solution(decisions.values, old.solution.cost, decisions.steps, decisions.close, timeline.frames)
    report = replace(fit.report, frames=timeline.frames, asked=end)
    draft = FitDraft(old.score, old.measured, old.solver, solution, writer)
    return Fit(fit.score, timeline, report, draft, Frames(timeline.frames - end))


# --- what was played --------------------------------------------------------------------------------------------


def _played(old: TimelineWriter, now: Frames) -> tuple[TimelineWriter, Path]:
    """The session as far as it can no longer change at frame `now`, and the place of the score where it continues."""
    next_slot = _next_fixed(old.written, _playing(old.written, now))
    path = END if next_slot == len(old.written) - 1 else old.written[next_slot].path
    return _written_until(old, next_slot), path


def _playing(written: Sequence[WrittenSlot], now: Frames) -> int:
    """The index of the slot that is played at frame `now`; the close after the end."""
    found = [index for index, slot in enumerate(written) if slot.start <= now < slot.end]
    return found[0] if found else len(written) - 1


def _next_fixed(written: Sequence[WrittenSlot], index: int) -> int:
    """The next slot that begins on the grid whatever is changed before it; the close where there is none."""
    for later in range(index + 1, len(written) - 1):
        slot, path = written[later].measured.slot, written[later].path
        if path and (
            path[-1] == 0 or isinstance(slot, CueSlot) or (isinstance(slot, RestSlot) and slot.reason == "until")
        ):
            return later
    return len(written) - 1


def _written_until(old: TimelineWriter, index: int) -> TimelineWriter:
    """The session as it was written before slot `index`."""
    slot = old.written[index]
    events = old.events[: slot.first]
    writer = TimelineWriter(old.score, old.measured, old.decisions, slot.start)
    writer.events, writer.written, writer.begun, writer.keeps_times = events, old.written[:index], True, old.keeps_times
    writer.starts = dict(old.starts)
    writer.background = next(event for event in reversed(events) if isinstance(event, BackgroundSpan))
    writer.added = [cue for cue in old.added if cue.start < writer.at]
    writer.skipped = [cue for cue in old.skipped if cue.start < writer.at]
    for event in reversed(events):
        if isinstance(event, Cue):
            writer.last_cue = CueSlot(event.utterance, event.text, event.place)
            break
    return writer


# --- fitting what is left ---------------------------------------------------------------------------------------


def _decide(fit: Fit, path: Path, at: int, end: Frames) -> tuple[FitDecisions, bool]:
    """The decisions with which the rest ends at `end` or as near to it as possible.

    The second value is whether the times that the script names are kept.
    """
    draft, old = fit.draft, fit.draft.solution
    if path == END:
        return replace(old.decisions, close=Frames(max(CLOSE, end - at))), draft.writer.keeps_times
    for open_choices in (OpenChoices(), OpenChoices(choices=True), OpenChoices(choices=True, shared_rests=True)):
        rest = remainder(draft.score.body, path, draft.measured, old, open_choices)
        try:
            return _merged(old, rest, make_solver(rest.parts, rest.measured, at // GRID).solve(end)), True
        except (LookupError, ScriptError):
            continue
    everything = OpenChoices(choices=True, shared_rests=True, times=False)
    rest = remainder(draft.score.body, path, draft.measured, old, everything)
    solver = make_solver(rest.parts, rest.measured, at // GRID)
    return _merged(old, rest, solver.solve(nearest_of(end, solver.reach()))), False


def _merged(old: Solution, rest: Remainder, new: Solution) -> FitDecisions:
    values = old.values | {key: value + rest.begun.get(key, 0) for key, value in new.values.items()}
    steps = [a if index in rest.kept else b for index, (a, b) in enumerate(zip(old.steps, new.steps, strict=True))]
    return FitDecisions(values, steps, new.close)


# --- what is left of a score ------------------------------------------------------------------------------------


def remainder(
    parts: tuple[Part, ...], path: Path, measured: MeasuredScore, old: Solution, open_choices: OpenChoices
) -> Remainder:
    """What is left of a measured score and its solution from `path` on."""
    cut = _ScoreCut(measured, old.values)
    rest = cut.from_path(parts, path, choices=open_choices.choices)
    rest = rest if open_choices.times else _without_times(rest)
    lines = {id(s): cut.sequences.get(id(s)) or measured.sequences[id(s)] for s in sequences(rest)}
    counts = Counter(glue for line in lines.values() for glue in line.glues)
    glues = [replace(glue, size=max(1, counts[index])) for index, glue in enumerate(measured.glues)]
    kept = {index for index, count in counts.items() if count < measured.glues[index].size}
    kept = set() if open_choices.shared_rests else kept
    lines = {name: _with_fixed(line, kept, old.steps) for name, line in lines.items()}
    return Remainder(rest, replace(measured, sequences=lines, glues=glues), cut.begun, kept)


@dataclass(slots=True)
class _ScoreCut:
    """Cuts a score at a place. With `choices` what has not begun stays open, else it is as it was chosen."""

    measured: MeasuredScore
    values: dict[Key, int]
    """The choices so far."""
    sequences: dict[int, MeasuredSequence] = field(default_factory=dict)
    """The measures of sequences that were cut, by the identity of what is left of them."""
    begun: dict[Key, int] = field(default_factory=dict)
    """As `Remainder.begun`."""

    def from_path(self, parts: tuple[Part, ...], path: Path, *, choices: bool) -> tuple[Part, ...]:
        """What is left of parts from `path` on."""
        if not path or path[0] >= len(parts):
            return parts[path[0] :] if path else self._later(parts, choices=choices)
        first, later = parts[path[0]], parts[path[0] + 1 :]
        return (*self._begun(first, path[1:], choices=choices), *self._later(later, choices=choices))

    def _later(self, parts: Iterable[Part], *, choices: bool) -> tuple[Part, ...]:
        """Parts that have not begun."""
        return tuple(parts) if choices else tuple(chosen(parts, self.values))

    def _begun(self, part: Part, path: Path, *, choices: bool) -> tuple[Part, ...]:
        """What is left of a part that has begun."""
        match part:
            case SlotSequence() if path and path[0]:
                return (self._sequence(part, path[0]),)
            case OptionalPart():
                return self.from_path(part.body, path, choices=choices)
            case RepeatPart() if path:
                turn = self.from_path(part.turns[path[0]], path[1:], choices=False)
                return (*turn, *self._later_turns(part, path[0] + 1, choices=choices))
            case SidesPart() if path:
                later = (one for side in part.sides[path[0] + 1 :] for one in self._later(side, choices=False))
                return (*self.from_path(part.sides[path[0]], path[1:], choices=False), *later)
            case _:
                return self._later((part,), choices=choices)

    def _later_turns(self, part: RepeatPart, begun: int, *, choices: bool) -> tuple[Part, ...]:
        """The turns after the first `begun` ones."""
        if not choices:
            count = self.values.get(part.key, part.natural)
            return tuple(one for turn in part.turns[begun:count] for one in self._later(turn, choices=False))
        self.begun[part.key] = begun
        turns = tuple(self._later(turn, choices=False) for turn in part.turns[begun:])
        return (replace(part, least=max(0, part.least - begun), natural=max(0, part.natural - begun), turns=turns),)

    def _sequence(self, sequence: SlotSequence, since: int) -> SlotSequence:
        """The slots of a sequence from index `since` on."""
        measured = self.measured.sequences[id(sequence)].slots[since:]
        rest = SlotSequence(tuple(one.slot for one in measured if one.slot is not None))
        frames = sum(one.frames for one in measured) + _missing(measured)
        self.sequences[id(rest)] = MeasuredSequence(measured, frames, tuple(m.glue for m in measured if m.glue >= 0))
        return rest


def _missing(measured: Iterable[MeasuredSlot]) -> int:
    """The frames that slots beginning on the grid lack so that the first cue after them is on the grid too."""
    frames = 0
    for one in measured:
        if isinstance(one.slot, CueSlot):
            break
        frames += one.frames
    return -frames % GRID


def _with_fixed(line: MeasuredSequence, kept: set[int], steps: Sequence[int]) -> MeasuredSequence:
    """The sequence with the lengths of some glues fixed as they are."""
    fixed = [glue for glue in line.glues if glue in kept]
    natural = line.natural + sum(steps[glue] for glue in fixed) * GRID
    return MeasuredSequence(line.slots, natural, tuple(glue for glue in line.glues if glue not in kept))


def _without_times(parts: Iterable[Part]) -> tuple[Part, ...]:
    found = (replace(p, body=_without_times(p.body)) if isinstance(p, OptionalPart) else p for p in parts)
    return tuple(part for part in found if not isinstance(part, UntilPart))
