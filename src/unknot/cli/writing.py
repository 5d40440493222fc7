"""How a text leaves the program: to standard output, or as a file that appears whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from unknot.cli.exporting import refuse_to_replace

if TYPE_CHECKING:
    from pathlib import Path


def deliver(text: str, output: Path | None, *, force: bool) -> None:
    """Afterwards the text is on standard output, or stands whole at `output`, whose path is said.

    Raises:
        UsageError: The file is there already and `force` is not given.
        WriteError: It could not be written.
    """
    from unknot.host.files import appearing

    if output is None:
        click.echo(text, nl=False)
        return
    refuse_to_replace(output, force=force)
    with appearing(output) as beside:
        beside.write_text(text, "utf-8", newline="")
    click.echo(str(output.resolve()))
