"""`unknot record`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from unknot.cli.answers import print_table
from unknot.cli.asking import tell
from unknot.cli.options import one_length, one_routine
from unknot.errors import PartlyDone, UsageError

if TYPE_CHECKING:
    from unknot.units import Frames
    from unknot.voices.recording import Cut, Line

folder_option = click.option(
    "--folder", type=click.Path(file_okay=False, path_type=Path), default=Path("recordings"), show_default=True
)


@click.group()
def record() -> None:
    """Give a routine your own voice: print what to read, then cut the take into cues."""


@record.command()
@one_routine
@one_length
@folder_option
def plan(routine: str, length: Frames | None, folder: Path) -> None:
    """What to read, in order; each line once, with a clear pause behind it."""
    for line in _lines(routine, length, folder):
        click.echo(f"{line.number:4}  {'✓' if line.recorded else ' '}  {line.text}")


@record.command()
@click.argument("take", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@one_routine
@one_length
@folder_option
@click.option("--yes", is_flag=True, help="Write the cues without asking.")
def cut(take: Path, routine: str, length: Frames | None, folder: Path, *, yes: bool) -> None:
    """Cut one long take into the cues that it still lacks, after showing where."""
    from unknot.voices.recording import record_cut, record_write

    lines = [line for line in _lines(routine, length, folder) if not line.recorded]
    if not lines:
        listen = f"unknot play {routine} --voice recorded:{folder}"
        raise UsageError(f"{folder} has every line already", next_step=listen)
    cutting = record_cut(take, lines)
    print_table([_row(one) for one in cutting.cuts], head=("no.", "from", "to", "", "line"))
    for line in cutting.missing:
        tell(f"not in the take: {line.number} {line.text}")
    if not cutting.sure:
        tell("the take does not show for certain where each line is; look closely")
    if not (yes or click.confirm("Write them?", err=True)):
        tell("nothing was written")
        return
    written = record_write(cutting, folder)
    click.echo(f"{len(written)} cues in {folder.resolve()}; listen: unknot play {routine} --voice recorded:{folder}")
    if cutting.missing:
        raise PartlyDone(
            f"{len(cutting.missing)} of {len(lines)} lines were not in the take",
            next_step=f"`unknot record plan {routine} --folder {folder}` prints what is left to read",
        )


def _lines(routine: str, length: Frames | None, folder: Path) -> tuple[Line, ...]:
    from unknot import session, wiring
    from unknot.voices.recording import record_plan

    spoken = session.spoken(wiring.load(routine).routine, session.Order(length=length))
    return record_plan(spoken, folder)


def _row(one: Cut) -> tuple[str, str, str, str, str]:
    return str(one.number), f"{one.start:.1f}", f"{one.end:.1f}", "?" if one.doubtful else "", one.text
