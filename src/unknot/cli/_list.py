"""`unknot list`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from unknot import app
from unknot.cli._answers import entry_as_json, print_json, print_table
from unknot.cli._completion import completion
from unknot.cli._options import Duration, as_json
from unknot.units import clock

if TYPE_CHECKING:
    from unknot.app import RoutineEntry


@click.command()
@as_json
@click.option(
    "--area",
    "areas",
    multiple=True,
    help="Only what works on it; may be given again.",
    shell_complete=completion("area"),
)
@click.option(
    "--tool",
    "tools",
    multiple=True,
    help="Only what can be done with it; hands are always at hand.",
    shell_complete=completion("tool"),
)
@click.option(
    "--setting",
    "settings",
    multiple=True,
    help="Only what is done there: desk, sofa, bed, floor, wall.",
    shell_complete=completion("setting"),
)
@click.option("--language", default="", help="Only routines in it: en, de.", shell_complete=completion("language"))
@click.option("--shorter", type=Duration(), help="Only routines no longer than this.")
def list_routines(*, as_json: bool, **options: Any) -> None:
    """The routines at hand."""
    entries = app.list_routines(app.ListRequest(**options))
    if as_json:
        print_json([entry_as_json(entry) for entry in entries])
    else:
        print_table([_row(entry) for entry in entries], head=("name", "length", "for", "needs", "what it is"))


def _row(entry: RoutineEntry) -> tuple[str, str, str, str, str]:
    length = clock(entry.length) if entry.length else "-"
    needs = "; ".join(filter(None, (", ".join(entry.tools), entry.setting)))
    return entry.name, length, ", ".join(entry.areas), needs, entry.title
