"""`unknot fmt`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from unknot.cli.writing import write_text
from unknot.errors import ScriptError


@click.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option("--check", "only_check", is_flag=True, help="Change nothing; fail when a file would change.")
def fmt(files: tuple[str, ...], *, only_check: bool) -> None:
    """Rewrite scripts in the canonical form. `-` is standard input to standard output.

    The pauses of other programs become tags: `[10 second pause]`, `(pause 30 seconds)`, `[PAUSE:5]`.
    """
    from unknot import script

    if files == ("-",):
        click.echo(script.canonical(sys.stdin.read(), "-"), nl=False)
        return
    changed = [path for path in map(Path, files) if _tidied(path, only_check=only_check)]
    for path in changed:
        click.echo(f"{'would change' if only_check else 'changed'} {path}")
    if only_check and changed:
        raise ScriptError(f"{len(changed)} of {len(files)} files are not in the canonical form", next_step="unknot fmt")


def _tidied(path: Path, *, only_check: bool) -> bool:
    """Whether the file was, or would be, another."""
    from unknot import script
    from unknot.library.entries import read

    before = read(path)
    after = script.canonical(before, str(path))
    if before == after:
        return False
    if not only_check:
        write_text(after, path)
    return True
