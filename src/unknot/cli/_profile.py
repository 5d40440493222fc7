"""`unknot profile`."""

from __future__ import annotations

import click

from unknot import app
from unknot.cli._answers import print_json, print_table
from unknot.cli._completion import complete_profile_value, completion
from unknot.cli._options import as_json
from unknot.cli._printing import echo


@click.group()
def profile() -> None:
    """What unknot knows of you: areas to focus on or leave out, tools at hand, likings."""


@profile.command()
@as_json
def show(*, as_json: bool) -> None:
    """Everything in the profile."""
    rows = app.profile_show()
    if as_json:
        print_json(dict(rows))
    else:
        print_table([(key, value or "-") for key, value in rows])


@profile.command("set")
@click.argument("key", shell_complete=completion("profile key"))
@click.argument("value", shell_complete=complete_profile_value)
def set_value(key: str, value: str) -> None:
    """Tell one thing: `unknot profile set avoid neck,jaw`; an empty value takes it back."""
    echo(f"{key}: {app.profile_set(key, value) or '-'}")
