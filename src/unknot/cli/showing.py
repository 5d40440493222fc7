"""`unknot show`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from unknot.cli.answers import print_json
from unknot.cli.asking import opened, order, suited
from unknot.cli.listing import entry_as_json
from unknot.cli.options import as_json, one_length, one_routine, session_options, voice_options
from unknot.cli.progress import Bar
from unknot.routine import headings, plain
from unknot.units import clock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from unknot.cli.options import Speaking, Wish
    from unknot.fitting import Fit
    from unknot.units import Frames
    from unknot.wiring import Loaded


@click.command()
@one_routine
@one_length
@session_options
@voice_options
@as_json
@click.option("--script", "as_script", is_flag=True, help="Print the script itself.")
def show(
    routine: str, length: Frames | None, wish: Wish, speaking: Speaking, *, as_json: bool, as_script: bool
) -> None:
    """A routine as its listener will meet it: what it is for, what it needs, and a picture of the session."""
    from unknot import wiring

    loaded = wiring.load(routine)
    if as_script:
        click.echo(loaded.text, nl=False)
    elif as_json:
        titles = [plain(heading.pieces) for heading in headings(loaded.routine.body)]
        print_json(entry_as_json(loaded.entry) | {"chapters": titles})
    else:
        click.echo("\n".join(_page(loaded)))
        click.echo(_picture(_fitted(loaded, length, wish, speaking)))


def _page(loaded: Loaded) -> Iterator[str]:
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


def _fitted(loaded: Loaded, length: Frames | None, wish: Wish, speaking: Speaking) -> Fit:
    from unknot import session

    with opened(loaded, speaking) as world, Bar() as bar:
        return session.plan(suited(loaded, wish), order(wish, speaking, length), world, bar)


def _picture(fitted: Fit) -> str:
    import shutil

    from unknot.outputs import picture

    width = min(100, shutil.get_terminal_size().columns)
    return f"\n{clock(fitted.timeline.frames)}, it reaches from {fitted.report.reach}\n\n" + picture.text(
        fitted.timeline, width
    )
