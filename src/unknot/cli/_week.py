"""`unknot week`."""

from __future__ import annotations

from datetime import datetime

import click

from unknot import app
from unknot.cli._answers import print_json
from unknot.cli._options import as_json
from unknot.cli._printing import echo


@click.command()
@as_json
def week(*, as_json: bool) -> None:
    """This week: the plan against what happened."""
    found = app.week(datetime.now().astimezone().date())
    if as_json:
        print_json(found.as_json())
    else:
        echo(found.text)
