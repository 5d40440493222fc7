"""`unknot like`."""

from __future__ import annotations

from typing import Any

import click

from unknot import app
from unknot.cli._steps import show_steps, step_options


@click.command()
@step_options
def like(**options: Any) -> None:
    """Say that you want more of a step, by a few of its words.

    Without words: the steps of the routine. Without a routine: what you have said.
    """
    show_steps("like", app.like(app.StepRequest(**options)))
