"""`unknot list`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from unknot.cli.answers import print_json, print_table
from unknot.cli.options import Duration, as_json
from unknot.units import clock, seconds

if TYPE_CHECKING:
    from unknot.library import Entry
    from unknot.units import Frames


@click.command()
@as_json
@click.option("--area", "areas", multiple=True, help="Only what works on it; may be given again.")
@click.option("--tool", "tools", multiple=True, help="Only what can be done with it; hands are always at hand.")
@click.option("--setting", "settings", multiple=True, help="Only what is done there: desk, sofa, bed, floor, wall.")
@click.option("--language", default="", help="Only routines in it: en, de.")
@click.option("--shorter", type=Duration(), help="Only routines no longer than this.")
def list_routines(
    *,
    as_json: bool,
    areas: tuple[str, ...],
    tools: tuple[str, ...],
    settings: tuple[str, ...],
    language: str,
    shorter: Frames | None,
) -> None:
    """The routines at hand."""
    from unknot import library, wiring

    entries = library.matching(
        wiring.entries(),
        areas=[wiring.area_name(area) for area in areas],
        tools={"hands", *tools} if tools else None,
        settings=settings,
        language=language,
        longest=shorter,
    )
    if as_json:
        print_json([entry_as_json(entry) for entry in entries])
    else:
        print_table([_row(entry) for entry in entries], head=("name", "length", "for", "what it is"))


@click.command()
@click.argument("area", required=False)
def areas(area: str | None) -> None:
    """What is known of an area of the body, with its sources."""
    from unknot.library.anatomy import body, facts

    print_table(facts(area) if area else [(key, known.name["en"]) for key, known in body().areas.items()])


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
