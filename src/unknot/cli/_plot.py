"""`unknot plot`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from unknot import app
from unknot.cli._answers import report
from unknot.cli._options import one_routine, session_options
from unknot.cli._printing import echo
from unknot.cli._progress import Bar

if TYPE_CHECKING:
    from unknot.app import SessionRequest


@click.command()
@one_routine
@session_options
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="The picture: .svg or .png.")
@click.option("--force", is_flag=True, help="Replace a file that is there already.")
def plot(routine: str, session: SessionRequest, output: Path | None, *, force: bool) -> None:
    """Draw a session as a picture: chapters, cues, rests, background and the wave that is heard."""
    with Bar() as bar:
        path = app.plot(app.PlotRequest(routine, session, output, force), bar, bar.above(report))
    echo(str(path.resolve()))
