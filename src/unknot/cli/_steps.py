"""What `like` and `never` have in common: their options and their answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from unknot.cli._completion import completion
from unknot.cli._printing import echo

if TYPE_CHECKING:
    from unknot.app import StepAnswer
    from unknot.cli._options import Command


def step_options(command: Command) -> Command:
    """Add the arguments ROUTINE and WORDS, and the option --undo."""
    command = click.option("--undo", is_flag=True, help="Forget what you have said of this step.")(command)
    command = click.argument("words", required=False)(command)
    return click.argument("routine", required=False, shell_complete=completion("routine", files=True))(command)


def show_steps(name: str, answer: StepAnswer) -> None:
    """Print the steps, one a line."""
    if answer.saved:
        echo(f"saved: {answer.steps[0]}")
    elif answer.steps:
        echo("\n".join(answer.steps))
    else:
        echo(f"nothing yet; `unknot {name} ROUTINE` shows the steps of a routine")
