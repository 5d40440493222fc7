"""`unknot export`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import CompletionItem

from unknot import app
from unknot.cli._answers import print_table, report, report_error
from unknot.cli._completion import completion
from unknot.cli._options import Command, Durations, bundled, sessions_options, some_routines
from unknot.cli._progress import Bar
from unknot.errors import PartlyDone
from unknot.units import clock

if TYPE_CHECKING:
    from unknot.app import ExportedFile, FileOptions, SessionRequest
    from unknot.units import Frames

BIT_RATES = (64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
"""The kbit/s that `--bit-rate` accepts."""


class OutputPath(click.ParamType["tuple[Path, bool]"]):
    """A path, and whether it was written as a folder, with a slash at its end."""

    name = "path"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[Path, bool]:
        """The path and whether it ends with a slash."""
        if isinstance(value, tuple):
            return value
        return Path(value), str(value).endswith(tuple(filter(None, ("/", os.sep, os.altsep))))

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """The shell completes names of files."""
        return [CompletionItem(incomplete, type="file")]


_FILE_OPTIONS = {
    "suffix": click.option(
        "--format",
        "suffix",
        default="mp3",
        show_default=True,
        help="The format, where -o names no file.",
        shell_complete=completion("format"),
    ),
    "bit_rate": click.option(
        "--bit-rate", type=click.Choice(BIT_RATES), default=128, show_default=True, help="kbit/s."
    ),
    "artist": click.option("--artist", default="", help="The script's author when left out."),
    "album": click.option("--album", default="", help="What players sort it under; the title when left out."),
    "date": click.option("--date", default="", help="A year, a month or a day: 2026, 2026-11, 2026-11-23."),
    "genre": click.option("--genre", default="Audiobook", show_default=True, help="The kind, for players."),
    "comment": click.option("--comment", default="", help="The script's summary when left out."),
    "narrator": click.option("--narrator", default="", help="Who speaks."),
    "series": click.option("--series", default="", help="The series, for players of audiobooks."),
    "series_part": click.option("--series-part", default="", help="The place in the series; the track when left out."),
    "track": click.option(
        "--track", type=click.IntRange(1, 9999), default=1, show_default=True, help="The number of the first file."
    ),
    "cover": click.option(
        "--cover", type=click.Path(exists=True, path_type=Path), help="A picture; a calm one is drawn when left out."
    ),
    "chapter": click.option(
        "--chapter",
        default="",
        metavar="CHAPTER",
        help="Only this chapter: its number from 1, or how its title begins.",
    ),
    "captions": click.option("--captions", is_flag=True, help="Words with times beside it: .lrc, .vtt, .srt, .json."),
    "stems": click.option("--stems", is_flag=True, help="Voice and background beside it, each on its own."),
}


def file_options(command: Command) -> Command:
    """Add the options of an exported file to a command. It is called with them as one argument `options`."""
    return bundled(command, "options", lambda values: app.FileOptions(**values), _FILE_OPTIONS)


@click.command()
@some_routines
@click.option("-l", "--length", "lengths", type=Durations(), default=(), help="Exactly this long; several: 5m,10m,20m.")
@sessions_options
@click.option("-o", "--output", type=OutputPath(), help="The file, a folder, or a name like {name}-{length}.mp3.")
@file_options
@click.option("--force", is_flag=True, help="Replace files that are there already.")
def export(
    routines: tuple[str, ...],
    lengths: tuple[Frames, ...],
    session: SessionRequest,
    output: tuple[Path, bool] | None,
    options: FileOptions,
    *,
    force: bool,
) -> None:
    """Make sound files of sessions, each exactly as long as asked for."""
    path, folder = output or (None, False)
    make_files(app.ExportRequest(routines, lengths, session, path, options, force, folder))


def make_files(request: app.ExportRequest) -> None:
    """Make the files, with a bar, and print what they are.

    Raises:
        PartlyDone: Some of several files could not be made.
    """
    with Bar() as bar:
        exported = app.export(request, bar, bar.above(report), bar.above(report_error))
    print_table([(str(file.path.resolve()), _file_facts(file)) for file in exported.files])
    if exported.missing:
        missing = ", ".join(map(str, exported.missing))
        raise PartlyDone(f"not made: {missing}", next_step="mend what is said above and run it again")


def _file_facts(file: ExportedFile) -> str:
    sound = "without sound" if file.size is None else f"{file.size / 1e6:.1f} MB"
    return f"{clock(file.frames)}, {sound}"
