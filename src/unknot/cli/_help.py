"""`unknot help`."""

from __future__ import annotations

import click

from unknot.cli._completion import complete_command
from unknot.cli._printing import echo


@click.command("help")
@click.argument("words", metavar="[COMMAND]...", nargs=-1, shell_complete=complete_command)
@click.pass_context
def show_help(context: click.Context, words: tuple[str, ...]) -> None:
    """What a command does and which options it has: `unknot help journal add`."""
    found = context.find_root()
    for word in words:
        if not isinstance(found.command, click.Group):
            raise click.UsageError(f"{found.command_path} has no commands of its own", found)
        _, command, _ = found.command.resolve_command(found, [word])
        if command is not None:
            found = click.Context(command, info_name=word, parent=found)
    echo(found.get_help())
