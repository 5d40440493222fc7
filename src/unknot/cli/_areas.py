"""`unknot areas`."""

from __future__ import annotations

import click

from unknot import app
from unknot.cli._answers import print_json, print_table
from unknot.cli._completion import completion
from unknot.cli._options import as_json


@click.command()
@click.argument("area", required=False, shell_complete=completion("area"))
@as_json
def areas(area: str | None, *, as_json: bool) -> None:
    """What is known of an area of the body, with its sources."""
    found = app.areas(area)
    if as_json:
        print_json(found.as_json())
    else:
        print_table(found.rows)
