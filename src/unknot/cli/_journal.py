"""`unknot journal`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from unknot import app
from unknot.cli._answers import print_json, print_table, print_text, report as report_notice
from unknot.cli._completion import completion
from unknot.cli._options import DateParam, Duration, TimeOfDay, as_json
from unknot.cli._printing import echo
from unknot.errors import PartlyDone
from unknot.units import clock

if TYPE_CHECKING:
    from unknot.app import JournalEntry

force = click.option("--force", is_flag=True, help="Replace a file that is there already.")
output = click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="A file to write to.")

_HEAD = ("no.", "when", "length", "what", "how it felt")
_TIMES = ("%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M")


@click.group()
def journal() -> None:
    """What was done and how it felt, kept on this machine only."""


@journal.command()
@click.argument("line", required=False, default="")
@click.option(
    "--routine",
    help="What was done; without it the line is added to the latest entry.",
    shell_complete=completion("routine"),
)
@click.option("--length", type=Duration(), help="How long it was.")
@click.option("--before", multiple=True, metavar="AREA=N", help="Tension before, 0 to 10: neck=6.")
@click.option("--after", multiple=True, metavar="AREA=N", help="Tension after, 0 to 10: neck=3.")
@click.option("--noticed", default="", help="What was noticed, in your own words.")
@click.option("--date", "day", type=DateParam(), help="The day, when it was not today: yesterday, 2026-11-24.")
@click.option("--time", "at", type=TimeOfDay(), help="When it began: 21:30.")
def add(**options: Any) -> None:
    """Write down how it felt, in one line: "left shoulder 6>3, jaw 4>4; looser".

    Numbers are tension from 0 to 10, before and after.
    """
    entry = app.journal_add(app.JournalAddRequest(**options), report_notice)
    echo("  ".join(filter(None, _row(entry))))


@journal.command("list")
@click.option("--forgotten", is_flag=True, help="The entries that were forgotten and can be restored.")
@as_json
def list_entries(*, forgotten: bool, as_json: bool) -> None:
    """Every entry, the latest last."""
    if forgotten:
        _print_forgotten(as_json=as_json)
    else:
        _print_kept(as_json=as_json)


@journal.command()
@click.argument("number", type=int)
@click.argument("line", required=False)
@click.option("--noticed", help="The words alone; an empty text removes them.")
@click.option("--routine", help="What was done.", shell_complete=completion("routine"))
@click.option("--length", type=Duration(), help="How long it was.")
@click.option(
    "--when", type=click.DateTime(_TIMES), metavar="TIME", help="When it began, as 2026-11-25 or 2026-11-25T21:30."
)
def edit(number: int, **options: Any) -> None:
    """Change one entry: `unknot journal edit 12 "neck 6>3; the left side is looser"`.

    LINE takes the place of everything that the entry says about how it felt.
    """
    entry = app.journal_edit(number, app.JournalEditRequest(**options), report_notice)
    echo("  ".join(filter(None, _row(entry))))


@journal.command()
@click.argument("number", type=int)
@click.option("--at-once", is_flag=True, help="Delete it now; it cannot be restored.")
def forget(number: int, *, at_once: bool) -> None:
    """Take one entry out. It can be restored for 30 days; after that it is deleted."""
    entry = app.journal_forget(number, at_once=at_once)
    echo(f"{'deleted' if at_once else 'forgotten'}: {'  '.join(filter(None, _row(entry)))}")
    if not at_once:
        report_notice(f"`unknot journal restore {number}` brings it back, for {app.DAYS_KEPT} days")


@journal.command()
@click.argument("number", type=int, required=False)
def restore(number: int | None) -> None:
    """Put a forgotten entry back; without NUMBER, the one that was forgotten last."""
    echo(f"restored: {'  '.join(filter(None, _row(app.journal_restore(number))))}")


@journal.command()
@click.option("--format", "form", type=click.Choice(["csv", "json"]), help="By the file's ending, else csv.")
@output
@force
def export(form: Literal["csv", "json"] | None, output: Path | None, *, force: bool) -> None:
    """Everything in the journal, for a spreadsheet or for another program."""
    print_text(app.journal_export(app.JournalExportRequest(form, output, force)))


@journal.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_entries(file: Path) -> None:
    """Read an exported .json back; entries that are there already are not doubled."""
    result = app.journal_import(file)
    echo(f"{result.added} added, {result.known} there already")
    for line in result.damaged:
        report_notice(line)
    if result.damaged:
        raise PartlyDone(
            f"{len(result.damaged)} rows were not read", next_step=f"mend them in {file} and import it again"
        )


@journal.command("report")
@click.option("--name", default="", help="Whose journal it is.")
@click.option("--format", "form", type=click.Choice(["text", "html"]), help="By the file's suffix, else text.")
@output
@force
def write_report(name: str, form: Literal["text", "html"] | None, output: Path | None, *, force: bool) -> None:
    """A page for the therapist: what was done, how often, how each area felt, what to ask about."""
    by_suffix: Literal["text", "html"] = "html" if output and output.suffix in (".html", ".htm") else "text"
    print_text(app.journal_report(app.JournalReportRequest(name, form or by_suffix, output, force)))


def _print_kept(*, as_json: bool) -> None:
    entries = app.journal_list()
    if as_json:
        print_json([_as_json(entry) for entry in entries])
    else:
        print_table([_row(entry) for entry in entries], head=_HEAD)


def _as_json(entry: JournalEntry) -> dict[str, Any]:
    return app.journal_entry_as_json(entry)


def _print_forgotten(*, as_json: bool) -> None:
    found = app.journal_forgotten()
    if as_json:
        print_json([_as_json(entry) | {"deleted_after": end.isoformat()} for entry, end in found])
    else:
        rows = [(*_row(entry), f"{end.astimezone():%Y-%m-%d}") for entry, end in found]
        print_table(rows, head=(*_HEAD, "deleted after"))


def _row(entry: JournalEntry) -> tuple[str, str, str, str, str]:
    when = entry.started.strftime("%Y-%m-%d %H:%M")
    return str(entry.key), when, clock(entry.done), entry.title or entry.routine, _feeling(entry)


def _feeling(entry: JournalEntry) -> str:
    tensions = ", ".join(f"{t.area} {_number(t.before)}>{_number(t.after)}" for t in entry.tensions)
    return "; ".join(filter(None, (tensions, entry.noticed)))


def _number(value: int | None) -> str:
    return "" if value is None else str(value)
