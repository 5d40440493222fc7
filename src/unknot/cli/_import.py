"""`unknot import`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from unknot import app
from unknot.cli._answers import print_text, show_findings

if TYPE_CHECKING:
    from unknot.app import ImportKind


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path))
@click.option(
    "--kind", type=click.Choice(app.IMPORT_KINDS), default="auto", show_default=True, help="What kind of text it is."
)
@click.option(
    "--title",
    default="",
    help="The title of the routine; what the text says of itself, or the file's name, when left out.",
)
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="The script to write.")
@click.option("--force", is_flag=True, help="Replace a file that is there already.")
def import_script(file: Path, kind: ImportKind, title: str, output: Path | None, *, force: bool) -> None:
    """Make a routine script of another program's, and say what could not be carried over.

    Plain text and Markdown; lines of `phrase;seconds`, CSV and TSV; subtitles; timers in JSON and YAML; HTML; SSML and
    SSMD; RTF, Word and OpenDocument. Pauses as `[PAUSE:5]`, `(pause 30 seconds)`, `<break time="3s"/>` and more.
    """
    content = sys.stdin.buffer.read(app.LARGEST_IMPORT + 1) if str(file) == "-" else None
    imported = app.import_script(app.ImportRequest(file, content, kind, title, output, force))
    show_findings(imported.lost)
    print_text(imported.script)
