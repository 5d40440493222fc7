"""`unknot pack`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from unknot.cli.answers import print_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from unknot.library.packs import Pack


@click.group()
def pack() -> None:
    """Homework packs: what a therapist gives along, as one zip file with checksums."""


@pack.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="The zip file.")
def build(folder: Path, output: Path | None) -> None:
    """Make a pack of a folder with a pack.toml."""
    from unknot.library import packs

    built = packs.build(folder, output)
    click.echo(f"{built.path.resolve()}: {len(built.names)} files")
    for name in built.left:
        click.echo(f"note: {name} is no part of a pack and was left out", err=True)


@pack.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def inspect(file: Path) -> None:
    """What is in a pack. Every byte is checked, nothing is written."""
    from unknot.library import packs

    contents = packs.inspect(file)
    click.echo("\n".join(_page(contents.pack)))
    click.echo(f"{len(contents.sums)} files, {contents.size / 1e6:.1f} MB, all checksums right")


@pack.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help="Replace a pack of the same name.")
@click.option("--take-over", is_flag=True, help="Take its areas to focus on and to leave out into your profile.")
def install(file: Path, *, force: bool, take_over: bool) -> None:
    """Put a pack's routines at hand."""
    from unknot import wiring

    done = wiring.install_pack(file, replace=force)
    click.echo("\n".join(_page(done.pack)))
    for routine in done.routines:
        click.echo(f"unknot play {done.pack.name}/{routine.stem}")
    if take_over:
        wiring.take_over(done.pack)
    elif done.pack.focus or done.pack.avoid:
        click.echo("note: --take-over takes these areas into your profile", err=True)


@pack.command("list")
def list_packs() -> None:
    """The packs that are installed."""
    from unknot import wiring

    print_table([(one.pack.name, one.pack.title, str(len(one.routines))) for one in wiring.packs()])


def _page(pack: Pack) -> Iterator[str]:
    yield f"{pack.title} ({pack.name})" + (f", by {pack.author}" if pack.author else "")
    facts = {"focus": ", ".join(pack.focus), "leave out": ", ".join(pack.avoid), "notes": pack.notes}
    yield from (f"{name:>12}  {fact}" for name, fact in facts.items() if fact)
    yield from (f"{'routine':>12}  {name}" for name in pack.routines)
