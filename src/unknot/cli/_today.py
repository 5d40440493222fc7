"""`unknot today`."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import click

from unknot import app
from unknot.cli._answers import entry_as_json, print_json, print_table, report
from unknot.cli._completion import completion
from unknot.cli._options import as_json
from unknot.cli._printing import echo

if TYPE_CHECKING:
    from unknot.app import Suggestion


@click.command()
@as_json
@click.option("--more", is_flag=True, help="The three that suit best.")
@click.option(
    "--occasion",
    default="",
    help="What it is for: travel, sport, walk, game, music.",
    shell_complete=completion("occasion"),
)
def today(*, as_json: bool, more: bool, occasion: str) -> None:
    """The routine that suits today, by your profile, your journal, your packs and the time of day."""
    found = app.today(datetime.now().astimezone(), occasion)
    best = found.suggestions[: 3 if more else 1]
    if as_json:
        print_json([*map(_as_json, best), *([{"rest": True, "why": found.rest}] if found.rest else [])])
    elif found.rest:
        echo(" ".join(found.rest))
        report("when it is over, take it out of the profile: unknot profile set conditions …")
    else:
        print_table([(one.entry.name, one.entry.title, "; ".join(one.why)) for one in best])
        echo(f"\nunknot play {best[0].entry.name}")


def _as_json(one: Suggestion) -> dict[str, object]:
    return entry_as_json(one.entry) | {"why": one.why, "rest": False}
