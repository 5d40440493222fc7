"""`unknot today`."""

from __future__ import annotations

from datetime import datetime

import click

from unknot import app
from unknot.cli._answers import entry_as_json, print_json, print_table
from unknot.cli._options import as_json
from unknot.cli._printing import echo


@click.command()
@as_json
@click.option("--more", is_flag=True, help="The three that suit best.")
def today(*, as_json: bool, more: bool) -> None:
    """The routine that suits today, by your profile, your journal and the time of day."""
    suggestions = app.today(datetime.now().astimezone())[: 3 if more else 1]
    if as_json:
        print_json([entry_as_json(suggestion.entry) | {"why": suggestion.why} for suggestion in suggestions])
        return
    print_table(
        [(suggestion.entry.name, suggestion.entry.title, "; ".join(suggestion.why)) for suggestion in suggestions]
    )
    echo(f"\nunknot play {suggestions[0].entry.name}")
