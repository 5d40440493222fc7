"""How a text leaves the program: to standard output, or as a file that appears whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from unknot.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path


def deliver(text: str, output: Path | None, *, force: bool) -> None:
    """Afterwards the text is on standard output, or stands whole at `output`, whose path is said.

    Raises:
        UsageError: The file is there already and `force` is not given.
        WriteError: It could not be written.
    """
    if output is None:
        click.echo(text, nl=False)
        return
    refuse_to_replace(output, force=force)
    write_text(text, output)
    click.echo(str(output.resolve()))


def write_text(text: str, path: Path) -> None:
    """Afterwards the text stands whole at `path`, in UTF-8, its line ends as they are.

    Raises:
        WriteError: It could not be written; what was there before is still there.
    """
    write_bytes(text.encode(), path)


def write_bytes(content: bytes, path: Path) -> None:
    """Afterwards these bytes stand whole at `path`.

    Raises:
        WriteError: They could not be written; what was there before is still there.
    """
    from unknot.host.files import appearing

    with appearing(path) as beside:
        beside.write_bytes(content)


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
