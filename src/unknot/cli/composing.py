"""`unknot compose` and `unknot today`."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from unknot.cli.answers import print_json, print_table
from unknot.cli.asking import tell
from unknot.cli.listing import entry_as_json
from unknot.cli.options import Duration, as_json
from unknot.cli.writing import deliver


class Words(click.ParamType["tuple[str, ...]"]):
    """Several words: `neck,jaw`."""

    name = "words"

    def convert(
        self, value: str | tuple[str, ...], param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, ...]:
        """Each word, in the order written."""
        if isinstance(value, tuple):
            return value
        return tuple(word.strip() for word in value.split(",") if word.strip())


@click.command()
@click.option("--areas", type=Words(), default=(), help="What to work on: neck,jaw; the whole body when left out.")
@click.option("--tools", type=Words(), default=(), help="What is at hand; your profile's tools when left out.")
@click.option("-l", "--length", type=Duration(), help="About how long; `export` then makes it exact.")
@click.option("--less-talk", is_flag=True, help="Fewer words.")
@click.option("--boost", type=Words(), default=(), help="Areas with more time.")
@click.option("--skip", type=Words(), default=(), help="Areas to leave out, beside those of your profile.")
@click.option("--language", default="en", show_default=True)
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True, help="Another number, other blocks.")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="The script to write.")
@click.option("--force", is_flag=True, help="Replace a file that is there already.")
def compose(output: Path | None, *, force: bool, **asked: object) -> None:
    """Build a routine from blocks, as a script that you can edit."""
    from unknot import wiring

    composed = wiring.compose(asked)
    for sentence in composed.said:
        tell(sentence)
    deliver(composed.text, output, force=force)


@click.command()
@as_json
@click.option("--more", is_flag=True, help="The three that suit best.")
def today(*, as_json: bool, more: bool) -> None:
    """The routine that suits today, by your profile, your journal and the time of day."""
    from unknot import wiring

    picks = wiring.today(datetime.now().astimezone())[: 3 if more else 1]
    if as_json:
        print_json([entry_as_json(pick.entry) | {"why": pick.why} for pick in picks])
        return
    print_table([(pick.entry.name, pick.entry.title, "; ".join(pick.why)) for pick in picks])
    click.echo(f"\nunknot play {picks[0].entry.name}")
