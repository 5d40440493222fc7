"""`unknot pack`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from unknot import app
from unknot.cli._answers import confirmed, print_json, print_table, report
from unknot.cli._completion import completion
from unknot.cli._options import Durations, as_json, sessions_options
from unknot.cli._printing import echo
from unknot.cli._progress import Bar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from unknot.app import InstalledPack, Pack, SessionRequest


@click.group()
def pack() -> None:
    """Homework packs: what a therapist gives along, as one zip file with checksums."""


@pack.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--routines", required=True, help="Routines of the library, or files: feet-by-hand,evening.md.")
@click.option("--title", default="Homework", show_default=True, help="What the patient reads.")
def new(folder: Path, routines: str, title: str) -> None:
    """Make a folder for a pack, with copies of routines and a pack.toml to fill in."""
    names = [name.strip() for name in routines.split(",") if name.strip()]
    made = app.pack_new(folder, names, title)
    echo(f"{made / 'pack.toml'}: edit it, then `unknot pack build {made}`, or `unknot pack handout {made} -l 5m`")


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


@pack.command()
@click.argument("name", metavar="PACK", shell_complete=completion("pack", files=True))
@click.option("-l", "--length", "lengths", type=Durations(), default=(), help="The length of each file: 5m,10m.")
@sessions_options
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The folder; the zip gets its name.")
@click.option("--link", default="", metavar="URL", help="An address; the page gets a QR code of it.")
@click.option("--large", is_flag=True, help="Large letters on the page.")
@click.option("--all", "every", is_flag=True, help="All routines of the pack, not only the first two.")
@click.option("--force", is_flag=True, help="Replace a hand-out that is there already.")
def handout(name: str, session: SessionRequest, **options: Any) -> None:
    """Make what a patient without unknot gets: sound files, and a page to print.

    PACK is a pack file, a folder with a pack.toml, or the name of an installed pack.
    """
    with Bar() as bar:
        made = app.handout(app.HandoutRequest(pack=name, session=session, **options), bar, bar.above(report))
    echo(f"{made.folder.resolve()}: {', '.join(made.files)}")
    echo(str(made.archive.resolve()))
    if made.left_out:
        report(f"not in it: {', '.join(made.left_out)}; --all takes them too")


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
        "until": one.until.isoformat() if one.until else None,
    }


def _page(pack: Pack) -> Iterator[str]:
    yield f"{pack.title} ({pack.name})" + (f", by {pack.author}" if pack.author else "")
    facts = {"focus": ", ".join(pack.focus), "leave out": ", ".join(pack.avoid), "notes": pack.notes}
    yield from (f"{name:>12}  {fact}" for name, fact in facts.items() if fact)
    yield from (f"{'routine':>12}  {name}" for name in pack.routines)
