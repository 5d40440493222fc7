"""`unknot show`."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import click

from unknot import app
from unknot.cli._answers import entry_as_json, print_json, tell
from unknot.cli._options import as_json, one_routine, session_options
from unknot.cli._progress import Bar
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
        shown = app.show(app.ShowRequest(routine, session, width), bar, tell)
    if as_script:
        click.echo(shown.text, nl=False)
    elif as_json:
        print_json(entry_as_json(shown.entry) | {"chapters": shown.chapters})
    else:
        click.echo("\n".join(_page(shown)))
        if shown.fault:
            raise shown.fault
        if shown.picture:
            click.echo(_picture(shown.picture))


def _page(shown: ShowResult) -> Iterator[str]:
    entry = shown.entry
    yield click.style(entry.title, bold=True)
    if entry.summary:
        yield entry.summary
    yield ""
    facts = {
        "for": ", ".join(entry.areas),
        "with": ", ".join(entry.tools),
        "posture": entry.posture,
        "written for": clock(entry.length) if entry.length else "",
        "background": shown.background,
        "file": entry.file,
    }
    yield from (f"{name:>12}  {fact}" for name, fact in facts.items() if fact)


def _picture(picture: SessionPicture) -> str:
    fit = picture.fit
    return f"\n{clock(fit.timeline.frames)}, it reaches from {fit.report.reach}\n\n{picture.text}"
