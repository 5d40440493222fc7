"""`unknot show`."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import click

from unknot import app
from unknot.cli._answers import entry_as_json, print_json, report
from unknot.cli._options import as_json, one_routine, session_options
from unknot.cli._printing import echo, plain_wanted, print_document
from unknot.cli._progress import Bar
from unknot.timeline import Chapter
from unknot.units import clock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from unknot.app import SessionPicture, SessionRequest, ShowResult


@click.command()
@one_routine
@session_options
@as_json
@click.option("--script", "as_script", is_flag=True, help="Print the script itself.")
def show(routine: str, session: SessionRequest, *, as_json: bool, as_script: bool) -> None:
    """A routine as its listener will meet it: what it is for, what it needs, and a picture of the session."""
    width = None if as_script or as_json else min(100, shutil.get_terminal_size().columns)
    with Bar() as bar:
        result = app.show(app.ShowRequest(routine, session, width), bar, bar.above(report))
    if as_script:
        print_document(result.text)
    elif as_json:
        print_json(entry_as_json(result.entry) | {"chapters": result.chapters})
    else:
        echo(result.entry.title, bold=True)
        echo("\n".join(_page(result)))
        if result.fault:
            raise result.fault
        if result.picture:
            echo(_picture(result.picture))


def _page(result: ShowResult) -> Iterator[str]:
    entry = result.entry
    if entry.summary:
        yield entry.summary
    yield ""
    facts = {
        "for": ", ".join(entry.areas),
        "with": ", ".join(entry.tools),
        "posture": entry.posture,
        "written for": clock(entry.length) if entry.length else "",
        "background": result.background,
        "file": entry.file,
    }
    yield from (f"{name:>12}  {fact}" for name, fact in facts.items() if fact)


def _picture(picture: SessionPicture) -> str:
    """The picture of the session; for a screen reader its chapters instead, one a line."""
    timeline, report = picture.fit.timeline, picture.fit.report
    chapters = [f"{clock(e.start):>7}  {e.title}" for e in timeline.events if isinstance(e, Chapter)]
    drawn = "\n".join(chapters) if plain_wanted(os.environ) else picture.text
    return f"\n{clock(timeline.frames)}, it reaches from {report.reach}\n\n{drawn}"
