"""`unknot never`."""

from __future__ import annotations

from typing import Any

import click

from unknot import app
from unknot.cli._steps import show_steps, step_options


@click.command()
@step_options
def never(**options: Any) -> None:
    """Say that a step is never to come again, by a few of its words.

    Without words: the steps of the routine. Without a routine: what you have said.
    """
    show_steps("never", app.never(app.StepRequest(**options)))
