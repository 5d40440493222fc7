"""`unknot plan`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from unknot.cli.answers import print_json
from unknot.cli.asking import opened, order, suited
from unknot.cli.options import as_json, one_length, one_routine, session_options, voice_options
from unknot.cli.progress import Bar
from unknot.timeline import Caption, Chapter, Chime, Cue, Rest, Scene
from unknot.units import clock, seconds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from unknot.cli.options import Speaking, Wish
    from unknot.fitting import Fit
    from unknot.timeline import Event
    from unknot.units import Frames


@click.command()
@one_routine
@one_length
@session_options
@voice_options
@as_json
def plan(routine: str, length: Frames | None, wish: Wish, speaking: Speaking, *, as_json: bool) -> None:
    """What happens when, at a length: every cue and every pause, and what was stretched for it."""
    from unknot import session, wiring

    loaded = wiring.load(routine)
    with opened(loaded, speaking) as world, Bar() as bar:
        fitted = session.plan(suited(loaded, wish), order(wish, speaking, length), world, bar)
    if as_json:
        print_json(fitted.timeline.as_json() | {"report": fitted.report.as_json()})
    else:
        click.echo("\n".join(outline(fitted)))


def outline(fitted: Fit) -> Iterator[str]:
    """The plan as lines for a person."""
    timeline = fitted.timeline
    report = fitted.report
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
        case Scene():
            return f"    (background: {event.name or 'none'})"
        case Caption():
            return f"  > {event.text}"


def _stretch(rest: Rest) -> str:
    change = seconds(rest.frames - rest.natural)
    return f" ({change:+.1f} s)" if abs(change) >= 0.05 else ""
