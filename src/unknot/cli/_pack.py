"""`unknot pack`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from unknot import app
from unknot.cli._answers import confirmed, print_json, print_table, report
from unknot.cli._completion import completion
from unknot.cli._options import as_json
from unknot.cli._printing import echo

if TYPE_CHECKING:
    from collections.abc import Iterator

    from unknot.app import InstalledPack, Pack


@click.group()
def pack() -> None:
    """Homework packs: what a therapist gives along, as one zip file with checksums."""


@pack.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="The zip file.")
def build(folder: Path, output: Path | None) -> None:
    """Make a pack of a folder with a pack.toml."""
    built = app.pack_build(folder, output)
    echo(f"{built.path.resolve()}: {len(built.names)} files")
    for name in built.left:
        report(f"{name} is no part of a pack and was left out")


@pack.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def inspect(file: Path) -> None:
    """What is in a pack. Every byte is checked, nothing is written."""
    contents = app.pack_inspect(file)
    echo("\n".join(_page(contents.pack)))
    echo(f"{len(contents.sums)} files, {contents.size / 1e6:.1f} MB, all checksums right")


@pack.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help="Replace a pack of the same name.")
@click.option("--take-over", is_flag=True, help="Take its areas to focus on and to leave out into your profile.")
def install(file: Path, *, force: bool, take_over: bool) -> None:
    """Put a pack's routines at hand."""
    installed = app.pack_install(app.PackInstallRequest(file, force, take_over))
    echo("\n".join(_page(installed.pack)))
    for routine in installed.routines:
        echo(f"unknot play {installed.pack.name}/{routine.stem}")
    if not take_over and (installed.pack.focus or installed.pack.avoid):
        report("--take-over takes these areas into your profile")


@pack.command("list")
@as_json
def list_packs(*, as_json: bool) -> None:
    """The packs that are installed."""
    found = app.pack_list()
    if as_json:
        print_json([_as_json(one) for one in found])
    else:
        rows = [(one.pack.name, one.pack.title, ", ".join(file.stem for file in one.routines)) for one in found]
        print_table(rows, head=("pack", "title", "routines") if rows else ())


@pack.command()
@click.argument("name", shell_complete=completion("pack"))
@click.option("--yes", is_flag=True, help="Remove it without asking.")
def remove(name: str, *, yes: bool) -> None:
    """Delete the files of an installed pack. Your profile and your journal stay as they are."""

    def confirm(one: InstalledPack) -> bool:
        return yes or confirmed(f"Remove {one.pack.title} and its routines?")

    removed = app.pack_remove(name, confirm)
    if removed is None:
        report("nothing was removed")
    else:
        echo(f"{name} is removed, with {len(removed.routines)} routines")


def _as_json(one: InstalledPack) -> dict[str, object]:
    return {
        "pack": one.pack.name,
        "title": one.pack.title,
        "author": one.pack.author,
        "folder": str(one.folder),
        "routines": [f"{one.pack.name}/{file.stem}" for file in one.routines],
        "focus": list(one.pack.focus),
        "avoid": list(one.pack.avoid),
    }


def _page(pack: Pack) -> Iterator[str]:
    yield f"{pack.title} ({pack.name})" + (f", by {pack.author}" if pack.author else "")
    facts = {"focus": ", ".join(pack.focus), "leave out": ", ".join(pack.avoid), "notes": pack.notes}
    yield from (f"{name:>12}  {fact}" for name, fact in facts.items() if fact)
    yield from (f"{'routine':>12}  {name}" for name in pack.routines)
