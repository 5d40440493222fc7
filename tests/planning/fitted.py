"""Scripts of the tests as fitted sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.fakes.measures import Counted
from unknot.planning import Fit, fit, unfold
from unknot.script import parse
from unknot.timeline import Rest, faults
from unknot.units import Frames, Seconds, frames

if TYPE_CHECKING:
    from unknot.routine import Routine
    from unknot.timeline import Timeline


def session(body: str, length: str = "", seed: int = 0, header: str = "") -> Fit:
    """A script's body as a session, at its natural length or at one in seconds."""
    routine = parse(f"---\ntitle: Test\n{header}---\n\n{body}\n", "test.md")
    frames_ = frames(Seconds(float(length))) if length else None
    found = fit(unfold(routine, length=frames_, seed=seed), Counted(), frames_)
    assert faults(found.timeline) == ()
    return found


def said(body: str, length: str = "", seed: int = 0, header: str = "") -> list[str]:
    """Everything that is spoken."""
    return [cue.text for cue in session(body, length, seed, header).timeline.cues]


def heard(timeline: Timeline) -> str:
    """Rests as seconds with their reasons, words as they are, in order."""
    events = [e for e in timeline.events if isinstance(e, Rest) or e in timeline.cues]
    return " ".join(f"{e.reason}:{e.frames / 48_000:.1f}" if isinstance(e, Rest) else e.text for e in events)


def fitted_at(script: Routine, thousandths: int, seed: int = 0) -> Fit:
    """The script at a length in its reach: 0 is the shortest, 1000 the longest."""
    score, measurer = unfold(script, length=None, seed=seed), Counted()
    reach = fit(score, measurer, None).report.reach
    length = reach.shortest + (reach.longest - reach.shortest) * thousandths // 1000
    low, high = min(reach.spans, key=lambda span: min(abs(span[0] - length), abs(span[1] - length)))
    return fit(score, measurer, Frames(min(max(low, length), high)))
