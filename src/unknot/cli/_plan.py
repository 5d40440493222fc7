"""`unknot plan`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from unknot import app
from unknot.cli._answers import print_json, report
from unknot.cli._options import as_json, one_routine, session_options
from unknot.cli._printing import echo
from unknot.cli._progress import Bar
from unknot.timeline import BackgroundSpan, Chapter, Chime, Cue, Note, Rest
from unknot.units import clock, seconds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from unknot.app import Fit, SessionRequest
    from unknot.timeline import Event


@click.command()
@one_routine
@session_options
@as_json
def plan(routine: str, session: SessionRequest, *, as_json: bool) -> None:
    """What happens when, at a length: every cue and every pause, and what was stretched for it."""
    with Bar() as bar:
        fit = app.plan(app.PlanRequest(routine, session), bar, bar.above(report))
    if as_json:
        print_json(fit.timeline.as_json() | {"report": fit.report.as_json()})
    else:
        echo("\n".join(outline(fit)))


def outline(fit: Fit) -> Iterator[str]:
    """The events of the session and the report of the fit, as lines of text."""
    timeline = fit.timeline
    report = fit.report
    yield f"{timeline.title}, {clock(timeline.frames)}, {report.speech_share:.0%} speech"
    yield ""
    for event in timeline.events:
        yield f"{clock(event.start):>7}  {_line(event)}"
    yield ""
    yield from report.lines
    yield f"natural length: {clock(report.natural)}; it reaches from {report.reach}"
    yield f"  shortest: {report.reach.at_shortest}"
    yield f"  longest: {report.reach.at_longest}"


def _line(event: Event) -> str:
    match event:
        case Cue():
            return event.text
        case Rest():
            return f"    {seconds(event.frames):.1f} s {event.reason}{_stretch(event)}"
        case Chapter():
            return f"{'#' * event.level} {event.title}"
        case Chime():
            return f"    ({event.name})"
        case BackgroundSpan():
            return f"    (background: {event.name or 'none'})"
        case Note():
            return f"  > {event.text}"


def _stretch(rest: Rest) -> str:
    change = seconds(rest.frames - rest.natural)
    return f" ({change:+.1f} s)" if abs(change) >= 0.05 else ""
