"""`unknot plot`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from unknot.cli.asking import opened, order, suited
from unknot.cli.options import one_length, one_routine, session_options, voice_options
from unknot.cli.progress import Bar
from unknot.cli.writing import refuse_to_replace, write_bytes
from unknot.errors import UsageError

if TYPE_CHECKING:
    from unknot.cli.options import Speaking, Wish
    from unknot.session import Session
    from unknot.units import Frames


@click.command()
@one_routine
@one_length
@session_options
@voice_options
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="The picture: .svg or .png.")
@click.option("--force", is_flag=True, help="Replace a file that is there already.")
def plot(
    routine: str, length: Frames | None, wish: Wish, speaking: Speaking, output: Path | None, *, force: bool
) -> None:
    """Draw a session as a picture: chapters, cues, rests, background and the wave that is heard."""
    from unknot import session, wiring

    loaded = wiring.load(routine)
    path = output or Path(f"{loaded.entry.name}.svg")
    if path.suffix not in (".svg", ".png"):
        raise UsageError(f"cannot draw {path.suffix or 'a file without an ending'}", next_step="use .svg or .png")
    refuse_to_replace(path, force=force)
    with opened(loaded, speaking) as world, Bar() as bar:
        prepared = session.prepare(suited(loaded, wish), order(wish, speaking, length), world, bar)
        write_bytes(_drawn(prepared, path.suffix), path)
    click.echo(str(path.resolve()))


def _drawn(prepared: Session, suffix: str) -> bytes:
    from unknot.outputs import picture

    if suffix == ".png":
        return picture.png(prepared.timeline, prepared.mix)
    return picture.svg(prepared.timeline, prepared.mix).encode()
