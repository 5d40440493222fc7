"""`unknot export`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from unknot.cli.asking import opened, order
from unknot.cli.options import session_options, voice_options
from unknot.cli.progress import Bar
from unknot.errors import UsageError
from unknot.units import clock

if TYPE_CHECKING:
    from unknot.cli.options import Speaking, Wish


@click.command()
@session_options
@voice_options
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="The file; its suffix is its format."
)
@click.option("--force", is_flag=True, help="Replace a file that is there already.")
def export(wish: Wish, speaking: Speaking, output: Path | None, *, force: bool) -> None:
    """Make a sound file of a session, exactly as long as asked for."""
    from unknot import session, wiring

    loaded = wiring.load(wish.routine)
    path = output or Path(f"{loaded.entry.name}.mp3")
    refuse_to_replace(path, force=force)
    with opened(loaded, speaking) as world, Bar() as bar:
        prepared = session.prepare(loaded.routine, order(wish, speaking), world, bar)
        session.export(prepared, wiring.output(path, prepared.timeline), bar)
    click.echo(f"{path.resolve()}  {clock(prepared.frames)}, {path.stat().st_size / 1e6:.1f} MB")


def refuse_to_replace(path: Path, *, force: bool) -> None:
    """Let go on only when nothing would be lost.

    Raises:
        UsageError: The file is there already, or its folder is not.
    """
    if path.exists() and not force:
        raise UsageError(
            f"{path} is there already", next_step="choose another name with -o, or replace it with --force"
        )
    if not path.parent.is_dir():
        raise UsageError(f"there is no folder {path.parent}", next_step="make it first, or choose another with -o")
