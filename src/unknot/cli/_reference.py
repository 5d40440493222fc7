"""Writes docs/commands.md from the help of all commands, and the schema of headers. `make docs` runs it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from unknot import app, errors
from unknot.cli._commands import COMMANDS, program

if TYPE_CHECKING:
    from collections.abc import Iterator

_INTRODUCTION = """# The commands

Made by `make docs` from `unknot COMMAND --help`; a test holds it to that.

Answers go to standard output, everything else to standard error. `NO_COLOR` keeps the colours away, `ACCESSIBLE=1` also
bars and drawings; [settings](settings.md) has every variable.

## Exit statuses

| status | what happened |
|---|---|"""
_OTHER_STATUSES = {0: "done", errors.INTERRUPTED: "interrupted (Ctrl-C)", errors.TERMINATED: "terminated"}


def reference() -> str:
    """The text of docs/commands.md."""
    return "\n".join([*_statuses(), *(line for name in COMMANDS for line in _section(name))]) + "\n"


def _statuses() -> Iterator[str]:
    kinds: list[type[errors.UnknotError]] = [errors.UnknotError, *errors.UnknotError.__subclasses__()]
    statuses = dict(_OTHER_STATUSES)
    for kind in kinds:
        statuses[kind.exit_status] = (kind.__doc__ or "").split("\n")[0]
    statuses[1] = "a bug in unknot"
    yield _INTRODUCTION
    yield from (f"| {status} | {text} |" for status, text in sorted(statuses.items()))


def _section(name: str) -> Iterator[str]:
    context = program.make_context("unknot", [], resilient_parsing=True)
    command = program.get_command(context, name)
    if command is not None:
        help_text = command.get_help(click.Context(command, info_name=name, parent=context, terminal_width=100))
        yield from ("", f"## unknot {name}", "", "```text", help_text, "```")
        for child in getattr(command, "commands", {}).values():
            inner = click.Context(command, info_name=name, parent=context)
            page = child.get_help(click.Context(child, info_name=child.name, parent=inner, terminal_width=100))
            yield from ("", f"### unknot {name} {child.name}", "", "```text", page, "```")


def write(docs: Path) -> None:
    """Write the generated files in `docs`: commands.md and the JSON schema of headers."""
    schema = json.dumps(app.header_schema(), ensure_ascii=False, indent=2) + "\n"
    (docs / "commands.md").write_text(reference(), "utf-8", newline="\n")
    (docs / "editors" / "header.schema.json").write_text(schema, "utf-8", newline="\n")


if __name__ == "__main__":
    write(Path("docs"))
