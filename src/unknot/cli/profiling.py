"""`unknot profile`."""

from __future__ import annotations

import click

from unknot.cli.answers import print_json, print_table
from unknot.cli.options import as_json


@click.group()
def profile() -> None:
    """What unknot knows of you: areas to focus on or leave out, tools at hand, likings."""


@profile.command()
@as_json
def show(*, as_json: bool) -> None:
    """Everything in the profile."""
    from unknot import wiring
    from unknot.library.profile import KEYS, get

    own = wiring.profile()
    rows = [(key, get(own, key)) for key in KEYS]
    if as_json:
        print_json(dict(rows))
    else:
        print_table([(key, value or "-") for key, value in rows])


@profile.command("set")
@click.argument("key")
@click.argument("value")
def set_value(key: str, value: str) -> None:
    """Tell one thing: `unknot profile set avoid neck,jaw`; an empty value takes it back."""
    from unknot import wiring
    from unknot.library.profile import get, save, told

    changed = told(wiring.profile(), key, value)
    save(changed, wiring.profile_file())
    click.echo(f"{key}: {get(changed, key) or '-'}")
