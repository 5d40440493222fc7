"""What a fitting did and why, as values: for people, and as JSON."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from unknot.planning._layout import CLOSE, LEAD
from unknot.planning._score import CueSlot, chosen_stretches, options, turns
from unknot.planning._solver import chosen_lines
from unknot.units import GRID, MILLISECOND, SAMPLE_RATE, Frames, clock, format_duration

if TYPE_CHECKING:
    from collections.abc import Sequence

    from unknot.planning._layout import TimelineWriter
    from unknot.planning._score import Key, OptionalPart, Part, Score
    from unknot.planning._solver import Solution, Solver
    from unknot.timeline import Timeline


@dataclass(frozen=True, slots=True)
class ReachEnd:
    """One end of the reach, and what it is made of: that is what limits it."""

    frames: Frames
    words: Frames
    """What is spoken, which no length changes."""
    fixed: Frames
    """Sounds, breaths, beats and fixed pauses."""
    rests: Frames
    """Elastic pauses, all at their least or all at their most."""
    frame: Frames
    """Lead and close."""
    counts: tuple[tuple[str, int], ...] = ()
    """Repeated bodies by name, with their turns."""
    left_out: tuple[str, ...] = ()
    """Optional blocks that are not in it."""

    def __str__(self) -> str:
        parts = [f"{clock(self.words)} of words", f"{clock(self.rests)} of pauses"]
        parts += [f"{clock(self.fixed)} that is fixed"] if self.fixed else []
        return ", ".join([*parts, f"{clock(self.frame)} of lead and close"])


@dataclass(frozen=True, slots=True)
class Reach:
    """Every length that a score can have."""

    shortest: Frames
    longest: Frames
    spans: tuple[tuple[Frames, Frames], ...]
    """The lengths without the holes between them, where there are any."""
    at_shortest: ReachEnd
    at_longest: ReachEnd

    def __str__(self) -> str:
        return reach_in_words(self.spans)


@dataclass(frozen=True, slots=True)
class RestChange:
    """All rests of one kind together."""

    reason: str
    count: int
    natural: Frames
    frames: Frames

    @property
    def ratio(self) -> float:
        """1 where nothing changed."""
        return self.frames / self.natural if self.natural else 1.0


@dataclass(frozen=True, slots=True)
class CountChange:
    """A repeated body whose count was changed."""

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
    """Words inside a hold that did not fit into it."""

    text: str
    line: int
    why: str


@dataclass(frozen=True, slots=True)
class AddedLine:
    """A line that the program adds."""

    text: str
    start: Frames


@dataclass(frozen=True, slots=True)
class FitReport:
    """What a fitting did."""

    frames: Frames
    asked: Frames | None
    natural: Frames
    """The session's length when nothing is changed."""
    reach: Reach
    speech_share: float
    """Of the whole session, 0 to 1."""
    rests: tuple[RestChange, ...]
    """By kind, those that changed first."""
    counts: tuple[CountChange, ...]
    left_out: tuple[OmittedBlock, ...]
    unspoken: tuple[OmittedCue, ...]
    added: tuple[AddedLine, ...]

    @property
    def lines(self) -> tuple[str, ...]:
        """The report for people, one thing a line."""
        said = [f"{_way(r)} {r.reason}: {clock(r.natural)} to {clock(r.frames)}" for r in self.rests if _way(r)]
        said += [f"{c.name}: {c.count} times instead of {c.natural}" for c in self.counts]
        said += [f"left out {o.name}: {o.why}" for o in self.left_out]
        said += [f"not said “{u.text}”: {u.why}" for u in self.unspoken]
        said += [f"added at {clock(a.start)}: {a.text}" for a in self.added]
        return tuple(said)

    def as_json(self) -> dict[str, Any]:
        """The report as plain values; lengths in frames."""
        return asdict(self)


def build_report(
    score: Score, solver: Solver, solution: Solution, layout: TimelineWriter, timeline: Timeline, asked: Frames | None
) -> FitReport:
    """What the solution of a solver means for a person."""
    return FitReport(
        frames=timeline.frames,
        asked=asked,
        natural=solver.natural,
        reach=_reach(score, solver),
        speech_share=sum(cue.frames for cue in timeline.cues) / timeline.frames,
        rests=_changed(timeline),
        counts=_counted(score.body, solution.values),
        left_out=_left_out(score.body, solver, solution, timeline.frames),
        unspoken=tuple(
            OmittedCue(u.speak.text, u.speak.place.line, f"its hold of {round(u.frames / SAMPLE_RATE)} s is too short")
            for u in layout.unsaid
        ),
        added=tuple(AddedLine(cue.text, cue.start) for cue in layout.added),
    )


