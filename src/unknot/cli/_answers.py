"""Prints answers and tables on standard output, and notices and errors on standard error."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING

import click

from unknot.cli._printing import echo, print_document
from unknot.cli._tables import table_text, table_width
from unknot.errors import ScriptError, UsageError
from unknot.units import seconds

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from types import TracebackType

    from unknot.app import RoutineEntry, TextResult
    from unknot.errors import Finding, UnknotError

_PARTS = ("CACHE", "CONFIG", "DATA", "STATE", "HTTP_URL", "HTTP_MODEL", "COMMAND", "VOICES_URL")
_VARIABLES = tuple(f"UNKNOT_{part}" for part in _PARTS)
"""Environment variables whose values occur in messages. The key is in no message."""


def report_error(fault: UnknotError) -> None:
    """Print on standard error what went wrong and what to do next."""
    if isinstance(fault, ScriptError):
        show_findings(fault.findings)
    echo(_with_variable(fault.message), err=True, label="error:")
    if fault.next_step:
        echo(f"  next: {fault.next_step}", err=True)


def report(notice: str) -> None:
    """Print a notice on standard error, about something that does not stop the work."""
    echo(f"note: {_with_variable(notice)}", err=True)


def _with_variable(text: str) -> str:
    """The text with the environment variable whose value it tells of, where it does not name it."""
    for name in _VARIABLES:
        value = os.environ.get(name, "")
        if len(value) > 1 and value in text and name not in text:
            return f"{text} (set by {name})"
    return text


def show_findings(findings: Iterable[Finding]) -> None:
    """Print every finding on standard error, in the order of the text."""
    for finding in findings:
        echo(str(finding), err=True)


def report_bug(kind: type[BaseException], fault: BaseException, _trace: TracebackType | None) -> None:
    """Print on standard error that unknot has a bug."""
    echo(f"error: a bug in unknot: {kind.__name__}: {fault}", err=True)
    echo("  next: run it again with UNKNOT_DEBUG=1 and report what it prints", err=True)


def confirmed(question: str) -> bool:
    """The answer to a question that is asked on standard error.

    Raises:
        UsageError: Standard input has no answer.
        click.Abort: Ctrl-C instead of an answer. What is printed next begins on a line of its own.
    """
    try:
        return click.confirm(question, err=True)
    except (click.Abort, OSError) as fault:
        echo(err=True)
        if isinstance(fault, OSError) or isinstance(fault.__context__, EOFError):
            raise UsageError(f"nobody has answered: {question}", next_step="add --yes") from fault
        raise


def print_text(result: TextResult) -> None:
    """Print the text, or the path of the file with the text."""
    if result.path is None:
        print_document(result.text)
    else:
        echo(str(result.path.resolve()))


def print_json(answer: object) -> None:
    """Print the answer as JSON. An encoding that is not UTF-8 gets ASCII with escapes, so that nothing is replaced."""
    unicode = (sys.stdout.encoding or "").lower().startswith("utf")
    echo(json.dumps(answer, ensure_ascii=not unicode, indent=2))


def print_table(rows: Sequence[Sequence[str]], head: Sequence[str] = ()) -> None:
    """Print rows as columns that fit the terminal. In a pipe each row is one line, however long."""
    if not rows and not head:
        return
    table = table_text(rows, head, table_width())
    for line in table.head:
        echo(line, bold=True)
    for line in table.body:
        echo(line)


def entry_as_json(entry: RoutineEntry) -> dict[str, object]:
    """The facts about a routine for `list --json` and `show --json`; its length is in seconds."""
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
