"""`unknot week`."""

from __future__ import annotations

from datetime import datetime

import click

from unknot import app


@click.command()
def week() -> None:
    """This week: the plan against what happened."""
    click.echo(app.week(datetime.now().astimezone().date()))
