"""`unknot show`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from unknot.cli.answers import print_json
from unknot.cli.listing import entry_as_json
from unknot.cli.options import as_json
from unknot.routine import headings, plain
from unknot.units import clock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from unknot.routine import Heading
    from unknot.wiring import Loaded


@click.command()
@click.argument("routine", metavar="ROUTINE")
@as_json
@click.option("--script", "as_script", is_flag=True, help="Print the script itself.")
def show(routine: str, *, as_json: bool, as_script: bool) -> None:
    """A routine as its listener will meet it: what it is for, what it needs, its chapters."""
    from unknot import wiring

    loaded = wiring.load(routine)
    chapters = headings(loaded.routine.body)
    if as_script:
        click.echo(loaded.text, nl=False)
    elif as_json:
        titles = [plain(heading.pieces) for heading in chapters]
        print_json(entry_as_json(loaded.entry) | {"chapters": titles})
    else:
        click.echo("\n".join(_page(loaded, chapters)))


def _page(loaded: Loaded, chapters: tuple[Heading, ...]) -> Iterator[str]:
    entry = loaded.entry
    yield click.style(entry.title, bold=True)
    if entry.summary:
        yield entry.summary
    yield ""
    facts = {
        "for": ", ".join(entry.areas),
        "with": ", ".join(entry.tools),
        "posture": entry.posture,
        "written for": clock(entry.length) if entry.length else "",
        "background": loaded.routine.header.background or "",
        "file": entry.file,
    }
    yield from (f"{name:>12}  {fact}" for name, fact in facts.items() if fact)
    yield ""
    yield from (f"{'  ' * heading.level}{plain(heading.pieces)}" for heading in chapters)
