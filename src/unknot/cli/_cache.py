"""`unknot cache`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from unknot import app
from unknot.cli._answers import print_json, print_table
from unknot.cli._options import as_json
from unknot.cli._printing import echo
from unknot.units import parse_size


class ByteSize(click.ParamType[int]):
    """A size in bytes: `500M`, `2G`."""

    name = "size"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The bytes."""
        try:
            return value if isinstance(value, int) else parse_size(value)
        except ValueError as fault:
            self.fail(str(fault), param, ctx)


in_folder = click.option(
    "--cache", "folder", type=click.Path(file_okay=False, path_type=Path), help="The folder of the cache."
)


@click.group()
def cache() -> None:
    """Look after the cache of clips and encoded sound. It may be deleted at any time."""


@cache.command()
@in_folder
@as_json
def info(folder: Path | None, *, as_json: bool) -> None:
    """Where the cache is and what is in it."""
    found = app.cache_info(folder)
    kinds = [{"kind": kind, "entries": entries, "bytes": size} for kind, entries, size in found.kinds]
    if as_json:
        print_json({"folder": str(found.root), "cap": found.cap, "bytes": found.size, "kinds": kinds})
        return
    echo(f"{found.root}: {_megabytes(found.size)} of {_megabytes(found.cap)} in {found.entries} entries")
    print_table([(kind, str(entries), _megabytes(size)) for kind, entries, size in found.kinds])


@cache.command()
@in_folder
def verify(folder: Path | None) -> None:
    """Check every entry, and drop those that are damaged; they are made again when they are needed."""
    verified = app.cache_verify(folder)
    for name in verified.damaged:
        echo(f"dropped {name}")
    echo(f"{verified.whole} entries are whole, {len(verified.damaged)} were not")


@cache.command()
@click.argument("size", type=ByteSize(), required=False)
@in_folder
@click.option("--all", "everything", is_flag=True, help="Drop everything that no running session needs.")
def prune(size: int | None, folder: Path | None, *, everything: bool) -> None:
    """Drop what was used least recently, until no more than SIZE is left (500M, 2G); the cap when left out."""
    if everything and size:
        raise click.UsageError("give a size or --all, not both")
    pruned = app.cache_prune(folder, size=0 if everything else size)
    print_table([(kind, str(entries), _megabytes(freed)) for kind, entries, freed in pruned.kinds])
    echo(f"dropped {pruned.dropped} entries, {_megabytes(pruned.freed)}; {_megabytes(pruned.left)} are left")


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.1f} MB"
