"""`unknot bell`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from unknot import app
from unknot.cli._export import OutputPath, file_options, make_files
from unknot.cli._options import Command, Duration, background_options, bundled
from unknot.cli._play import listen
from unknot.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from unknot.app import FileOptions, SessionRequest
    from unknot.units import Frames


_BELLS = {
    "every": click.option("--every", type=Duration(), help="A bell after each of these: 15m."),
    "prepare": click.option(
        "--prepare", type=Duration(), default="3s", show_default=True, help="Time before the first bell."
    ),
    "chime": click.option(
        "--bell", "chime", default="bell", show_default=True, help="bell, bowl, chime, gong, tick, or a file."
    ),
    "open_end": click.option(
        "--open-end", is_flag=True, help="After the last bell the background goes on until you end it."
    ),
}
_LIVE = {
    "player": click.option("--player", help="The loudspeaker: the machine's own, null, or record:FILE.wav."),
    "plain": click.option("--plain", is_flag=True, help="A line an event, for screen readers; so does ACCESSIBLE=1."),
}


def _bell_options(command: Command) -> Command:
    return bundled(bundled(command, "live", lambda values: values, _LIVE), "bells", lambda values: values, _BELLS)


@click.command()
@click.argument("length", type=Duration())
@_bell_options
@background_options
@click.option("-o", "--output", type=OutputPath(), help="Make a file instead of playing: a file, a folder, or a name.")
@file_options
@click.option("--force", is_flag=True, help="Replace a file that is there already.")
def bell(
    length: Frames,
    bells: dict[str, Any],
    live: dict[str, Any],
    session: SessionRequest,
    output: tuple[Path, bool] | None,
    options: FileOptions,
    *,
    force: bool,
) -> None:
    """Bells at exact times over a background, without a script. Without -o they are played now.

    LENGTH is the time from the first bell to the last. The session also has the time to prepare before it, and after it
    the time in which the last bell rings out.
    """
    if bells["open_end"] and output:
        raise UsageError("a file has an end", next_step="leave --open-end or -o away")
    routine = app.bell_routine(app.BellRequest(length, **bells))
    if output is None:
        listen(app.PlayRequest(routine, session, live["player"]), plain=live["plain"])
    else:
        path, folder = output
        make_files(app.ExportRequest((routine,), (), session, path, options, force, folder))