def reach_in_words(spans: Sequence[tuple[int, int]]) -> str:
    """A reach for people, in times that can be asked for: `4:10 to 27:30`."""
    first, last = first_of(*spans[0]), last_of(*spans[-1])
    narrow = len(spans) == 1 and spans[0][1] - spans[0][0] < GRID
    return first if narrow or first == last else f"{first} to {last}"


def first_of(low: int, high: int) -> str:
    """The first whole second in a span, or its first millisecond where there is none."""
    whole = -(-low // SAMPLE_RATE) * SAMPLE_RATE
    return clock(whole) if whole <= high else format_duration(-(-low // MILLISECOND) * MILLISECOND)


def last_of(low: int, high: int) -> str:
    """The last whole second in a span, or its last millisecond where there is none."""
    whole = high // SAMPLE_RATE * SAMPLE_RATE
    return clock(whole) if whole >= low else format_duration(high // MILLISECOND * MILLISECOND)


# --- what changed -----------------------------------------------------------------------------------------------


def _changed(timeline: Timeline) -> tuple[RestChange, ...]:
    natural, frames, count = Counter[str](), Counter[str](), Counter[str]()
    for rest in timeline.rests:
        natural[rest.reason] += rest.natural
        frames[rest.reason] += rest.frames
        count[rest.reason] += 1
    found = [RestChange(r, count[r], Frames(natural[r]), Frames(frames[r])) for r in natural]
    return tuple(sorted(found, key=lambda changed: -abs(changed.frames - changed.natural)))


def _way(changed: RestChange) -> str:
    if abs(changed.frames - changed.natural) < SAMPLE_RATE // 2 or changed.reason in ("lead", "close"):
        return ""
    return "grew" if changed.frames > changed.natural else "shrank"


def _counted(parts: tuple[Part, ...], values: dict[Key, int]) -> tuple[CountChange, ...]:
    found = [(t, values.get(t.key, t.natural)) for t in turns(parts)]
    return tuple(CountChange(t.name, t.place.line, t.natural, n) for t, n in found if n != t.natural)


def _left_out(parts: tuple[Part, ...], solver: Solver, solution: Solution, length: Frames) -> tuple[OmittedBlock, ...]:
    missing = [option for option in options(parts) if solution.values.get(option.key) == 0]
    return tuple(
        OmittedBlock(o.name, o.place.line, o.priority, _why(o, parts, solver, solution, length)) for o in missing
    )


def _why(option: OptionalPart, parts: tuple[Part, ...], solver: Solver, solution: Solution, length: Frames) -> str:
    """What the session would take at least with this block in it: counts at their least, other blocks as chosen."""
    values = solution.values | {option.key: 1} | {t.key: t.least for t in turns(parts)}
    natural, glues = chosen_lines(parts, values, solver.sheet)
    least = natural + sum(solver.sheet.glues[g].size * solver.sheet.glues[g].least for g in glues)
    takes = solver.shortest_with(option.key) or LEAD + least * GRID + CLOSE
    if takes > length:
        return f"with it the session takes {first_of(takes, takes + SAMPLE_RATE)} at least"
    return "with it no pauses and counts give this length"


# --- what limits ------------------------------------------------------------------------------------------------


def _end(score: Score, solver: Solver, side: int, frames: Frames) -> ReachEnd:
    values = solver.end(side)
    words, rests = 0, 0
    for stretch in chosen_stretches(score.body, values):
        for laid in solver.sheet.lines[id(stretch)].laid:
            if isinstance(laid.slot, CueSlot):
                words += laid.frames
            elif laid.glue >= 0:
                glue = solver.sheet.glues[laid.glue]
                rests += laid.frames + GRID * (glue.least if side < 0 else glue.most)
    return ReachEnd(
        frames=frames,
        words=Frames(words),
        fixed=Frames(frames - words - rests - LEAD - CLOSE),
        rests=Frames(rests),
        frame=Frames(LEAD + CLOSE),
        counts=tuple((t.name, values[t.key]) for t in turns(score.body) if t.key in values),
        left_out=tuple(o.name for o in options(score.body) if values.get(o.key) == 0),
    )


def _reach(score: Score, solver: Solver) -> Reach:
    spans = solver.reach()
    shortest, longest = spans[0][0], spans[-1][1]
    return Reach(shortest, longest, tuple(spans), _end(score, solver, -1, shortest), _end(score, solver, 1, longest))
