"""`unknot week`."""

from __future__ import annotations

from datetime import datetime

import click

from unknot import app
from unknot.cli._printing import echo


@click.command()
def week() -> None:
    """This week: the plan against what happened."""
    echo(app.week(datetime.now().astimezone().date()))
