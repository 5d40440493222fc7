"""The table of commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unknot import cli
from unknot.cli._commands import COMMANDS, program

if TYPE_CHECKING:
    import pytest


def test_an_unknown_command_is_answered_with_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    """An unknown command ends with status 2 and names the most similar command."""
    assert cli.run(["exprot"]) == 2
    assert "did you mean export" in capsys.readouterr().err


def test_the_table_of_commands_says_what_each_command_says() -> None:
    """The help in the table of commands is the beginning of the help of each command."""
    context = program.make_context("unknot", ["list"])
    for name, (_, text) in COMMANDS.items():
        command = program.get_command(context, name)
        assert command is not None
        assert (command.help or "").replace("\n", " ").startswith(text.rstrip("."))
