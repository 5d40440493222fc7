"""`unknot record`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from unknot import app
from unknot.cli._answers import confirmed, print_json, print_table, report
from unknot.cli._options import Durations, as_json, one_routine
from unknot.cli._printing import echo
from unknot.errors import PartlyDone

if TYPE_CHECKING:
    from unknot.app import LineCut, TakeCuts
    from unknot.units import Frames

folder_option = click.option(
    "--folder", type=click.Path(file_okay=False, path_type=Path), default=Path("recordings"), show_default=True
)


@click.group()
def record() -> None:
    """Give a routine your own voice: print what to read, then cut the take into cues."""


@record.command()
@one_routine
@click.option("-l", "--length", "lengths", type=Durations(), default=(), help="Every length that will be made: 8m,12m.")
@folder_option
@as_json
def plan(routine: str, lengths: tuple[Frames, ...], folder: Path, *, as_json: bool) -> None:
    """What to read, in order; each line once, with a clear pause behind it."""
    lines = app.record_plan(app.RecordRequest(routine, lengths, folder))
    if as_json:
        print_json([{"number": line.number, "text": line.text, "recorded": line.recorded} for line in lines])
        return
    for line in lines:
        echo(f"{line.number:4}  {'✓' if line.recorded else ' '}  {line.text}")


@record.command()
@click.argument("take", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@one_routine
@click.option("-l", "--length", "lengths", type=Durations(), default=(), help="Every length that will be made: 8m,12m.")
@folder_option
@click.option("--yes", is_flag=True, help="Write the cues without asking.")
def cut(take: Path, routine: str, lengths: tuple[Frames, ...], folder: Path, *, yes: bool) -> None:
    """Cut one long take into the cues that it still lacks, after showing where."""

    def confirm(cuts: TakeCuts) -> bool:
        _show(cuts)
        return yes or confirmed("Write them?")

    result = app.record_cut(take, app.RecordRequest(routine, lengths, folder), confirm)
    if result is None:
        report("nothing was written")
        return
    listen = f"unknot play {routine} --voice recorded:{folder}"
    echo(f"{len(result.written)} cues in {folder.resolve()}; listen: {listen}")
    if result.missing:
        raise PartlyDone(
            f"{len(result.missing)} of {result.lines} lines were not written",
            next_step=f"`unknot record plan {routine} --folder {folder}` prints what is left to read",
        )


def _show(cuts: TakeCuts) -> None:
    print_table([_row(one) for one in cuts.cuts], head=("no.", "from", "to", "", "line"))
    for line in cuts.missing:
        report(f"not in the take: {line.number} {line.text}")
    for cut in cuts.cuts:
        if cut.parted:
            report(f"not written, it seems to be read twice or to hold another line: {cut.number} {cut.text}")
        elif cut.earlier:
            report(f"read more than once, the last reading is taken: {cut.number} {cut.text}")
    if not cuts.sure:
        report("the take does not show for certain where each line is; look closely")


def _row(one: LineCut) -> tuple[str, str, str, str, str]:
    return str(one.number), f"{one.start:.1f}", f"{one.end:.1f}", "?" if one.doubtful else "", one.text
