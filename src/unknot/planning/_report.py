"""The report of a fit: what was changed and why, for people and as JSON."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from unknot.planning._layout import CLOSE, LEAD
from unknot.planning._score import CueSlot, chosen_sequences, optional_parts, repeat_parts
from unknot.planning._solver import natural_and_glues
from unknot.units import GRID, MILLISECOND, SAMPLE_RATE, Frames, clock, format_duration

if TYPE_CHECKING:
    from collections.abc import Sequence

    from unknot.planning._layout import TimelineWriter
    from unknot.planning._score import Key, OptionalPart, Part, Score
    from unknot.planning._solver import Solution, Solver
    from unknot.timeline import Timeline


@dataclass(frozen=True, slots=True)
class ReachEnd:
    """The shortest or the longest session, and the parts of its length. Lengths are in frames."""

    frames: Frames
    words: Frames
    """All cues."""
    fixed: Frames
    """Chimes, breaths, beats and fixed pauses."""
    rests: Frames
    """All elastic rests, at their shortest or at their longest."""
    frame: Frames
    """Lead-in and close."""
    counts: tuple[tuple[str, int], ...] = ()
    """Repeats: name and number of turns."""
    left_out: tuple[str, ...] = ()
    """The names of optional blocks that are left out."""

    def __str__(self) -> str:
        parts = [f"{clock(self.words)} of words", f"{clock(self.rests)} of pauses"]
        parts += [f"{clock(self.fixed)} that is fixed"] if self.fixed else []
        return ", ".join([*parts, f"{clock(self.frame)} of lead and close"])


@dataclass(frozen=True, slots=True)
class Reach:
    """All lengths that a score can have, in frames."""

    shortest: Frames
    longest: Frames
    spans: tuple[tuple[Frames, Frames], ...]
    """The possible lengths, as intervals that do not touch, in order."""
    at_shortest: ReachEnd
    at_longest: ReachEnd

    def __str__(self) -> str:
        return reach_in_words(self.spans)


@dataclass(frozen=True, slots=True)
class RestChange:
    """All rests of one reason together."""

    reason: str
    """As in `timeline.Rest`."""
    count: int
    natural: Frames
    """Their natural length."""
    frames: Frames
    """Their fitted length."""

    @property
    def ratio(self) -> float:
        """Fitted length through natural length; 1 where nothing changed."""
        return self.frames / self.natural if self.natural else 1.0


@dataclass(frozen=True, slots=True)
class CountChange:
    """A repeat that has another number of turns than its natural one."""

    name: str
    line: int
    natural: int
    count: int


@dataclass(frozen=True, slots=True)
class OmittedBlock:
    """An optional block that was left out."""

    name: str
    line: int
    priority: int
    why: str


@dataclass(frozen=True, slots=True)
class OmittedCue:
    """A cue inside a hold that did not fit into it."""

    text: str
    line: int
    why: str


@dataclass(frozen=True, slots=True)
class AddedLine:
    """A cue that the program adds: the announcement of a long silence."""

    text: str
    start: Frames


@dataclass(frozen=True, slots=True)
class FitReport:
    """What a fit has changed."""

    frames: Frames
    """The length of the session."""
    asked: Frames | None
    """The length that was asked for; None is the natural one."""
    natural: Frames
    """The length of the session when nothing is changed."""
    reach: Reach
    speech_share: float
    """The share of speech in the whole session, 0 to 1."""
    rests: tuple[RestChange, ...]
    """By reason, the one that changed most first."""
    counts: tuple[CountChange, ...]
    left_out: tuple[OmittedBlock, ...]
    unspoken: tuple[OmittedCue, ...]
    added: tuple[AddedLine, ...]

    @property
    def lines(self) -> tuple[str, ...]:
        """The report for people, one change a line."""
        lines = [
            f"{_direction(r)} {r.reason}: {clock(r.natural)} to {clock(r.frames)}" for r in self.rests if _direction(r)
        ]
        lines += [f"{c.name}: {c.count} times instead of {c.natural}" for c in self.counts]
        lines += [f"left out {o.name}: {o.why}" for o in self.left_out]
        lines += [f"not lines “{u.text}”: {u.why}" for u in self.unspoken]
        lines += [f"added at {clock(a.start)}: {a.text}" for a in self.added]
        return tuple(lines)

    def as_json(self) -> dict[str, Any]:
        """The report as JSON values; lengths in frames."""
        return asdict(self)


def build_report(
    score: Score, solver: Solver, solution: Solution, writer: TimelineWriter, timeline: Timeline, length: Frames | None
) -> FitReport:
    """The report of a session of `length` frames, or of its natural length for None."""
    return FitReport(
        frames=timeline.frames,
        asked=length,
        natural=solver.natural,
        reach=_reach(score, solver),
        speech_share=sum(cue.frames for cue in timeline.cues) / timeline.frames,
        rests=_rest_changes(timeline),
        counts=_count_changes(score.body, solution.values),
        left_out=_omitted_blocks(score.body, solver, solution, timeline.frames),
        unspoken=tuple(
            OmittedCue(s.cue.text, s.cue.place.line, f"its hold of {round(s.frames / SAMPLE_RATE)} s is too short")
            for s in writer.skipped
        ),
        added=tuple(AddedLine(cue.text, cue.start) for cue in writer.added),
    )


def reach_in_words(spans: Sequence[tuple[int, int]]) -> str:
    """A reach for people, in lengths that can be asked for: `4:10 to 27:30`."""
    first, last = first_second(*spans[0]), last_second(*spans[-1])
    narrow = len(spans) == 1 and spans[0][1] - spans[0][0] < GRID
    return first if narrow or first == last else f"{first} to {last}"


def first_second(low: int, high: int) -> str:
    """The first whole second in a span, or its first millisecond where there is none."""
    whole = -(-low // SAMPLE_RATE) * SAMPLE_RATE
    return clock(whole) if whole <= high else format_duration(-(-low // MILLISECOND) * MILLISECOND)


def last_second(low: int, high: int) -> str:
    """The last whole second in a span, or its last millisecond where there is none."""
    whole = high // SAMPLE_RATE * SAMPLE_RATE
    return clock(whole) if whole >= low else format_duration(high // MILLISECOND * MILLISECOND)


# --- what changed -----------------------------------------------------------------------------------------------


def _rest_changes(timeline: Timeline) -> tuple[RestChange, ...]:
    natural, frames, count = Counter[str](), Counter[str](), Counter[str]()
    for rest in timeline.rests:
        natural[rest.reason] += rest.natural
        frames[rest.reason] += rest.frames
        count[rest.reason] += 1
    found = [RestChange(r, count[r], Frames(natural[r]), Frames(frames[r])) for r in natural]
    return tuple(sorted(found, key=lambda changed: -abs(changed.frames - changed.natural)))


def _direction(changed: RestChange) -> str:
    if abs(changed.frames - changed.natural) < SAMPLE_RATE // 2 or changed.reason in ("lead", "close"):
        return ""
    return "grew" if changed.frames > changed.natural else "shrank"


def _count_changes(parts: tuple[Part, ...], values: dict[Key, int]) -> tuple[CountChange, ...]:
    found = [(t, values.get(t.key, t.natural)) for t in repeat_parts(parts)]
    return tuple(CountChange(t.name, t.place.line, t.natural, n) for t, n in found if n != t.natural)


def _omitted_blocks(
    parts: tuple[Part, ...], solver: Solver, solution: Solution, length: Frames
) -> tuple[OmittedBlock, ...]:
    missing = [option for option in optional_parts(parts) if solution.values.get(option.key) == 0]
    return tuple(
        OmittedBlock(o.name, o.place.line, o.priority, _why(o, parts, solver, solution, length)) for o in missing
    )


def _why(option: OptionalPart, parts: tuple[Part, ...], solver: Solver, solution: Solution, length: Frames) -> str:
    """The shortest length with this block in the session: counts at their least, other blocks as chosen."""
    values = solution.values | {option.key: 1} | {t.key: t.least for t in repeat_parts(parts)}
    natural, glues = natural_and_glues(parts, values, solver.measured)
    least = natural + sum(solver.measured.glues[g].size * solver.measured.glues[g].least for g in glues)
    takes = solver.shortest_with(option.key) or LEAD + least * GRID + CLOSE
    if takes > length:
        return f"with it the session takes {first_second(takes, takes + SAMPLE_RATE)} at least"
    return "with it no pauses and counts give this length"


# --- what limits ------------------------------------------------------------------------------------------------


def _end(score: Score, solver: Solver, side: int, frames: Frames) -> ReachEnd:
    values = solver.extreme(side)
    words, rests = 0, 0
    for sequence in chosen_sequences(score.body, values):
        for one in solver.measured.sequences[id(sequence)].slots:
            if isinstance(one.slot, CueSlot):
                words += one.frames
            elif one.glue >= 0:
                glue = solver.measured.glues[one.glue]
                rests += one.frames + GRID * (glue.least if side < 0 else glue.most)
    return ReachEnd(
        frames=frames,
        words=Frames(words),
        fixed=Frames(frames - words - rests - LEAD - CLOSE),
        rests=Frames(rests),
        frame=Frames(LEAD + CLOSE),
        counts=tuple((t.name, values[t.key]) for t in repeat_parts(score.body) if t.key in values),
        left_out=tuple(o.name for o in optional_parts(score.body) if values.get(o.key) == 0),
    )


def _reach(score: Score, solver: Solver) -> Reach:
    spans = solver.reach()
    shortest, longest = spans[0][0], spans[-1][1]
    return Reach(shortest, longest, tuple(spans), _end(score, solver, -1, shortest), _end(score, solver, 1, longest))
