"""`unknot compose`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from unknot import app
from unknot.cli._answers import print_text, report
from unknot.cli._completion import completion
from unknot.cli._options import Duration

_AREAS = completion("area", several=True)


class NamesParam(click.ParamType["tuple[str, ...]"]):
    """Several names: `neck,jaw`."""

    name = "words"

    def convert(
        self, value: str | tuple[str, ...], param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, ...]:
        """Each name, in the order written."""
        if isinstance(value, tuple):
            return value
        return tuple(word.strip() for word in value.split(",") if word.strip())


@click.command()
@click.option(
    "--areas",
    type=NamesParam(),
    default=(),
    help="What to work on: neck,jaw; the whole body when left out.",
    shell_complete=_AREAS,
)
@click.option(
    "--tools",
    type=NamesParam(),
    default=(),
    help="What is at hand; your profile's tools when left out.",
    shell_complete=completion("tool", several=True),
)
@click.option("-l", "--length", type=Duration(), help="About how long; `export` then makes it exact.")
@click.option("--less-talk", is_flag=True, help="Fewer words.")
@click.option("--boost", type=NamesParam(), default=(), help="Areas with more time.", shell_complete=_AREAS)
@click.option(
    "--skip",
    type=NamesParam(),
    default=(),
    help="Areas to leave out, beside those of your profile.",
    shell_complete=_AREAS,
)
@click.option("--language", default="en", show_default=True, shell_complete=completion("language"))
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True, help="Another number, other blocks.")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="The script to write.")
@click.option("--force", is_flag=True, help="Replace a file that is there already.")
def compose(**options: Any) -> None:
    """Build a routine from blocks, as a script that you can edit."""
    composed = app.compose(app.ComposeRequest(**options))
    for message in composed.messages:
        report(message)
    print_text(composed.script)
