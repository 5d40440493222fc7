"""`unknot fmt`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from unknot import app
from unknot.cli._printing import echo, print_document
from unknot.errors import ScriptError


@click.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option("--check", "only_check", is_flag=True, help="Change nothing; fail when a file would change.")
def fmt(files: tuple[str, ...], *, only_check: bool) -> None:
    """Rewrite scripts in the canonical form. `-` is standard input to standard output.

    The pauses of other programs become tags: `[10 second pause]`, `(pause 30 seconds)`, `[PAUSE:5]`.
    """
    if files == ("-",):
        _rewrite_standard_input()
        return
    changed = app.fmt(app.FmtRequest(tuple(map(Path, files)), only_check))
    for path in changed:
        echo(f"{'would change' if only_check else 'changed'} {path}")
    if only_check and changed:
        raise ScriptError(f"{len(changed)} of {len(files)} files are not in the canonical form", next_step="unknot fmt")


def _rewrite_standard_input() -> None:
    try:
        text = sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise ScriptError("standard input is not text in UTF-8", next_step="save it as UTF-8") from fault
    print_document(app.fmt_text(text))
