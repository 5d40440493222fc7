"""A score fitted to an exact length."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from unknot.errors import OutOfReach
from unknot.fitting.layout import CLOSE, LEAD, Chosen, laid_out
from unknot.fitting.lines import Measure, Sheet, measured
from unknot.fitting.score import Option, Part, Score, Sides, Stretch, Turns
from unknot.fitting.sharing import share
from unknot.units import GRID, Frames, clock

if TYPE_CHECKING:
    from unknot.timeline import Timeline


@dataclass(frozen=True, slots=True)
class Reach:
    """The shortest and the longest session that a score can be."""

    shortest: Frames
    longest: Frames


@dataclass(frozen=True, slots=True)
class Report:
    """What a fitting did, for people and for programs."""

    natural: Frames
    """The session's length when nothing is changed."""
    reach: Reach

    def as_json(self) -> dict[str, Any]:
        """The report as plain values."""
        return {"natural": self.natural, "reach": {"shortest": self.reach.shortest, "longest": self.reach.longest}}


@dataclass(frozen=True, slots=True)
class Fit:
    """A score fitted to a length."""

    score: Score
    timeline: Timeline
    report: Report


def fit(score: Score, measure: Measure, target: Frames | None, *, nearest: bool = False) -> Fit:
    """The best session of exactly `target` frames, or of its natural length when that is None.

    With `nearest` a length out of reach becomes the nearest one that can be reached.

    Raises:
        OutOfReach: No choice of pauses, counts and blocks gives that length.
        ScriptError: Words do not fit into their beat or phase.
    """
    sheet = measured(score, measure)
    natural = LEAD + _natural(score.body, sheet) + CLOSE
    reach = Reach(
        Frames(natural + sum(g.least * g.size * GRID for g in sheet.glues)),
        Frames(natural + sum(g.most * g.size * GRID for g in sheet.glues)),
    )
    wanted = natural if target is None else target
    if nearest:
        wanted = min(max(wanted, reach.shortest), reach.longest)
    if not reach.shortest <= wanted <= reach.longest:
        raise _out_of_reach(score, wanted, reach)
    steps = share(sheet.glues, (wanted - natural) // GRID)
    changed = sum(g.size * k * GRID for g, k in zip(sheet.glues, steps, strict=True))
    chosen = Chosen({}, {}, steps, Frames(CLOSE + wanted - natural - changed))
    timeline, _ = laid_out(score, sheet, chosen)
    return Fit(score, timeline, Report(Frames(natural), reach))


def _natural(parts: tuple[Part, ...], sheet: Sheet) -> int:
    length = 0
    for part in parts:
        match part:
            case Stretch():
                length += sheet.lines[id(part)].natural
            case Option():
                length += _natural(part.body, sheet)
            case Turns():
                length += sum(_natural(turn, sheet) for turn in part.turns[: part.natural])
            case Sides():
                length += sum(_natural(side, sheet) for side in part.sides)
            case _:
                pass
    return length


def _out_of_reach(score: Score, wanted: int, reach: Reach) -> OutOfReach:
    shortest, longest = clock(reach.shortest), clock(reach.longest)
    way = "longer" if wanted < reach.shortest else "shorter"
    return OutOfReach(
        f"“{score.routine.header.title}” cannot be {clock(wanted)} long; it reaches from {shortest} to {longest}",
        shortest=reach.shortest,
        longest=reach.longest,
        next_step=f"ask for a {way} session, let --nearest take the closest length, or give its pauses wider bounds",
    )
