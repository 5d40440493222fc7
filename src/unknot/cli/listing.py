"""`unknot list`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from unknot.cli.answers import print_json, print_table
from unknot.cli.options import as_json
from unknot.units import clock, seconds

if TYPE_CHECKING:
    from unknot.library import Entry


@click.command()
@as_json
def list_routines(*, as_json: bool) -> None:
    """The routines at hand."""
    from unknot import wiring

    entries = wiring.entries()
    if as_json:
        print_json([entry_as_json(entry) for entry in entries])
    else:
        print_table([_row(entry) for entry in entries], head=("name", "length", "for", "what it is"))


def entry_as_json(entry: Entry) -> dict[str, object]:
    """What `list --json` and `show --json` tell of a routine; its length is in seconds."""
    return {
        "name": entry.name,
        "file": entry.file,
        "title": entry.title,
        "summary": entry.summary,
        "language": entry.language,
        "areas": entry.areas,
        "tools": entry.tools,
        "posture": entry.posture,
        "setting": entry.setting,
        "level": entry.level,
        "length": seconds(entry.length) if entry.length else None,
    }


def _row(entry: Entry) -> tuple[str, str, str, str]:
    return entry.name, clock(entry.length) if entry.length else "-", ", ".join(entry.areas), entry.title
