"""`unknot import`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from unknot.cli.answers import show_findings
from unknot.cli.writing import deliver
from unknot.library.entries import read
from unknot.script.foreign import KINDS, from_foreign

if TYPE_CHECKING:
    from unknot.script.foreign import Kind


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path))
@click.option("--kind", type=click.Choice(KINDS), default="auto", show_default=True, help="What kind of text it is.")
@click.option("--title", default="", help="The title of the routine; the file's name when left out.")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="The script to write.")
@click.option("--force", is_flag=True, help="Replace a file that is there already.")
def import_script(file: Path, kind: Kind, title: str, output: Path | None, *, force: bool) -> None:
    """Make a routine script of another program's, and say what could not be carried over.

    Plain text; lines of `phrase;seconds`; pauses as `[PAUSE:5]`, `[pause 10s]`, `(pause 30 seconds)`; SSML.
    """
    text = sys.stdin.read() if str(file) == "-" else read(file)
    imported = from_foreign(text, kind, title or file.stem, str(file))
    show_findings(imported.lost)
    deliver(imported.text, output, force=force)
