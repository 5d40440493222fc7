"""`unknot areas`."""

from __future__ import annotations

import click

from unknot import app
from unknot.cli._answers import print_table


@click.command()
@click.argument("area", required=False)
def areas(area: str | None) -> None:
    """What is known of an area of the body, with its sources."""
    print_table(app.areas(area))
