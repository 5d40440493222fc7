"""How an answer, a notice, an error and a table look on the terminal."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from unknot.errors import ScriptError
from unknot.units import seconds

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from types import TracebackType

    from unknot.app import RoutineEntry, TextResult
    from unknot.errors import Finding, UnknotError


def complain(fault: UnknotError) -> None:
    """Say on standard error what went wrong and what to do next."""
    if isinstance(fault, ScriptError):
        show_findings(fault.findings)
    click.echo(f"{click.style('error:', fg='red')} {fault.message}", err=True)
    if fault.next_step:
        click.echo(f"  next: {fault.next_step}", err=True)


def tell(notice: str) -> None:
    """Say something that a person should know and that does not stop the work."""
    click.echo(f"note: {notice}", err=True)


def show_findings(findings: Iterable[Finding]) -> None:
    """Say every finding on standard error, in the order of the text."""
    for finding in findings:
        click.echo(str(finding), err=True)


def report_bug(kind: type[BaseException], fault: BaseException, _trace: TracebackType | None) -> None:
    """Tell of a fault of unknot itself, in one line."""
    click.echo(f"error: a bug in unknot: {kind.__name__}: {fault}", err=True)
    click.echo("  next: run it again with UNKNOT_DEBUG=1 and report what it prints", err=True)


def print_text(made: TextResult) -> None:
    """The text on standard output, or the path of the file that has it."""
    if made.path is None:
        click.echo(made.text, nl=False)
    else:
        click.echo(str(made.path.resolve()))


def print_json(answer: object) -> None:
    """The answer as JSON on standard output, for programs."""
    click.echo(json.dumps(answer, ensure_ascii=False, indent=2))


def print_table(rows: Sequence[Sequence[str]], head: Sequence[str] = ()) -> None:
    """Columns as wide as their widest cell, on standard output."""
    lines = [list(head), *map(list, rows)] if head else [list(row) for row in rows]
    if not lines:
        return
    widths = [max(len(line[i]) for line in lines) for i in range(len(lines[0]))]
    for n, line in enumerate(lines):
        text = "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        click.echo(click.style(text, bold=True) if head and n == 0 else text)


def entry_as_json(entry: RoutineEntry) -> dict[str, object]:
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
